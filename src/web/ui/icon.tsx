import { ICON_PATHS } from './icon-paths.ts'
import './icon.css'

export type IconName = keyof typeof ICON_PATHS

interface Props {
  name: IconName
  /** Pixels; 17 when not given. */
  size?: number
  class?: string
  /** Said to a screen reader; without it the icon is decoration. */
  label?: string
}

export function Icon({ name, size, class: more = '', label }: Props) {
  const aria = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': 'true' } as const)
  return (
    <svg class={`icon ${more}`} viewBox="0 0 24 24" style={size ? { width: size, height: size } : undefined} {...aria}>
      <path d={ICON_PATHS[name]} />
    </svg>
  )
}

import { DRAWINGS } from './icon-paths.ts'
import './icon.css'

export type IconName = keyof typeof DRAWINGS

interface Props {
  name: IconName
  /** Pixels; 17 when not given. */
  size?: number
  class?: string
  /** Said to a screen reader; without it the icon is decoration. */
  label?: string
}

export function Icon({ name, size, class: more = '', label }: Props) {
  const said = label ? ({ role: 'img', 'aria-label': label } as const) : ({ 'aria-hidden': 'true' } as const)
  return (
    <svg class={`icon ${more}`} viewBox="0 0 24 24" style={size ? { width: size, height: size } : undefined} {...said}>
      <path d={DRAWINGS[name]} />
    </svg>
  )
}

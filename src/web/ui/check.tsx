import { Icon } from './icon.tsx'
import './check.css'

interface Props {
  label: string
  checked: boolean
  onToggle: (event: MouseEvent) => void
  priority?: number
  /** Under way: a dashed edge. */
  half?: boolean
  square?: boolean
  disabled?: boolean
}

/** The round box that says done; 44 pixels to the finger, 20 to the eye. */
export function Check({ label, checked, onToggle, priority = 3, half, square, disabled }: Props) {
  return (
    <button
      type="button"
      role="checkbox"
      class={`check ${half ? 'half' : ''} ${square ? 'square' : ''}`}
      data-priority={priority}
      aria-checked={checked}
      aria-label={label}
      disabled={disabled}
      onClick={onToggle}
    >
      <span class="check-box">
        <Icon name="tick" />
      </span>
    </button>
  )
}

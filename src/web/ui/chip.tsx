import type { ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import './chip.css'

interface ChipProps {
  children: ComponentChildren
  icon?: IconName
  /** A colour of the tokens, `var(--p1)`. */
  tone?: string
  /** With it the chip can be taken away; `name` says what is taken away. */
  onRemove?: () => void
  name?: string
  /** With it the chip's text opens a list of what else it could be. */
  onPick?: () => void
}

export function Chip({ children, icon, tone, onRemove, name, onPick }: ChipProps) {
  return (
    <span class={`chip ${tone ? 'toned' : ''}`} style={tone ? { '--tone': tone } : undefined}>
      {icon && <Icon name={icon} />}
      {onPick ? (
        <button
          type="button"
          class="chip-pick"
          dir="auto"
          role="combobox"
          aria-expanded="false"
          aria-haspopup="listbox"
          aria-label={`Change ${name}`}
          onClick={onPick}
        >
          {children}
        </button>
      ) : (
        <span dir="auto">{children}</span>
      )}
      {onRemove && (
        <button
          type="button"
          class="chip-off"
          aria-label={`Remove ${name ?? (typeof children === 'string' ? children : '')}`}
          onClick={onRemove}
        >
          <Icon name="cross" />
        </button>
      )}
    </span>
  )
}

export function PriorityChip({ priority }: { priority: number }) {
  return (
    <Chip tone={priority === 1 ? 'var(--late)' : priority === 2 ? 'var(--warn)' : undefined}>{`P${priority}`}</Chip>
  )
}

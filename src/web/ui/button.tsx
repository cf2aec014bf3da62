import type { ButtonHTMLAttributes, ComponentChildren } from 'preact'
import { Icon, type IconName } from './icon.tsx'
import './button.css'

type Native = Omit<ButtonHTMLAttributes, 'icon' | 'label' | 'size'>

interface ButtonProps extends Native {
  icon?: IconName
  /** One strong button a view; quiet ones have no edge. */
  look?: 'plain' | 'strong' | 'quiet'
  danger?: boolean
  wide?: boolean
  busy?: boolean
  children: ComponentChildren
}

export function Button({ icon, look = 'plain', danger, wide, busy, children, ...rest }: ButtonProps) {
  const looks = ['button', look, danger && 'danger', wide && 'wide'].filter(Boolean).join(' ')
  return (
    <button type="button" class={looks} aria-busy={busy || undefined} {...rest}>
      {icon && <Icon name={icon} />}
      {children}
    </button>
  )
}

interface IconButtonProps extends Native {
  icon: IconName
  label: string
  /** Shown with the label when the pointer rests. */
  keys?: string
  size?: number
}

export function IconButton({ icon, label, keys, size, ...rest }: IconButtonProps) {
  return (
    <button type="button" class="icon-button" aria-label={label} title={keys ? `${label} (${keys})` : label} {...rest}>
      <Icon name={icon} size={size} />
    </button>
  )
}

/** Reads as a link, acts as a button: Undo, Show all. */
export function TextButton({ children, ...rest }: Native & { children: ComponentChildren }) {
  return (
    <button type="button" class="text-button" {...rest}>
      {children}
    </button>
  )
}

/** `Ctrl K`, `g t`: each key of it in its own box. Not shown where there is no keyboard. */
export function Keys({ keys }: { keys: string }) {
  return (
    <span class="keys">
      {keys.split(' ').map((key) => (
        <kbd key={key}>{key}</kbd>
      ))}
    </span>
  )
}

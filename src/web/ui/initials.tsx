import { memberColour } from './kinds.ts'
import './initials.css'

/** Two letters of a user's name: `Ev` of eve, `MJ` of mary.jane. */
export function initialsOf(name: string): string {
  const [first = '', second] = name.split(/[._-]+/).filter(Boolean)
  return second ? (first.charAt(0) + second.charAt(0)).toUpperCase() : first.charAt(0).toUpperCase() + first.charAt(1)
}

interface Props {
  /** Of the member. */
  name: string
  /** In pixels. */
  size?: number
  /** What screen readers say; nothing where the name stands beside it. */
  label?: string
}

/** A member of a space in the room of an icon. */
export function Initials({ name, size = 22, label }: Props) {
  return (
    <span
      class="initials"
      style={{ '--tone': memberColour(name), '--size': `${size}px` }}
      title={name}
      role={label ? 'img' : undefined}
      aria-label={label}
      aria-hidden={label ? undefined : true}
    >
      {initialsOf(name)}
    </span>
  )
}

import type { InputHTMLAttributes } from 'preact'
import { Input } from '#web/ui/field.tsx'

interface Props extends Pick<InputHTMLAttributes, 'placeholder'> {
  value: string
  /** What to say of the name besides its form. */
  hint?: string
  /** What is wrong with it besides its form. */
  problem?: string | null
  /** Whether to say that its form is wrong. */
  isMisspelt: boolean
  onChange: (name: string) => void
}

const FORM = 'Small letters and digits, also . _ and - between them.'

/** The name of a new user or space. */
export function NameField({ value, hint, problem, isMisspelt, onChange, ...rest }: Props) {
  return (
    <Input
      label="Name"
      value={value}
      autofocus
      autocomplete="off"
      autocapitalize="off"
      spellcheck={false}
      maxLength={32}
      hint={hint ? `${FORM} ${hint}` : FORM}
      problem={problem ?? (isMisspelt ? 'A name is small letters and digits, also . _ and - after the first.' : null)}
      onInput={(event) => onChange(event.currentTarget.value)}
      {...rest}
    />
  )
}

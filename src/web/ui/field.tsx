import type { ComponentChildren, InputHTMLAttributes, Ref, SelectHTMLAttributes, TextareaHTMLAttributes } from 'preact'
import { useId, useState } from 'preact/hooks'
import { IconButton } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import './field.css'

interface Around {
  label: string
  /** The label is still there for screen readers. */
  hideLabel?: boolean
  hint?: ComponentChildren
  /** What is wrong, as a sentence. */
  problem?: string | null
}

interface Wiring {
  id: string
  'aria-describedby': string | undefined
  'aria-invalid': true | undefined
}

/** Label, control, hint and problem, wired for screen readers. */
export function Field({
  label,
  hideLabel,
  hint,
  problem,
  children,
}: Around & { children: (wiring: Wiring) => ComponentChildren }) {
  const id = useId()
  const describedBy = problem ? `${id}-problem` : hint ? `${id}-hint` : undefined
  return (
    <div class="field">
      <label for={id} class={hideLabel ? 'unseen' : ''}>
        {label}
      </label>
      {children({ id, 'aria-describedby': describedBy, 'aria-invalid': problem ? true : undefined })}
      {problem ? (
        <p class="field-problem" id={`${id}-problem`} role="alert">
          <Icon name="alert" />
          <span>{problem}</span>
        </p>
      ) : (
        hint && (
          <p class="field-hint" id={`${id}-hint`}>
            {hint}
          </p>
        )
      )}
    </div>
  )
}

type InputProps = Around &
  Omit<InputHTMLAttributes, 'label' | 'icon'> & { icon?: IconName; inputRef?: Ref<HTMLInputElement> }

export function Input({ label, hideLabel, hint, problem, icon, inputRef, ...rest }: InputProps) {
  return (
    <Field {...{ label, hideLabel, hint, problem }}>
      {(wiring) => (
        <div class="input-wrap">
          {icon && <Icon name={icon} class="lead" />}
          <input class="input" ref={inputRef} type="text" {...rest} {...wiring} />
        </div>
      )}
    </Field>
  )
}

/** Hidden as it is typed, with an eye to show it: keys. */
export function SecretInput({ label, hideLabel, hint, problem, inputRef, ...rest }: InputProps) {
  const [shown, show] = useState(false)
  return (
    <Field {...{ label, hideLabel, hint, problem }}>
      {(wiring) => (
        <div class="input-wrap">
          <input
            class="input"
            ref={inputRef}
            autocomplete="off"
            spellcheck={false}
            autocapitalize="off"
            {...rest}
            {...wiring}
            type={shown ? 'text' : 'password'}
          />
          <IconButton icon={shown ? 'eye-off' : 'eye'} label={shown ? 'Hide' : 'Show'} onClick={() => show(!shown)} />
        </div>
      )}
    </Field>
  )
}

type SelectControlProps = Omit<SelectHTMLAttributes, 'label'> & {
  options: readonly { value: string; label: string }[]
  /** Without an edge until it is pointed at. */
  quiet?: boolean
}

/** The control of a `Select`, without its label. */
export function SelectControl({ options, value, quiet, ...rest }: SelectControlProps) {
  return (
    <div class="input-wrap">
      <select class={quiet ? 'input quiet-input' : 'input'} value={value} {...rest}>
        {options.map((option) => (
          <option key={option.value} value={option.value} selected={option.value === value}>
            {option.label}
          </option>
        ))}
      </select>
      <Icon name="down" size={15} />
    </div>
  )
}

export function Select({ label, hideLabel, hint, problem, ...rest }: Around & SelectControlProps) {
  return <Field {...{ label, hideLabel, hint, problem }}>{(wiring) => <SelectControl {...rest} {...wiring} />}</Field>
}

type TextareaProps = Around & Omit<TextareaHTMLAttributes, 'label'> & { inputRef?: Ref<HTMLTextAreaElement> }

export function Textarea({ label, hideLabel, hint, problem, inputRef, ...rest }: TextareaProps) {
  return (
    <Field {...{ label, hideLabel, hint, problem }}>
      {(wiring) => <textarea class="input" ref={inputRef} dir="auto" {...rest} {...wiring} />}
    </Field>
  )
}

interface SwitchProps {
  label: ComponentChildren
  checked: boolean
  onChange: (checked: boolean) => void
  disabled?: boolean
}

export function Switch({ label, checked, onChange, disabled }: SwitchProps) {
  return (
    <label class="switch">
      <span>{label}</span>
      <input
        type="checkbox"
        role="switch"
        checked={checked}
        disabled={disabled}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </label>
  )
}

interface SegmentsProps<T extends string> {
  label: string
  value: T
  options: readonly { value: T; label: string; icon?: IconName }[]
  onChange: (value: T) => void
}

/** A few choices side by side, one of which holds: list or board, theme. */
export function Segments<T extends string>({ label, value, options, onChange }: SegmentsProps<T>) {
  const name = useId()
  return (
    <div class="segments" role="radiogroup" aria-label={label}>
      {options.map((option) => (
        <label key={option.value}>
          <input type="radio" name={name} checked={option.value === value} onChange={() => onChange(option.value)} />
          {option.icon && <Icon name={option.icon} />}
          {option.label}
        </label>
      ))}
    </div>
  )
}

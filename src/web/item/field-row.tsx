import type { ComponentChildren, InputHTMLAttributes } from 'preact'
import { useId } from 'preact/hooks'
import type { ParseResult } from '#domain/typed-text.ts'
import { Icon } from '#web/ui/icon.tsx'
import { type FieldDraft, fieldDraftKeys, useFieldDraft } from './field-draft.ts'

interface FieldRowProps {
  label: string
  hint?: ComponentChildren
  problem?: string | null
  /** Of a group of controls rather than of one. */
  group?: boolean
  children: (wiring: {
    id: string
    'aria-describedby': string | undefined
    'aria-invalid': true | undefined
  }) => ComponentChildren
}

/** A field of the panel: its name, what it holds, and under it what is wrong or understood. */
export function FieldRow({ label, hint, problem, group, children }: FieldRowProps) {
  const id = useId()
  const describedBy = problem || hint ? `${id}-description` : undefined
  return (
    <div class="item-field" role={group ? 'group' : undefined} aria-labelledby={group ? `${id}-name` : undefined}>
      {group ? (
        <span class="item-name" id={`${id}-name`}>
          {label}
        </span>
      ) : (
        <label class="item-name" for={id}>
          {label}
        </label>
      )}
      <div class="item-value">
        {children({ id, 'aria-describedby': describedBy, 'aria-invalid': problem ? true : undefined })}
        {problem ? (
          <p class="field-problem" id={describedBy} role="alert">
            <Icon name="alert" />
            <span>{problem}</span>
          </p>
        ) : (
          hint && (
            <p class="field-hint" id={describedBy}>
              {hint}
            </p>
          )
        )}
      </div>
    </div>
  )
}

type DraftInputProps = Omit<InputHTMLAttributes, 'value' | 'onInput' | 'onBlur' | 'onKeyDown'> & { draft: FieldDraft }

/** One line that is typed as a draft; Enter and leaving it take it. */
export const DraftInput = ({ draft, ...rest }: DraftInputProps) => (
  <input
    class="input quiet-input"
    autocomplete="off"
    {...rest}
    value={draft.text}
    onInput={(event) => draft.type(event.currentTarget.value)}
    onBlur={draft.commit}
    onKeyDown={fieldDraftKeys(draft)}
  />
)

type Native = Pick<InputHTMLAttributes, 'placeholder' | 'inputMode' | 'list' | 'type' | 'autocapitalize'>

interface TextProps<T> extends Native {
  label: string
  /** What it holds, as it is typed. */
  text: string
  read: (text: string) => ParseResult<T>
  take: (value: T) => void
  /** What was understood so far. */
  hint?: (value: T) => ComponentChildren
  after?: ComponentChildren
}

/** A field of one line, read when it is left. */
export function TextRow<T>({ label, text, read, take, hint, after, ...rest }: TextProps<T>) {
  const draft = useFieldDraft(text, read, take)
  const reading = hint && draft.dirty ? read(draft.text) : undefined
  return (
    <FieldRow
      label={label}
      problem={draft.problem}
      hint={reading?.problem === undefined && reading && hint ? hint(reading.value) : undefined}
    >
      {(wiring) => (
        <div class="item-line">
          <DraftInput draft={draft} dir="auto" {...rest} {...wiring} />
          {after}
        </div>
      )}
    </FieldRow>
  )
}

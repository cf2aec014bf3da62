import type { InputHTMLAttributes } from 'preact'
import { useState } from 'preact/hooks'
import { Button, IconButton } from './button.tsx'

interface Props extends InputHTMLAttributes {
  /** `HH:MM`, or empty. */
  value: string
  onClear: () => void
}

/** A time of day, picked as the device has it; it is asked for where there is none. */
export function TimeInput({ onClear, ...rest }: Props) {
  const [asked, ask] = useState(false)
  if (!asked && !rest.value)
    return (
      <Button look="quiet" onClick={() => ask(true)}>
        Add a time
      </Button>
    )
  return (
    <div class="time-input">
      <label>
        <span>Time</span>
        <input class="input" type="time" ref={asked ? focusOnce : undefined} {...rest} />
      </label>
      {rest.value && <IconButton icon="cross" label="No time" onClick={onClear} />}
    </div>
  )
}

const focusOnce = (input: HTMLInputElement | null): void => input?.focus()

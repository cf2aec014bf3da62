import { readDate } from '#domain/date-words.ts'
import { addDays, type Day, weekday } from '#domain/dates.ts'
import type { RefObject } from 'preact'
import { useRef, useState } from 'preact/hooks'
import { Input } from './field.tsx'
import { Icon } from './icon.tsx'
import { Month } from './month.tsx'
import { Popover, useHanging } from './popover.tsx'
import { dueWords, longDay } from './words.ts'

interface DatesProps {
  value: Day | null
  today: Day
  onPick: (day: Day | null) => void
  /** Whether there may be none. */
  clears?: boolean
}

/** A field for words and a month: what hangs from a date button, or opens at a row by its key. */
export function Dates({ value, today, onPick, clears = true }: DatesProps) {
  const [typed, setTyped] = useState('')
  const [tried, setTried] = useState(false)
  const read = typed.trim() ? readDate(typed, today) : undefined
  const found = read?.problem === undefined ? read?.value : undefined
  const quick: [string, Day | null][] = [
    ['Today', today],
    ['Tomorrow', addDays(today, 1)],
    ['Next week', addDays(today, 8 - weekday(today))],
    ...(clears ? [['No date', null] as [string, null]] : []),
  ]

  function enter(event: KeyboardEvent) {
    event.stopPropagation()
    if (event.key !== 'Enter') return
    event.preventDefault()
    setTried(true)
    if (found !== undefined && (found !== null || clears)) onPick(found)
  }

  return (
    <div class="dates">
      <div class="dates-words">
        <Input
          label="A date in words"
          hideLabel
          placeholder="fri, in 3 days, jun 1"
          autofocus
          autocomplete="off"
          value={typed}
          onInput={(event) => { setTyped(event.currentTarget.value); setTried(false) }}
          onKeyDown={enter}
          problem={tried ? read?.problem : null}
          hint={found ? longDay(found) : found === null ? 'No date' : undefined}
        />
      </div>
      <div class="dates-quick">
        {quick.map(([name, day]) => <button key={name} type="button" class="chip" onClick={() => onPick(day)}>{name}</button>)}
      </div>
      <Month value={found ?? value} today={today} onPick={onPick} />
    </div>
  )
}

/** The same, hanging from any element that a view chooses. */
export function DatesPopover({ from, onClose, ...rest }: DatesProps & { from: RefObject<HTMLElement>; onClose: () => void }) {
  return (
    <Popover from={from} onClose={onClose} role="dialog" aria-label="Choose a date">
      <Dates {...rest} onPick={(day) => { onClose(); rest.onPick(day) }} />
    </Popover>
  )
}

/** A date in words that opens the picker. */
export function DateButton({ label, ...rest }: DatesProps & { label: string }) {
  const { value, today } = rest
  const { shown, show, pressed } = useHanging()
  const button = useRef<HTMLButtonElement>(null)
  const late = value !== null && value < today
  const said = value ? dueWords(value, today) : 'No date'
  return (
    <>
      <button
        ref={button}
        type="button"
        class={`date-button ${late ? 'late' : ''} ${value ? '' : 'none'}`}
        aria-haspopup="dialog"
        aria-label={`${label}: ${said}`}
        {...pressed}
      >
        <Icon name="calendar" />
        {said}
      </button>
      {shown && <DatesPopover {...rest} from={button} onClose={() => show(false)} />}
    </>
  )
}

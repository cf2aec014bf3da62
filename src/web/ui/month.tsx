import { monthName } from '#domain/calendar-names.ts'
import { type Day, daysBetween, shiftDays, shiftMonths, weekday } from '#domain/dates.ts'
import { useEffect, useRef, useState } from 'preact/hooks'
import { IconButton } from './button.tsx'
import { longDay } from './words.ts'
import './month.css'

const HEADS = ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun']

/** The six weeks, Monday first, that a month lies in. */
export function weeksOf(day: Day): Day[][] {
  const first: Day = `${day.slice(0, 8)}01`
  const start = shiftDays(first, 1 - weekday(first)) ?? first
  return Array.from({ length: 6 }, (_, week) => Array.from({ length: 7 }, (_, n) => shiftDays(start, week * 7 + n) ?? start))
}

const STEPS: Record<string, (day: Day) => Day | undefined> = {
  ArrowLeft: (day) => shiftDays(day, -1),
  ArrowRight: (day) => shiftDays(day, 1),
  ArrowUp: (day) => shiftDays(day, -7),
  ArrowDown: (day) => shiftDays(day, 7),
  Home: (day) => shiftDays(day, 1 - weekday(day)),
  End: (day) => shiftDays(day, 7 - weekday(day)),
  PageUp: (day) => shiftMonths(day, -1),
  PageDown: (day) => shiftMonths(day, 1),
}

interface Props {
  value: Day | null
  today: Day
  onPick: (day: Day) => void
}

/** A month to pick a day of; arrows move by days and weeks, PageUp and PageDown by months. */
export function Month({ value, today, onPick }: Props) {
  const [at, setAt] = useState(value ?? today)
  const grid = useRef<HTMLTableElement>(null)
  const moved = useRef(false)
  useEffect(() => setAt(value ?? today), [value, today])
  useEffect(() => {
    if (moved.current) grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
    moved.current = false
  }, [at])

  function key(event: KeyboardEvent) {
    const next = STEPS[event.key]?.(at)
    if (!next) return
    event.preventDefault()
    event.stopPropagation()
    moved.current = true
    setAt(next)
  }

  const name = `${monthName(Number(at.slice(5, 7)))} ${at.slice(0, 4)}`
  const turn = (n: number) => setAt(shiftMonths(at, n) ?? at)
  return (
    <div class="month">
      <div class="month-head">
        <strong aria-live="polite">{name}</strong>
        <IconButton icon="left" label="Month before" onClick={() => turn(-1)} />
        <IconButton icon="right" label="Month after" onClick={() => turn(1)} />
      </div>
      <table ref={grid} aria-label={name} onKeyDown={key}>
        <thead><tr>{HEADS.map((head) => <th key={head} scope="col"><span aria-hidden="true">{head.slice(0, 2)}</span><span class="unseen">{head}</span></th>)}</tr></thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week[0]}>
              {week.map((day) => (
                <td key={day}>
                  <button
                    type="button"
                    class={`day ${day.slice(0, 7) === at.slice(0, 7) ? '' : 'out'} ${daysBetween(today, day) === 0 ? 'now' : ''}`}
                    tabIndex={day === at ? 0 : -1}
                    aria-pressed={day === value}
                    aria-label={`${longDay(day)}${day === today ? ', today' : ''}`}
                    onClick={() => onPick(day)}
                  >
                    {Number(day.slice(8))}
                  </button>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

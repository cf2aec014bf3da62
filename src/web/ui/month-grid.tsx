import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { monthName, shortWeekday } from '#domain/calendar-names.ts'
import { addDays, type Day, daysIn, shiftDays, shiftMonths, weekday } from '#domain/dates.ts'
import { IconButton } from './button.tsx'
import { DAYS_BY_ARROW, WEEKDAYS } from './calendar-keys.ts'
import { formatLongDay } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import './month-grid.css'

interface Props {
  value: Day | null
  today: Day
  onPick: (day: Day) => void
  /** Takes the focus as it appears. */
  takesFocus?: boolean
}

function weeksOf(day: Day): (Day | null)[][] {
  const first = `${day.slice(0, 8)}01`
  const days: (Day | null)[] = Array.from({ length: weekday(first) - 1 }, () => null)
  for (let n = 0; n < daysIn(Number(day.slice(0, 4)), Number(day.slice(5, 7))); n++) days.push(addDays(first, n))
  while (days.length % 7) days.push(null)
  return Array.from({ length: days.length / 7 }, (_, week) => days.slice(week * 7, week * 7 + 7))
}

function stepped(day: Day, key: string): Day | undefined {
  const days = DAYS_BY_ARROW[key] ?? { Home: 1 - weekday(day), End: 7 - weekday(day) }[key]
  if (days !== undefined) return shiftDays(day, days)
  const months = { PageUp: -1, PageDown: 1 }[key]
  return (months && shiftMonths(day, months)) || undefined
}

/** One month; the arrows go by days and weeks, Page Up and Page Down by months. */
export function MonthGrid({ value, today, onPick, takesFocus = false }: Props) {
  const [at, setAt] = useState<Day>(value ?? today)
  const grid = useRef<HTMLTableElement>(null)
  const moved = useRef(false)
  useEffect(() => setAt(value ?? today), [value])
  const focus = () => grid.current?.querySelector<HTMLElement>('[tabindex="0"]')?.focus()
  useEffect(() => {
    if (takesFocus) focus()
  }, [])
  useLayoutEffect(() => {
    if (moved.current) focus()
    moved.current = false
  }, [at])

  function key(event: KeyboardEvent) {
    const to = stepped(at, event.key)
    if (!to) return
    event.preventDefault()
    event.stopPropagation()
    moved.current = true
    setAt(to)
  }

  const turn = (months: number) => setAt((day) => shiftMonths(day, months) ?? day)
  return (
    <div class="month">
      <div class="month-head">
        <IconButton icon="left" label="Month before" onClick={() => turn(-1)} />
        <strong aria-live="polite">
          {monthName(Number(at.slice(5, 7)))} {at.slice(0, 4)}
        </strong>
        <IconButton icon="right" label="Next month" onClick={() => turn(1)} />
      </div>
      <table ref={grid} role="grid" aria-label="Days" onKeyDown={key}>
        <thead>
          <tr>
            {WEEKDAYS.map((day) => (
              <th key={day} scope="col">
                {capitalise(shortWeekday(day)).slice(0, 2)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {weeksOf(at).map((week) => (
            <tr key={week.find(Boolean)}>
              {week.map((day, n) => (
                <td key={n} role="gridcell" aria-selected={day !== null && day === value}>
                  {day && (
                    <button
                      type="button"
                      tabIndex={day === at ? 0 : -1}
                      data-past={day < today || undefined}
                      aria-current={day === today ? 'date' : undefined}
                      aria-label={`${formatLongDay(day)} ${day.slice(0, 4)}`}
                      onClick={() => onPick(day)}
                    >
                      {Number(day.slice(8))}
                    </button>
                  )}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

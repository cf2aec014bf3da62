import { useMemo, useRef } from 'preact/hooks'
import { shortWeekday } from '#domain/calendar-names.ts'
import { type Day, isDay, shiftDays } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { DAYS_BY_ARROW, WEEKDAYS } from '#web/ui/calendar-keys.ts'
import { formatDays, formatLongDay } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useSearchParam } from '#web/ui/use-search-param.ts'
import { DayLists } from './upcoming-day.tsx'
import { MonthCell } from './upcoming-cell.tsx'
import { entriesByDay, weeksAround } from './upcoming-days.ts'

/** Six weeks as a grid of days, and below it the day that is chosen. */
export function Month({ items }: { items: readonly PlacedItem[] }) {
  const today = useAccountContext().replica.today.value
  const [address, go] = useSearchParam('day', today)
  const day = isDay(address) ? address : today
  const grid = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLElement>(null)
  const { first, last } = weeksAround(day, today)
  const days = useMemo(() => entriesByDay(items, today, first, last), [items, today, first, last])
  const chosen = days.find(({ date }) => date === day)!

  function key(event: KeyboardEvent) {
    const to = event.altKey ? undefined : shiftDays(day, DAYS_BY_ARROW[event.key] ?? 0)
    if (!DAYS_BY_ARROW[event.key] || !to || !(event.target as Element).matches('.monthly-number')) return
    event.preventDefault()
    go(to)
    requestAnimationFrame(() => grid.current?.querySelector<HTMLElement>(`[data-day="${to}"] .monthly-number`)?.focus())
  }

  function all(date: Day) {
    go(date)
    requestAnimationFrame(() => list.current?.scrollIntoView({ block: 'nearest', behavior: 'smooth' }))
  }

  return (
    <>
      <div ref={grid} class="monthly" role="grid" aria-label={formatDays(first, last)} onKeyDown={key}>
        <div class="monthly-week names" role="row">
          {WEEKDAYS.map((n) => (
            <span key={n} role="columnheader">
              {capitalise(shortWeekday(n))}
            </span>
          ))}
        </div>
        {Array.from({ length: days.length / 7 }, (_, week) => (
          <div class="monthly-week" role="row" key={days[week * 7]!.date}>
            {days.slice(week * 7, week * 7 + 7).map((one) => (
              <MonthCell key={one.date} day={one} chosen={one.date === day} onChoose={go} onAll={all} />
            ))}
          </div>
        ))}
      </div>
      <section ref={list} class="monthly-day" aria-label={formatLongDay(day)}>
        <h2>{formatLongDay(day)}</h2>
        {chosen.items.length + chosen.ghosts.length > 0 ? <DayLists day={chosen} /> : <p>Nothing on this day.</p>}
      </section>
    </>
  )
}

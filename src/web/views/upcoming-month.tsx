import { useMemo, useRef } from 'preact/hooks'
import { monthName, shortWeekday } from '#domain/calendar-names.ts'
import { addMonths, type Day, isDay, shiftDays } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { DAYS_BY_ARROW, WEEKDAYS } from '#web/ui/calendar-keys.ts'
import { formatLongDay } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useSearchParam } from '#web/ui/use-search-param.ts'
import { DayLists } from './upcoming-day.tsx'
import { MonthCell } from './upcoming-cell.tsx'
import { entriesByDay, monthOf, weeksOf } from './upcoming-days.ts'

/** A month as a grid of days, and below it the day that is chosen. */
export function Month({ items }: { items: readonly PlacedItem[] }) {
  const today = useAccountContext().replica.today.value
  const [address, go] = useSearchParam('day', today)
  const day = isDay(address) ? address : today
  const month = monthOf(day)
  const grid = useRef<HTMLDivElement>(null)
  const list = useRef<HTMLElement>(null)
  const { first, last } = weeksOf(month)
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
      <div class="monthly-head">
        <h2 aria-live="polite">
          {capitalise(monthName(Number(month.slice(5))))} <span>{month.slice(0, 4)}</span>
        </h2>
        {monthOf(today) !== month && (
          <Button look="quiet" onClick={() => go(today)}>
            Today
          </Button>
        )}
        <IconButton icon="left" label="Month before" onClick={() => go(addMonths(`${month}-01`, -1))} />
        <IconButton icon="right" label="Next month" onClick={() => go(addMonths(`${month}-01`, 1))} />
      </div>
      <div
        ref={grid}
        class="monthly"
        role="grid"
        aria-label={`${monthName(Number(month.slice(5)))} ${month.slice(0, 4)}`}
        onKeyDown={key}
      >
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
              <MonthCell
                key={one.date}
                day={one}
                outside={monthOf(one.date) !== month}
                chosen={one.date === day}
                onChoose={go}
                onAll={all}
              />
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

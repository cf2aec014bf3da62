import { useMemo, useState } from 'preact/hooks'
import { shortWeekday } from '#domain/calendar-names.ts'
import { addDays, isDay, weekday } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { allStates, useAccountContext } from '#web/live/account-context.tsx'
import { TextButton } from '#web/ui/button.tsx'
import { useSearchParam } from '#web/ui/use-search-param.ts'
import { useZone } from '#web/dnd/use-zone.ts'
import { formatEstimate } from '#web/format/amounts.ts'
import { formatLongDay } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { DayChip, GhostChip } from './upcoming-chip.tsx'
import { type DayEntries, entriesByDay, plannedMinutes, selectUndatedItems } from './upcoming-days.ts'

/** Where what is dropped loses its date. */
export const TRAY = 'tray'
const SHOWN_AT_FIRST = 40

/** Seven days side by side with what is planned for each, and a tray of what has no date. */
export function Week({ items }: { items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const { today } = context.replica
  const states = allStates(context)
  const [address] = useSearchParam('day', today.value)
  const first = isDay(address) ? address : today.value
  const days = useMemo(() => entriesByDay(items, today.value, first, addDays(first, 6)), [items, today.value, first])
  const undated = useMemo(() => selectUndatedItems(states), states)
  return (
    <>
      <div class="weekly">
        {days.map((day) => (
          <WeekDay key={day.date} day={day} />
        ))}
      </div>
      <Tray items={undated} />
    </>
  )
}

function WeekDay({ day }: { day: DayEntries }) {
  const today = useAccountContext().replica.today.value
  const { date, items, ghosts } = day
  const { zoneRef, over } = useZone(date)
  const planned = plannedMinutes(day)
  const estimate = (item: PlacedItem) => item.estimate && <small>{formatEstimate(item.estimate)}</small>
  return (
    <section
      ref={zoneRef}
      class="weekly-day"
      aria-label={formatLongDay(date)}
      data-day={date}
      data-over={over || undefined}
      data-today={date === today || undefined}
      data-past={date < today || undefined}
    >
      <header>
        <h2>
          {capitalise(shortWeekday(weekday(date)))} <span>{Number(date.slice(8))}</span>
        </h2>
        {planned > 0 && <em title="Planned">{formatEstimate(planned)}</em>}
      </header>
      {items.map((item) => (
        <DayChip key={item.id} item={item} late={date < today}>
          {estimate(item)}
        </DayChip>
      ))}
      {ghosts.map((item) => (
        <GhostChip key={`${item.id}~`} item={item}>
          {estimate(item)}
        </GhostChip>
      ))}
    </section>
  )
}

function Tray({ items }: { items: readonly PlacedItem[] }) {
  const { zoneRef, over } = useZone(TRAY, true)
  const [max, setMax] = useState(SHOWN_AT_FIRST)
  return (
    <section ref={zoneRef} class="weekly-tray" aria-label="No date" data-over={over || undefined}>
      <header>
        <h2>No date</h2>
        <em>{items.length}</em>
      </header>
      <div class="weekly-undated">
        {items.slice(0, max).map((item) => (
          <DayChip key={item.id} item={item} />
        ))}
        {items.length === 0 && <p>Everything has its day.</p>}
        {items.length > max && (
          <TextButton onClick={() => setMax(max + SHOWN_AT_FIRST)}>Show {items.length - max} more</TextButton>
        )}
      </div>
    </section>
  )
}

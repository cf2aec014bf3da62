import { useState } from 'preact/hooks'
import { addDays } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { compareByOrder } from '#domain/views.ts'
import { Button } from '#web/ui/button.tsx'
import { AddHint, Empty } from '#web/ui/view-state.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useZone } from '#web/dnd/use-zone.ts'
import { renderGrip } from '#web/dnd/grip.tsx'
import { ItemSection } from '#web/list/item-section.tsx'
import { dayDate, DayLists, dayName } from './upcoming-day.tsx'
import { type DayEntries, entriesByDay } from './upcoming-days.ts'

const SHORT_DAYS = 14
const LONG_DAYS = 60

/** The coming days, one below the other, the free ones too: something may be dropped on them. */
export function Agenda({ items }: { items: readonly PlacedItem[] }) {
  const today = useAccountContext().replica.today.value
  const [length, setLength] = useState(SHORT_DAYS)
  const days = entriesByDay(items, today, today, addDays(today, length - 1))
  const overdue = items.filter(({ due }) => due !== null && due < today).sort(compareByOrder)
  const free = overdue.length === 0 && days.every((day) => !day.items.length && !day.ghosts.length)
  return (
    <>
      <ItemSection label="Overdue" items={overdue} late before={renderGrip} />
      {free && (
        <Empty icon="calendar" title={`Nothing in the next ${length} days`} act={<AddHint line="dentist next fri" />}>
          What has a date shows here.
        </Empty>
      )}
      {days.map((day) => (
        <AgendaDay key={day.date} day={day} />
      ))}
      <div class="agenda-more">
        {length === SHORT_DAYS ? (
          <Button onClick={() => setLength(LONG_DAYS)}>Show {LONG_DAYS} days</Button>
        ) : (
          <Button look="quiet" onClick={() => setLength(SHORT_DAYS)}>
            Show fewer
          </Button>
        )}
      </div>
    </>
  )
}

function AgendaDay({ day }: { day: DayEntries }) {
  const today = useAccountContext().replica.today.value
  const { date, items, ghosts } = day
  const { zoneRef, over } = useZone(date)
  const total = items.length + ghosts.length
  return (
    <section
      ref={zoneRef}
      class="agenda-day"
      data-day={date}
      data-over={over || undefined}
      data-free={total === 0 || undefined}
      data-today={date === today || undefined}
    >
      <header>
        <h2>
          {dayName(date, today, addDays(today, 1))} <span>{dayDate(date, today)}</span>
        </h2>
        {total > 0 ? <em>{total}</em> : <em>free</em>}
      </header>
      {total > 0 && <DayLists day={day} />}
    </section>
  )
}

import type { Day } from '#domain/dates.ts'
import { sortByTime } from '#domain/views.ts'
import { isPhone } from '#web/ui/screen-width.ts'
import { kindColour } from '#web/ui/kinds.ts'
import { formatCount } from '#web/format/amounts.ts'
import { formatDay, formatLongDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useZone } from '#web/dnd/use-zone.ts'
import { DayChip, GhostChip } from './upcoming-chip.tsx'
import type { DayEntries } from './upcoming-days.ts'

interface Props {
  day: DayEntries
  chosen: boolean
  onChoose: (day: Day) => void
  onAll: (day: Day) => void
}

const MAX_SHOWN = 4
const MAX_DOTS = 4

export function MonthCell({ day: { date, items, ghosts }, chosen, onChoose, onAll }: Props) {
  const today = useAccountContext().replica.today.value
  const { zoneRef, over } = useZone(date)
  const entries = [...items.map((item) => ({ item, ghost: false })), ...ghosts.map((item) => ({ item, ghost: true }))]
  const all = sortByTime(entries.map((entry) => ({ ...entry, at: entry.item.at })))
  const shown = all.slice(0, MAX_SHOWN)
  const isFirst = date.endsWith('-01') && !isPhone.value
  return (
    <div
      ref={zoneRef}
      class="monthly-cell"
      role="gridcell"
      aria-selected={chosen}
      data-day={date}
      data-over={over || undefined}
      data-past={date < today || undefined}
      onClick={(event) => !(event.target as Element).closest('a, button') && onChoose(date)}
    >
      <button
        type="button"
        class="monthly-number"
        tabIndex={chosen ? 0 : -1}
        aria-current={date === today ? 'date' : undefined}
        aria-label={`${formatLongDay(date)}, ${formatCount(all.length, 'item')}`}
        onClick={() => onChoose(date)}
      >
        {Number(date.slice(8))}
      </button>
      {isFirst && (
        <span class="monthly-name" aria-hidden="true">
          {formatDay(date, date).split(' ')[1]}
        </span>
      )}
      {all.length > shown.length && !isPhone.value && (
        <button type="button" class="monthly-more" onClick={() => onAll(date)}>
          +{all.length - shown.length} more
        </button>
      )}
      {isPhone.value ? (
        <span class="monthly-dots" aria-hidden="true">
          {all.slice(0, MAX_DOTS).map(({ item, ghost }) => (
            <i key={item.id} data-ghost={ghost || undefined} style={{ '--tone': kindColour(item.kind) }} />
          ))}
        </span>
      ) : (
        shown.map(({ item, ghost }) =>
          ghost ? (
            <GhostChip key={`${item.id}~`} item={item} />
          ) : (
            <DayChip key={item.id} item={item} late={date < today} />
          ),
        )
      )}
    </div>
  )
}

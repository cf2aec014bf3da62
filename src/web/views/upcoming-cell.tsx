import { useDraggable } from '@dnd-kit/core'
import { useEffect } from 'preact/hooks'
import type { Day } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { sortByTime } from '#domain/views.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { isPhone } from '#web/ui/screen-width.ts'
import { Icon } from '#web/ui/icon.tsx'
import { kindColour } from '#web/ui/kinds.ts'
import { formatCount } from '#web/format/amounts.ts'
import { formatLongDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useDragState } from '#web/dnd/dragging.tsx'
import { useZone } from '#web/dnd/use-zone.ts'
import type { DayEntries } from './upcoming-days.ts'

interface Props {
  day: DayEntries
  /** Of the month before or after. */
  outside: boolean
  chosen: boolean
  onChoose: (day: Day) => void
  onAll: (day: Day) => void
}

const MAX_SHOWN = 3
const MAX_DOTS = 4

export function MonthCell({ day: { date, items, ghosts }, outside, chosen, onChoose, onAll }: Props) {
  const today = useAccountContext().replica.today.value
  const { zoneRef, over } = useZone(date)
  const entries = [...items.map((item) => ({ item, ghost: false })), ...ghosts.map((item) => ({ item, ghost: true }))]
  const all = sortByTime(entries.map((entry) => ({ ...entry, at: entry.item.at })))
  const shown = all.length > MAX_SHOWN ? all.slice(0, MAX_SHOWN - 1) : all
  return (
    <div
      ref={zoneRef}
      class="monthly-cell"
      role="gridcell"
      aria-selected={chosen}
      data-day={date}
      data-over={over || undefined}
      data-outside={outside || undefined}
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
      {isPhone.value ? (
        <span class="monthly-dots" aria-hidden="true">
          {all.slice(0, MAX_DOTS).map(({ item, ghost }) => (
            <i key={item.id} data-ghost={ghost || undefined} style={{ '--tone': kindColour(item.kind) }} />
          ))}
        </span>
      ) : (
        <>
          {shown.map(({ item, ghost }) =>
            ghost ? (
              <Ghost key={`${item.id}~`} item={item} />
            ) : (
              <MonthChip key={item.id} item={item} late={date < today} />
            ),
          )}
          {all.length > shown.length && (
            <button type="button" class="monthly-more" onClick={() => onAll(date)}>
              +{all.length - shown.length} more
            </button>
          )}
        </>
      )}
    </div>
  )
}

function useChip(item: Item) {
  const openItem = useOpenItem()
  return {
    href: `?item=${item.id}`,
    style: { '--tone': kindColour(item.kind) },
    title: item.at ? `${item.at} ${item.title}` : item.title,
    onClick: (event: MouseEvent) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey) return
      event.preventDefault()
      openItem.open(item.id)
    },
  }
}

const ChipText = ({ item: { at, title } }: { item: Item }) => (
  <span>
    {at && <b>{at} </b>}
    <bdi>{title}</bdi>
  </span>
)

const Ghost = ({ item }: { item: Item }) => (
  <a class="monthly-chip" data-ghost {...useChip(item)}>
    <Icon name="loop" size={11} />
    <ChipText item={item} />
  </a>
)

function MonthChip({ item, late }: { item: Item; late: boolean }) {
  const chip = useChip(item)
  const { listeners: all } = useDragState()
  const { listeners, setNodeRef, isDragging } = useDraggable({ id: item.id })
  useEffect(() => {
    all.set(item.id, listeners)
    return () => void (all.get(item.id) === listeners && all.delete(item.id))
  }, [item.id, listeners])
  return (
    <div ref={setNodeRef} class="monthly-slot" data-item={item.id}>
      <a class="monthly-chip row-title" data-late={late || undefined} data-dragging={isDragging || undefined} {...chip}>
        <ChipText item={item} />
      </a>
    </div>
  )
}

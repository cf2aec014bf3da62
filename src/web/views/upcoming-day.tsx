import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { ItemRow } from '#web/ui/item-row.tsx'
import { formatDay, formatLongDay } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { renderGrip } from '#web/dnd/grip.tsx'
import { ItemList } from '#web/list/item-list.tsx'
import { rowHeights } from '#web/list/row-height.ts'
import { Rows } from '#web/list/rows.tsx'
import type { DayEntries } from './upcoming-days.ts'

/** `Today`, `Tomorrow`, `Thursday`. */
export function dayName(date: Day, today: Day, tomorrow: Day): string {
  if (date === today) return 'Today'
  return date === tomorrow ? 'Tomorrow' : formatLongDay(date).split(' ')[0]!
}

/** Items of one day, then what will have come again by then. */
export function DayLists({ day: { date, items, ghosts } }: { day: DayEntries }) {
  const label = formatLongDay(date)
  return (
    <>
      <ItemList label={label} items={items} showDue={false} before={renderGrip} />
      {ghosts.length > 0 && <Ghosts label={`${label}, again`} items={ghosts} />}
    </>
  )
}

function Ghosts({ label, items }: { label: string; items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const today = context.replica.today.value
  const shown = { showDue: false }
  return (
    <Rows
      areGhosts
      label={label}
      items={items}
      heightOf={rowHeights(shown, today)}
      row={(item) => (
        <ItemRow
          key={item.id}
          {...shown}
          ghost
          item={item}
          today={today}
          onDone={() => {}}
          onOpen={() => openItem.open(item.id)}
          projectTitle={item.project ? context.of(item.id).titleOfProject(item.project) : undefined}
        />
      )}
    />
  )
}

/** `24 Nov` beside the name of the day. */
export const dayDate = (date: Day, today: Day): string => formatDay(date, today)

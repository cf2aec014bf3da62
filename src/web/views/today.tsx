import { ViewHead } from '#web/ui/view-head.tsx'
import { AddHint, Empty, Loading } from '#web/ui/view-state.tsx'
import { formatCount, formatDuration } from '#web/format/amounts.ts'
import { formatLongDay } from '#web/format/days.ts'
import type { PlacedItem } from '#domain/items.ts'
import { allStates, useAccountContext } from '#web/live/account-context.tsx'
import { dragToLists } from '#web/dnd/drag-to-lists.ts'
import { ItemSection } from '#web/list/item-section.tsx'

export function TodayView() {
  const context = useAccountContext()
  const { isEmpty } = context.replica
  const today = context.replica.today.value
  const states = allStates(context)
  const view = context.todayView.value
  const hasItems = states.some(({ items }) => items.size > 0)
  const sections: [title: string, items: PlacedItem[]][] = [
    ['Overdue', view.overdue],
    ['Today', view.today],
    ['In progress', view.doing],
    ['Priority, no date', view.priority],
  ]
  const sum = formatCount(view.count, 'item') + (view.estimate ? `, about ${formatDuration(view.estimate)}` : '')
  return (
    <>
      <ViewHead title="Today" count={view.count} aside={formatLongDay(today)} sum={view.count > 0 && sum} />
      {isEmpty.value && <Loading />}
      {!isEmpty.value && !hasItems && (
        <Empty icon="sun" title="Start with a line" act={<AddHint line="Call the dentist tomorrow p2" />}>
          Todos, chores, projects, gifts and groceries: what a line says decides what it becomes.
        </Empty>
      )}
      {!isEmpty.value && hasItems && view.count === 0 && (
        <Empty icon="sun" title="Nothing left for today" act={<AddHint />}>
          Enjoy the quiet, or look at what is coming.
        </Empty>
      )}
      <div
        onMouseDown={(event) => dragToLists(context, event)}
        onDragStart={(event) => event.preventDefault()} // a title is a link, which browsers drag by themselves
      >
        {sections.map(([title, shown]) => (
          <ItemSection
            key={title}
            label={title}
            items={shown}
            late={title === 'Overdue'}
            showDue={title !== 'Today'}
            showSpace
          />
        ))}
      </div>
    </>
  )
}

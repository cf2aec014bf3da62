import { todayView } from '#domain/views.ts'
import { ViewHead } from '#web/ui/view-head.tsx'
import { AddHint, Empty, Loading } from '#web/ui/view-state.tsx'
import { formatCount, formatDuration } from '#web/format/amounts.ts'
import { formatLongDay } from '#web/format/days.ts'
import type { PlacedItem } from '#domain/items.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { dragToLists } from '#web/dnd/drag-to-lists.ts'
import { ItemSection } from '#web/list/item-section.tsx'

export function TodayView() {
  const context = useAccountContext()
  const { items, projects } = context.replica.state.value
  const today = context.replica.today.value
  const active = [...items.values()].filter(
    ({ project }) => project === null || projects.get(project)?.status === 'active',
  )
  const view = todayView(active, today)
  const placed = (id: string) => items.get(id)!
  const sections: [title: string, items: PlacedItem[]][] = [
    ['Overdue', view.overdue.map(({ id }) => placed(id))],
    ['Today', view.today.map(({ id }) => placed(id))],
    ['In progress', view.doing.map(({ id }) => placed(id))],
    ['Priority, no date', view.priority.map(({ id }) => placed(id))],
  ]
  const sum = formatCount(view.count, 'item') + (view.estimate ? `, about ${formatDuration(view.estimate)}` : '')
  return (
    <>
      <ViewHead title="Today" count={view.count} aside={formatLongDay(today)} sum={view.count > 0 && sum} />
      {context.replica.isEmpty.value && <Loading />}
      {!context.replica.isEmpty.value && items.size === 0 && (
        <Empty icon="sun" title="Start with a line" act={<AddHint line="Call the dentist tomorrow p2" />}>
          Todos, chores, projects, gifts and groceries: what a line says decides what it becomes.
        </Empty>
      )}
      {!context.replica.isEmpty.value && items.size > 0 && view.count === 0 && (
        <Empty icon="sun" title="Nothing left for today" act={<AddHint />}>
          Enjoy the quiet, or look at what is coming.
        </Empty>
      )}
      <div
        onMouseDown={(event) => dragToLists(context, event)}
        onDragStart={(event) => event.preventDefault()} // a title is a link, which browsers drag by themselves
      >
        {sections.map(([title, shown]) => (
          <ItemSection key={title} label={title} items={shown} late={title === 'Overdue'} showDue={title !== 'Today'} />
        ))}
      </div>
    </>
  )
}

import { ViewHead } from '#web/ui/view-head.tsx'
import { AddHint, Empty } from '#web/ui/view-state.tsx'
import { formatCount, formatDuration } from '#web/format/amounts.ts'
import type { PlacedItem } from '#domain/items.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ByPriority } from '#web/dnd/by-priority.tsx'
import { LoadingView } from './loading-view.tsx'

/** How many, and how long they take: `23 items, about 3 h 10 min`. */
function summarise(items: readonly PlacedItem[], one = 'item'): string {
  const minutes = items.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0)
  return formatCount(items.length, one) + (minutes ? `, about ${formatDuration(minutes)}` : '')
}

export function TodosView() {
  const context = useAccountContext()
  if (context.replica.isEmpty.value) return <LoadingView title="Todos" />
  const items = context.pool('todos')
  return (
    <>
      <ViewHead title="Todos" count={items.length} sum={items.length > 0 && summarise(items, 'todo')} />
      {items.length === 0 && (
        <Empty icon="check" title="No todos" act={<AddHint />}>
          Whatever is on your mind can be put down here.
        </Empty>
      )}
      <ByPriority items={items} />
    </>
  )
}

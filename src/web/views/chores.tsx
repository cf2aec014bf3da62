import { ViewHead } from '#web/ui/view-head.tsx'
import { AddHint, Empty } from '#web/ui/view-state.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ByPriority } from '#web/dnd/by-priority.tsx'
import { LoadingView } from './loading-view.tsx'
import './chores.css'

export function ChoresView() {
  const context = useAccountContext()
  if (context.replica.isEmpty.value) return <LoadingView title="Chores" />
  const items = context.pool('chores')
  const today = context.replica.today.value
  const due = items.filter((item) => item.due !== null && item.due <= today).length
  return (
    <div class="chores">
      <ViewHead
        title="Chores"
        count={items.length}
        sum={items.length > 0 && `${formatCount(items.length, 'chore')}, ${due ? `${due} due` : 'none due today'}`}
      />
      {items.length === 0 && (
        <Empty icon="loop" title="No chores" act={<AddHint line="chore: Water the plants every week" />}>
          What comes back again and again lives here.
        </Empty>
      )}
      <ByPriority items={items} showLastDone />
    </div>
  )
}

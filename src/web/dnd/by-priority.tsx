import { createPortal } from 'preact/compat'
import type { PlacedItem } from '#domain/items.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import type { ShownDetails } from '#web/ui/item-row-meta.tsx'
import { Dragging, useDragState } from './dragging.tsx'
import { dropBeside, nudgeInOrder, SortableSection } from './sortable-list.tsx'
import { useRootMark } from '#web/ui/root-mark.ts'
import { useZone } from './use-zone.ts'

const PRIORITIES = [1, 2, 3, 4, 5] as const
const NAMES = { 1: 'Urgent', 2: 'High', 3: 'Normal', 4: 'Low', 5: 'Someday' }
const ZONE = 'priority:'

/** Items in sections by priority, put into order by dragging, from section to section too. */
export function ByPriority({ items, ...shown }: ShownDetails & { items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const titleOf = (priority: number) => `P${priority} ${NAMES[priority as 1]}`
  return (
    <Dragging
      onDrop={(dropped, target) => {
        if ('row' in target) dropBeside(context, items, dropped[0]!, target)
        else context.actions.update([dropped[0]!], { priority: Number(target.zone.slice(ZONE.length)) })
      }}
      describe={(target) => {
        if ('zone' in target) return `To ${titleOf(Number(target.zone.slice(ZONE.length)))}`
        const other = context.item(target.row)
        return other
          ? `${target.side === 'before' ? 'Before' : 'After'} ${other.title}, ${titleOf(other.priority)}`
          : ''
      }}
      onNudge={(item, arrow) => nudgeInOrder(context, items, item, arrow)}
    >
      {PRIORITIES.map((priority) => (
        <SortableSection
          key={priority}
          {...shown}
          label={titleOf(priority)}
          list={String(priority)}
          items={items.filter((item) => item.priority === priority)}
        />
      ))}
      <PriorityStrip />
    </Dragging>
  )
}

/** All priorities, beside the list while something is dragged: those without items too, and those far away. */
export function PriorityStrip() {
  const { dragged } = useDragState()
  const [item] = dragged.value
  useRootMark('data-strip', item !== undefined)
  if (!item) return null
  return createPortal(
    <div class="priority-strip" aria-hidden="true">
      {PRIORITIES.filter((priority) => priority !== item.priority).map((priority) => (
        <Target key={priority} priority={priority} />
      ))}
    </div>,
    document.body,
  )
}

function Target({ priority }: { priority: 1 | 2 | 3 | 4 | 5 }) {
  const { zoneRef, over } = useZone(`${ZONE}${priority}`, true)
  return (
    <div ref={zoneRef} class="priority-target" data-over={over || undefined} data-priority={priority}>
      <b>P{priority}</b> <span>{NAMES[priority]}</span>
    </div>
  )
}

import { useDroppable } from '@dnd-kit/core'
import { useDragState } from './dragging.tsx'

/** A day, a column, a priority: something that items are dropped on as a whole. */
export function useZone(
  id: string,
  pinned = false,
): { zoneRef: (element: HTMLElement | null) => void; over: boolean; dragging: boolean } {
  const { target, dragged } = useDragState()
  const { setNodeRef } = useDroppable({ id, data: { zone: true, pinned } })
  const to = target.value
  return {
    zoneRef: setNodeRef,
    over: to !== null && 'zone' in to && to.zone === id,
    dragging: dragged.value.length > 0,
  }
}

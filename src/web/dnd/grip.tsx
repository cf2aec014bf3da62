import { useDraggable, useDroppable } from '@dnd-kit/core'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useDragState } from './dragging.tsx'

interface Props {
  item: PlacedItem
  /** With it the row is a target among the rows of that list. */
  list?: string
}

/** The handle of a row: goes into its `before` slot and makes the whole row draggable. */
export function Grip({ item, list }: Props) {
  const button = useRef<HTMLButtonElement>(null)
  const { target, listeners: all } = useDragState()
  const { listeners, attributes, isDragging, setNodeRef, setActivatorNodeRef } = useDraggable({ id: item.id })
  const { setNodeRef: setTarget } = useDroppable({ id: item.id, disabled: list === undefined, data: { list } })

  useLayoutEffect(() => {
    const row = button.current!.closest<HTMLElement>('[data-item]')
    setNodeRef(row)
    setTarget(list === undefined ? null : row)
    setActivatorNodeRef(button.current)
  }, [item.id, list])
  useEffect(() => {
    all.set(item.id, listeners)
    return () => {
      if (all.get(item.id) === listeners) all.delete(item.id)
    }
  }, [item.id, listeners])

  const to = target.value
  const side = to && 'row' in to && to.row === item.id ? to.side : null
  return (
    <>
      <button
        ref={button}
        type="button"
        class="grip"
        aria-label={`Move: ${item.title}`}
        aria-describedby={attributes['aria-describedby']}
        data-dragging={isDragging || undefined}
        onKeyDown={(event) => (listeners?.onKeyDown as ((event: KeyboardEvent) => void) | undefined)?.(event)}
      >
        <Icon name="grip" />
      </button>
      {side && <i class="drop-line" data-side={side} />}
    </>
  )
}

/** The handle of a row that is a target of nothing itself. */
export const renderGrip = (item: PlacedItem) => <Grip item={item} />

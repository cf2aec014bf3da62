import {
  DndContext,
  type DragMoveEvent,
  DragOverlay,
  type DragStartEvent,
  getClientRect,
  KeyboardSensor,
  MouseSensor,
  TouchSensor,
  useSensor,
  useSensors,
} from '@dnd-kit/core'
import { type Signal, useSignal } from '@preact/signals'
import { type ComponentChildren, createContext } from 'preact'
import { createPortal } from 'preact/compat'
import { useContext, useEffect, useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected } from '#web/live/selection.ts'
import { scrollAtEdges } from './edge-scroll.ts'
import { dropOnList, listUnderPointer, watchLists } from './list-drop.ts'
import { refocus } from './refocus.ts'
import { detectNearest, type DropTarget, dropTargetOf, stepByKey } from './drop-target.ts'
import { DragPreview } from './drag-preview.tsx'
import './dnd.css'

export type ArrowKey = 'ArrowUp' | 'ArrowDown' | 'ArrowLeft' | 'ArrowRight'
type Listeners = Record<string, Function> | undefined

interface DragState {
  /** What is being dragged: one item, or all that are selected. */
  dragged: Signal<readonly PlacedItem[]>
  target: Signal<DropTarget | null>
  listeners: Map<string, Listeners>
}

interface Props {
  /** The first is the one that was taken hold of. */
  onDrop: (items: readonly PlacedItem[], target: DropTarget) => void
  /** A place in words, as a screen reader says it. */
  describe: (target: DropTarget, item: PlacedItem) => string
  /** Alt and an arrow on a focused item; gives what happened, or null when nothing can. */
  onNudge?: (item: PlacedItem, arrow: ArrowKey) => string | null
  /** Several selected items move together. */
  movesSelection?: boolean
  /** The view stands still while something is dragged: all of it is seen. */
  isStill?: boolean
  children: ComponentChildren
}

const Context = createContext<DragState | null>(null)
export const useDragState = () => useContext(Context)!

const INSTRUCTIONS =
  'Press space to pick it up, the arrow keys to move it, space again to drop it, escape to put it back. ' +
  'Alt and an arrow key move it at once.'
const NO_ANNOUNCEMENTS = {
  onDragStart: () => undefined,
  onDragOver: () => undefined,
  onDragEnd: () => undefined,
  onDragCancel: () => undefined,
}
const MEASURING = { droppable: { measure: getClientRect }, draggable: { measure: getClientRect } }

/** A click comes within this time after a drag ends. */
const CLICK_FOLLOWS_MS = 80

/** The click that ends a drag opens nothing. */
function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), CLICK_FOLLOWS_MS)
}

/** The row of an item that can be dragged, around an element. */
function draggableRow(element: Element): HTMLElement | null {
  return element.closest<HTMLElement>('[data-item]:not([data-ghost])')
}

/** What is dragged and where to, with the handlers that keep track of it. */
function useDragHandlers({ onDrop, describe, onNudge, movesSelection, isStill }: Omit<Props, 'children'>) {
  const context = useAccountContext()
  const dragged = useSignal<readonly PlacedItem[]>([])
  const target = useSignal<DropTarget | null>(null)
  const announcement = useSignal('')
  const listeners = useRef(new Map<string, Listeners>())
  const stopFollowing = useRef(() => {})
  useEffect(() => () => stopFollowing.current(), [])
  const state = useRef<DragState>({ dragged, target, listeners: listeners.current })

  function start({ active, activatorEvent }: DragStartEvent) {
    const item = context.item(String(active.id))
    if (!item) return
    if (!(activatorEvent instanceof KeyboardEvent)) {
      const stop = [isStill ? () => {} : scrollAtEdges(), watchLists(activatorEvent.target)]
      stopFollowing.current = () => stop.forEach((one) => one())
    }
    const others =
      movesSelection && selected.peek().has(item.id)
        ? [...selected.peek()].map(context.item).filter((one) => one !== undefined && one.id !== item.id)
        : []
    dragged.value = [item, ...(others as PlacedItem[])]
    announcement.value = `Picked up ${item.title}.`
  }

  function move({ active, collisions }: DragMoveEvent) {
    const next = listUnderPointer.peek() ? null : dropTargetOf(collisions, String(active.id))
    if (JSON.stringify(next) === JSON.stringify(target.peek())) return
    target.value = next
    const [item] = dragged.peek()
    if (item) announcement.value = next ? `${describe(next, item)}.` : 'Where it was.'
  }

  function end(isDropped: boolean) {
    const [items, to, list] = [dragged.peek(), target.peek(), listUnderPointer.peek()]
    stopFollowing.current()
    swallowClick()
    dragged.value = []
    target.value = null
    const [item] = items
    if (!item) return
    if (isDropped && list) {
      announcement.value = 'Dropped.'
      return dropOnList(context, list, items)
    }
    announcement.value = isDropped && to ? `Dropped: ${describe(to, item)}.` : 'Put back.'
    if (isDropped && to) onDrop(items, to)
    refocus(item.id)
  }

  /** Presses on a row start a drag, except on what has a use of its own. */
  const forwardPress = (name: 'onMouseDown' | 'onTouchStart') => (event: Event) => {
    const from = event.target as Element
    const row = draggableRow(from)
    if (row && !from.closest('input, textarea, select, .row-tools'))
      listeners.current.get(row.dataset.item!)?.[name]?.(event)
  }

  function nudge(event: KeyboardEvent) {
    if (!event.altKey || !event.key.startsWith('Arrow') || dragged.peek().length) return
    const row = draggableRow(event.target as Element)
    const item = row && context.item(row.dataset.item!)
    if (!item || !onNudge) return
    const message = onNudge(item, event.key as ArrowKey)
    event.preventDefault()
    announcement.value = message ?? 'It cannot go further.'
    refocus(item.id)
  }

  return { state: state.current, announcement, start, move, end, forwardPress, nudge }
}

/**
 * Items inside can be taken by mouse, by a long press, or by their handle with the keyboard,
 * and dropped on what stands inside.
 */
export function Dragging({ children, ...props }: Props) {
  const { state, announcement, start, move, end, forwardPress, nudge } = useDragHandlers(props)
  const dragged = state.dragged.value
  const sensors = useSensors(
    useSensor(MouseSensor, { activationConstraint: { distance: 6 } }),
    useSensor(TouchSensor, { activationConstraint: { delay: 250, tolerance: 8 } }),
    useSensor(KeyboardSensor, { coordinateGetter: stepByKey }),
  )
  return (
    <Context.Provider value={state}>
      <DndContext
        sensors={sensors}
        collisionDetection={detectNearest}
        measuring={MEASURING}
        autoScroll={false}
        accessibility={{
          announcements: NO_ANNOUNCEMENTS,
          screenReaderInstructions: { draggable: INSTRUCTIONS },
          restoreFocus: false,
        }}
        onDragStart={start}
        onDragMove={move}
        onDragOver={move}
        onDragEnd={() => end(true)}
        onDragCancel={() => end(false)}
      >
        <div
          class="dragging"
          onMouseDown={forwardPress('onMouseDown')}
          onTouchStart={forwardPress('onTouchStart')}
          onKeyDown={nudge}
        >
          {children}
        </div>
        {createPortal(
          <DragOverlay dropAnimation={null} className="lifted-place">
            {dragged[0] && <DragPreview items={dragged} />}
          </DragOverlay>,
          document.body,
        )}
      </DndContext>
      <div class="unseen drag-announcement" aria-live="assertive">
        {announcement.value}
      </div>
    </Context.Provider>
  )
}

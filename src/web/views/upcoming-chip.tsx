import { useDraggable } from '@dnd-kit/core'
import type { ComponentChildren } from 'preact'
import { useEffect } from 'preact/hooks'
import type { Item } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { Icon } from '#web/ui/icon.tsx'
import { kindColour } from '#web/ui/kinds.ts'
import { useDragState } from '#web/dnd/dragging.tsx'

interface Props<T> {
  item: T
  /** Under the title. */
  children?: ComponentChildren
}

function useChip(item: Item) {
  const openItem = useOpenItem()
  return {
    href: `?item=${item.id}`,
    'aria-current': openItem.id === item.id ? ('true' as const) : undefined,
    style: { '--tone': kindColour(item.kind) },
    title: item.at ? `${item.at} ${item.title}` : item.title,
    onClick: (event: MouseEvent) => {
      event.preventDefault()
      if (event.ctrlKey || event.metaKey || event.shiftKey) toggleSelected(item.id, 'one')
      else openItem.open(item.id)
    },
  }
}

const ChipText = ({ item: { at, title } }: { item: Item }) => (
  <span>
    {at && <b>{at} </b>}
    <bdi>{title}</bdi>
  </span>
)

/** A coming occurrence of what recurs. */
export const GhostChip = ({ item, children }: Props<Item>) => (
  <a class="monthly-chip" data-ghost {...useChip(item)}>
    <Icon name="loop" size={11} />
    <ChipText item={item} />
    {children}
  </a>
)

/** An item in a calendar, which can be dragged to another day. */
export function DayChip({ item, late, children }: Props<PlacedItem> & { late?: boolean }) {
  const chip = useChip(item)
  const { listeners: all } = useDragState()
  const { listeners, setNodeRef, isDragging } = useDraggable({ id: item.id })
  useEffect(() => {
    all.set(item.id, listeners)
    return () => void (all.get(item.id) === listeners && all.delete(item.id))
  }, [item.id, listeners])
  return (
    <div
      ref={setNodeRef}
      class="monthly-slot"
      data-item={item.id}
      data-selected={selected.value.has(item.id) || undefined}
    >
      <a class="monthly-chip row-title" data-late={late || undefined} data-dragging={isDragging || undefined} {...chip}>
        <ChipText item={item} />
        {children}
      </a>
    </div>
  )
}

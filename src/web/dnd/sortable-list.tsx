import { useCallback } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { ItemList, type ItemListProps } from '#web/list/item-list.tsx'
import { ItemSection, type ItemSectionProps } from '#web/list/item-section.tsx'
import type { ArrowKey } from './dragging.tsx'
import type { DropTarget } from './drop-target.ts'
import { Grip } from './grip.tsx'

type Props = Omit<ItemListProps, 'before'> & {
  /** Rows of one list stand among each other. */
  list: string
}

const useHandle = (list: string) =>
  useCallback((item: PlacedItem) => isOpen(item) && <Grip item={item} list={list} />, [list])

/** A list whose rows can be put into another order; stands inside `Dragging`. */
export function SortableList({ list, ...rest }: Props) {
  return <ItemList {...rest} before={useHandle(list)} />
}

/** The same in a section of its own. */
export function SortableSection({ list, ...rest }: Omit<ItemSectionProps, 'before'> & Pick<Props, 'list'>) {
  return <ItemSection {...rest} before={useHandle(list)} />
}

/** Puts an item beside another, unless it stands there. */
export function dropBeside(
  context: AccountContext,
  rows: readonly PlacedItem[],
  item: PlacedItem,
  target: Extract<DropTarget, { row: string }>,
): void {
  const at = rows.findIndex(({ id }) => id === item.id)
  const to = rows.findIndex(({ id }) => id === target.row)
  const other = rows[to]
  const stays = at >= 0 && to - at === (target.side === 'before' ? 1 : -1) && other?.priority === item.priority
  if (!stays) context.actions.move(item, target.side === 'before' ? { before: target.row } : { after: target.row })
}

/** Moves an item up or down among the rows that are seen, into the next priority where they end. */
export function nudgeInOrder(
  context: AccountContext,
  rows: readonly PlacedItem[],
  item: PlacedItem,
  arrow: ArrowKey,
): string | null {
  const step = { ArrowUp: -1, ArrowDown: 1, ArrowLeft: 0, ArrowRight: 0 }[arrow]
  const at = rows.findIndex(({ id }) => id === item.id)
  if (!step || at < 0) return null
  const other = rows[at + step]
  const priority = item.priority + step
  if (other) {
    const passes = other.priority === item.priority
    context.actions.move(item, step < 0 === passes ? { before: other.id } : { after: other.id })
    return passes
      ? `Moved ${step < 0 ? 'up, before' : 'down, after'} ${other.title}.`
      : `Moved to priority ${other.priority}.`
  }
  if (priority < 1 || priority > 5) return null
  context.actions.update([item], { priority })
  return `Moved to priority ${priority}.`
}

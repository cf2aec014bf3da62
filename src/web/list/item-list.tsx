import { memo } from 'preact/compat'
import { useCallback, useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { ItemRow, type ItemRowProps } from '#web/ui/item-row.tsx'
import { isPhone } from '#web/ui/screen-width.ts'
import type { ShownDetails } from '#web/ui/item-row-meta.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { useFading } from './fading.ts'
import { pointing, RowActions } from './row-actions.tsx'
import { rowHeights } from './row-height.ts'
import { Rows } from './rows.tsx'

export interface ItemListProps extends ShownDetails {
  label: string
  /** In the order in which they stand. */
  items: readonly PlacedItem[]
  /** Stays the same function from one rendering to the next, so that only rows that change are drawn again. */
  before?: (item: PlacedItem) => ItemRowProps['before']
}

/** A list of items that can be done, opened and selected; those just done fade where they stood. */
export function ItemList(props: ItemListProps) {
  return <Items {...props} items={useFading(props.items)} />
}

export function Items({ label, items, ...rest }: ItemListProps) {
  const openItem = useOpenItem()
  const today = useAccountContext().replica.today.value
  const latest = useRef(openItem)
  latest.current = openItem
  const onOpen = useCallback(({ id }: { id: string }) => {
    if (isPhone.peek() && selected.peek().size) toggleSelected(id, 'one')
    else latest.current.open(id)
  }, [])
  return (
    <Rows
      label={label}
      items={items}
      heightOf={rowHeights(rest, today)}
      row={(item) => <ListRow key={item.id} {...rest} onOpen={onOpen} item={item} open={openItem.id === item.id} />}
    />
  )
}

type ListRowProps = ShownDetails &
  Pick<ItemListProps, 'before'> &
  Pick<ItemRowProps, 'onOpen' | 'open'> & { item: PlacedItem }

const ListRow = memo(function ListRow({ before, ...props }: ListRowProps) {
  const { item } = props
  const context = useAccountContext().of(item.id)
  const today = context.replica.today.value
  return (
    <ItemRow
      {...props}
      today={today}
      time={item.at && item.due === today ? context.replica.time.value : undefined}
      onDone={() =>
        item.status === 'done' ? context.actions.apply('items.reopen', [item]) : context.actions.done([item])
      }
      onSelect={(_, how) => toggleSelected(item.id, how)}
      selected={selected.value.has(item.id)}
      projectTitle={item.project ? context.titleOfProject(item.project) : undefined}
      featureTitle={item.feature ? context.titleOfFeature(item.feature) : undefined}
      before={before?.(item)}
      actions={<RowActions item={item} />}
      {...pointing(item.id)}
    />
  )
})

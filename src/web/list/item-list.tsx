import { memo } from 'preact/compat'
import { useCallback, useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { ItemRow, type ItemRowProps, ItemRows } from '#web/ui/item-row.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { useFading } from './fading.ts'
import { Virtual } from './virtual.tsx'

type Shown = Pick<ItemRowProps, 'showDue' | 'showKind' | 'showProject' | 'showLastDone'>

export interface ItemListProps extends Shown {
  label: string
  /** In the order in which they stand. */
  items: readonly PlacedItem[]
  /** Stays the same function from one rendering to the next, so that only rows that change are drawn again. */
  before?: (item: PlacedItem) => ItemRowProps['before']
}

const MIN_VIRTUAL = 120

/** A list of items that can be done, opened and chosen; those just done fade where they stood. */
export function ItemList(props: ItemListProps) {
  return <Items {...props} items={useFading(props.items)} />
}

/** Long lists render only what is seen. */
export function Items({ label, items, ...rest }: ItemListProps) {
  const openItem = useOpenItem()
  const latest = useRef(openItem)
  latest.current = openItem
  const onOpen = useCallback(({ id }: { id: string }) => latest.current.open(id), [])
  const same = { ...rest, onOpen }
  if (items.length > MIN_VIRTUAL)
    return (
      <Virtual
        label={label}
        items={items}
        row={(item, place) => <ListRow key={item.id} {...same} {...place} item={item} open={openItem.id === item.id} />}
      />
    )
  return (
    <ItemRows label={label}>
      {items.map((item) => (
        <ListRow key={item.id} {...same} item={item} open={openItem.id === item.id} />
      ))}
    </ItemRows>
  )
}

type ListRowProps = Shown &
  Pick<ItemListProps, 'before'> &
  Pick<ItemRowProps, 'onOpen' | 'open' | 'rowRef' | 'index' | 'count'> & { item: PlacedItem }

const ListRow = memo(function ListRow({ before, ...props }: ListRowProps) {
  const context = useAccountContext()
  const { item } = props
  return (
    <ItemRow
      {...props}
      today={context.replica.today.value}
      onDone={() =>
        item.status === 'done' ? context.actions.apply('items.reopen', [item]) : context.actions.done([item])
      }
      onSelect={(_, how) => toggleSelected(item.id, how)}
      selected={selected.value.has(item.id)}
      projectTitle={item.project ? context.titleOfProject(item.project) : undefined}
      featureTitle={item.feature ? context.titleOfFeature(item.feature) : undefined}
      before={before?.(item)}
    />
  )
})

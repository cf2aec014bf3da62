import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/frame/place.ts'
import { Row, type RowProps, Rows } from '#web/ui/row.tsx'
import { selected, useLive } from '../app/live.tsx'
import { useFading } from './fading.ts'
import { choose } from './selection.ts'
import { Virtual } from './virtual.tsx'

type Shown = Pick<RowProps, 'showDue' | 'showKind' | 'showProject' | 'showLastDone'>

export interface ItemListProps extends Shown {
  label: string
  /** In the order in which they stand. */
  items: readonly PlacedItem[]
  before?: (item: PlacedItem) => RowProps['before']
  tools?: (item: PlacedItem) => RowProps['tools']
}

const MANY = 120

/** A list of items that can be done, opened and chosen; those just done fade where they stood. */
export function ItemList(props: ItemListProps) {
  return <Items {...props} items={useFading(props.items)} />
}

/** Long lists render only what is seen. */
export function Items({ label, items, before, tools, ...shown }: ItemListProps) {
  const live = useLive()
  const openItem = useOpenItem()
  const row = (item: PlacedItem, more: Pick<RowProps, 'rowRef' | 'style'> = {}) => (
    <Row
      key={item.id}
      {...shown}
      {...more}
      item={item}
      today={live.replica.today.value}
      onDone={() => (item.status === 'done' ? live.actions.verb('reopen', [item]) : live.actions.done([item]))}
      onOpen={() => openItem.open(item.id)}
      onSelect={(_, how) => choose(item.id, how)}
      selected={selected.value.has(item.id)}
      open={openItem.id === item.id}
      projectTitle={item.project ? live.titleOfProject(item.project) : undefined}
      featureTitle={item.feature ? live.titleOfFeature(item.feature) : undefined}
      before={before?.(item)}
      tools={tools?.(item)}
    />
  )
  if (items.length > MANY) return <Virtual label={label} items={items} row={row} />
  return <Rows label={label}>{items.map((item) => row(item))}</Rows>
}

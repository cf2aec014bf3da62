import { memo } from 'preact/compat'
import { amountPhrase, splitAmount } from '#domain/amounts.ts'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { IconButton } from '#web/ui/button.tsx'
import { ItemRow } from '#web/ui/item-row.tsx'
import type { ShownDetails } from '#web/ui/item-row-meta.tsx'
import { Grip } from '#web/dnd/grip.tsx'
import { capitalise } from '#web/format/text.ts'
import { rowHeights } from '#web/list/row-height.ts'
import { Rows } from '#web/list/rows.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { putInCart, takeOutOfCart } from './groceries-cart.ts'

const TAP_MS = 700
let tappedAt = 0

/** A finger or a mouse, as against Enter, which opens what it stands on. */
export function noteTap(): void {
  tappedAt = Date.now()
}

interface ListProps {
  label: string
  items: readonly PlacedItem[]
  /** The store that stands above them. */
  store?: string
  showDue?: boolean
  /** Can be dragged into another aisle. */
  canMove?: boolean
}

/** Things to get, or in the cart. */
export function GroceryList({ label, items, store, showDue = false, canMove }: ListProps) {
  const today = useAccountContext().replica.today.value
  const shown = { showKind: false, showDue, hiddenTag: store }
  return (
    <Rows
      label={label}
      items={items}
      heightOf={rowHeights(shown, today, 'big')}
      row={(item) => <GroceryRow key={item.id} {...shown} item={item} canMove={canMove} />}
    />
  )
}

type RowProps = ShownDetails & { item: PlacedItem; canMove?: boolean }

/** A tap anywhere puts it in the cart or takes it out; Enter and the button at the end open it. */
const GroceryRow = memo(function GroceryRow({ item, canMove, ...rest }: RowProps) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const move = () => (item.status === 'done' ? takeOutOfCart(context, item) : putInCart(context, item))
  const open = () => openItem.open(item.id)
  const { name, amount } = splitAmount(item.title)
  return (
    <ItemRow
      {...rest}
      item={item}
      title={amount ? capitalise(name) : name}
      end={amount && amountPhrase(amount)}
      before={canMove && <Grip item={item} />}
      today={context.replica.today.value}
      onDone={move}
      onOpen={() => (Date.now() - tappedAt < TAP_MS ? move() : open())}
      onSelect={(_, how) => toggleSelected(item.id, how)}
      selected={selected.value.has(item.id)}
      open={openItem.id === item.id}
      tools={<IconButton icon="more" label={`Open ${item.title}`} onClick={open} />}
    />
  )
})

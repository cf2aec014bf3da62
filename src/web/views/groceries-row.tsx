import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { IconButton } from '#web/ui/button.tsx'
import { ItemRow } from '#web/ui/item-row.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { putInCart, takeOutOfCart } from './groceries-cart.ts'

const TAP_MS = 700
let tappedAt = 0

/** A finger or a mouse, as against Enter, which opens what it stands on. */
export function noteTap(): void {
  tappedAt = Date.now()
}

interface Props {
  item: PlacedItem
  /** Its store stands above it. */
  under?: string
  showDue?: boolean
}

/** A tap anywhere puts it in the cart or takes it out; Enter and the button at the end open it. */
export function GroceryRow({ item, under, showDue = false }: Props) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  const move = () => (item.status === 'done' ? takeOutOfCart(context, item) : putInCart(context, item))
  const open = () => openItem.open(item.id)
  return (
    <ItemRow
      item={under === undefined ? item : { ...item, tags: item.tags.filter((tag) => tag !== under) }}
      today={context.replica.today.value}
      onDone={move}
      onOpen={() => (Date.now() - tappedAt < TAP_MS ? move() : open())}
      onSelect={(_, how) => toggleSelected(item.id, how)}
      selected={selected.value.has(item.id)}
      open={openItem.id === item.id}
      showKind={false}
      showDue={showDue}
      tools={<IconButton icon="more" label={`Open ${item.title}`} onClick={open} />}
    />
  )
}

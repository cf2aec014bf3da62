import { useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { useOpenItem } from '#web/frame/place.ts'
import { IconButton } from '#web/ui/button.tsx'
import { Row } from '#web/ui/row.tsx'
import { selected, useLive } from '../app/live.tsx'
import { choose } from '../list/selection.ts'
import { intoCart, outOfCart } from './groceries-cart.ts'

const TAP_MS = 700

interface Props {
  item: PlacedItem
  /** Its store stands above it. */
  under?: string
  showDue?: boolean
}

/** A tap anywhere puts it in the cart or takes it out; Enter and the button at the end open it. */
export function GroceryRow({ item, under, showDue = false }: Props) {
  const live = useLive()
  const openItem = useOpenItem()
  const tapped = useRef(0)
  const move = () => (item.status === 'done' ? outOfCart(live, item) : intoCart(live, item))
  const open = () => openItem.open(item.id)
  return (
    <div class="grocery" role="presentation" onPointerUp={() => (tapped.current = Date.now())}>
      <Row
        item={under === undefined ? item : { ...item, tags: item.tags.filter((tag) => tag !== under) }}
        today={live.replica.today.value}
        onDone={move}
        onOpen={() => (Date.now() - tapped.current < TAP_MS ? move() : open())}
        onSelect={(_, how) => choose(item.id, how)}
        selected={selected.value.has(item.id)}
        open={openItem.id === item.id}
        showKind={false}
        showDue={showDue}
        tools={<IconButton icon="more" label={`Open ${item.title}`} onClick={open} />}
      />
    </div>
  )
}

import { splitAmount } from '#domain/amounts.ts'
import type { PlacedItem } from '#domain/items.ts'
import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { AddHint, Empty } from '#web/ui/view-state.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Dragging } from '#web/dnd/dragging.tsx'
import { type Aisle, putIntoAisle } from '#web/live/aisles.ts'
import { aisleOfZone, ByAisle } from './groceries-aisles.tsx'
import { GroceriesAdd } from './groceries-add.tsx'
import { BuyAgain } from './groceries-buy-again.tsx'
import { GroceryList, noteTap } from './groceries-row.tsx'
import { LoadingView } from './loading-view.tsx'
import './groceries.css'

const TITLE = 'Groceries'
const ANYWHERE = ''
const IN_CART_MS = 12 * 3_600_000

/** What is to be picked up, by store; untagged things can be had anywhere. */
function groupByStore(items: readonly PlacedItem[]): [store: string, items: PlacedItem[]][] {
  const stores = new Map<string, PlacedItem[]>()
  for (const item of items) {
    const store = item.tags[0] ?? ANYWHERE
    const group = stores.get(store)
    if (group) group.push(item)
    else stores.set(store, [item])
  }
  return [...stores].toSorted(([a], [b]) => Number(!a) - Number(!b) || a.localeCompare(b))
}

function itemsInCart(items: Iterable<PlacedItem>): PlacedItem[] {
  const since = new Date(Date.now() - IN_CART_MS).toISOString()
  const found: PlacedItem[] = []
  for (const item of items)
    if (item.kind === 'grocery' && item.status === 'done' && item.done_at! >= since) found.push(item)
  return found.toSorted((a, b) => (a.done_at! < b.done_at! ? 1 : -1))
}

export function GroceriesView() {
  const context = useAccountContext()
  const today = context.replica.today.value
  if (context.replica.isEmpty.value) return <LoadingView title={TITLE} />
  const open = context.pool('groceries')
  const wanted = open.filter(({ due }) => !due || due <= today)
  const later = open.filter(({ due }) => due && due > today).toSorted((a, b) => (a.due! < b.due! ? -1 : 1))
  const cart = itemsInCart(context.replica.state.value.items.values())
  const stores = groupByStore(wanted)
  const put = (item: PlacedItem, aisle: Aisle) =>
    putIntoAisle(context.replica.me.value.id, splitAmount(item.title).name, aisle)
  return (
    <div class="groceries" onPointerUp={noteTap}>
      <ViewHead
        title={TITLE}
        count={wanted.length}
        sum={
          wanted.length > 0 &&
          `${formatCount(wanted.length, 'thing')} to get${cart.length ? `, ${cart.length} in the cart` : ''}`
        }
      />
      <GroceriesAdd />
      <Dragging
        onDrop={([item], target) => 'zone' in target && put(item!, aisleOfZone(target.zone))}
        describe={(target) => ('zone' in target ? `To ${aisleOfZone(target.zone)}` : '')}
      >
        {stores.map(([store, items]) => (
          <Section key={store} title={store ? capitalise(store) : 'Anywhere'} count={items.length}>
            <ByAisle store={store} label={store || 'Anywhere'} items={items} />
          </Section>
        ))}
      </Dragging>
      {wanted.length === 0 && (
        <Empty
          icon={cart.length ? 'cart' : 'apple'}
          title={cart.length ? 'You have everything' : 'Nothing to get'}
          act={<AddHint line="grocery: milk #market" />}
        >
          {cart.length ? 'Off to the till.' : 'Type above what is missing; a tag is the store.'}
        </Empty>
      )}
      {cart.length > 0 && (
        <Section title="In the cart" count={cart.length} fold="open">
          <GroceryList label="In the cart" items={cart} />
        </Section>
      )}
      {later.length > 0 && (
        <Section title="Later" count={later.length} fold="folded">
          <GroceryList label="Later" items={later} showDue />
        </Section>
      )}
      <BuyAgain open={open} cart={cart} />
    </div>
  )
}

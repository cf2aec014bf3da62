import { useRef } from 'preact/hooks'
import { splitAmount } from '#domain/amounts.ts'
import type { PlacedItem } from '#domain/items.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { type Aisle, aislesOf, moveAisle } from '#web/live/aisles.ts'
import { aisleOf } from '#web/live/guess-aisle.ts'
import { Icon } from '#web/ui/icon.tsx'
import { useZone } from '#web/dnd/use-zone.ts'
import { GroceryList } from './groceries-row.tsx'

const ZONE = 'aisle:'

/** The aisle that a drop target stands for. */
export const aisleOfZone = (zone: string): Aisle => zone.slice(zone.lastIndexOf(':') + 1) as Aisle

/** The things of a store by aisle, in the order in which one walks through it. */
export function ByAisle({ store, label, items }: { store: string; label: string; items: readonly PlacedItem[] }) {
  const userId = useAccountContext().replica.me.value.id
  const byAisle = new Map<Aisle, PlacedItem[]>()
  for (const item of items) {
    const aisle = aisleOf(userId, splitAmount(item.title).name)
    const group = byAisle.get(aisle)
    if (group) group.push(item)
    else byAisle.set(aisle, [item])
  }
  const shown = aislesOf(userId, store).filter((aisle) => byAisle.has(aisle))
  if (shown.length === 1) return <GroceryList label={label} items={items} store={store} canMove />
  return (
    <>
      {shown.map((aisle) => (
        <AisleGroup key={aisle} store={store} label={label} aisle={aisle} shown={shown} items={byAisle.get(aisle)!} />
      ))}
    </>
  )
}

interface GroupProps {
  store: string
  label: string
  aisle: Aisle
  /** All aisles that are shown, in their order. */
  shown: readonly Aisle[]
  items: readonly PlacedItem[]
}

function AisleGroup({ store, label, aisle, shown, items }: GroupProps) {
  const { zoneRef, over } = useZone(`${ZONE}${store}:${aisle}`)
  return (
    <div ref={zoneRef} class="aisle" data-aisle={aisle} data-over={over || undefined}>
      <AisleHead store={store} aisle={aisle} shown={shown} />
      <GroceryList label={`${label}, ${aisle}`} items={items} store={store} canMove />
    </div>
  )
}

/** The name of an aisle, by which it is dragged to where it is in this store. */
function AisleHead({ store, aisle, shown }: Pick<GroupProps, 'store' | 'aisle' | 'shown'>) {
  const userId = useAccountContext().replica.me.value.id
  const head = useRef<HTMLElement>(null)

  /** The aisle beside which the pointer is. */
  function targetAt(y: number): { aisle: Aisle; side: 'before' | 'after' } | null {
    const groups = [...head.current!.closest('.section')!.querySelectorAll<HTMLElement>('.aisle')]
    for (const group of groups) {
      const { top, bottom } = group.getBoundingClientRect()
      if (y >= top && y <= bottom)
        return { aisle: group.dataset.aisle as Aisle, side: y < (top + bottom) / 2 ? 'before' : 'after' }
    }
    return null
  }
  function drag(down: PointerEvent) {
    const grip = down.currentTarget as HTMLElement
    down.preventDefault()
    grip.setPointerCapture(down.pointerId)
    const group = head.current!.parentElement!
    const follow = (event: PointerEvent) => {
      group.style.translate = `0 ${event.clientY - down.clientY}px`
      group.toggleAttribute('data-lifted', true)
    }
    const drop = (event: PointerEvent) => {
      grip.removeEventListener('pointermove', follow)
      group.style.translate = ''
      group.removeAttribute('data-lifted')
      const target = event.type === 'pointerup' ? targetAt(event.clientY) : null
      if (target) moveAisle(userId, store, aisle, target.aisle, target.side)
    }
    grip.addEventListener('pointermove', follow)
    grip.addEventListener('pointerup', drop, { once: true })
    grip.addEventListener('pointercancel', drop, { once: true })
  }
  function step(event: KeyboardEvent) {
    const by = { ArrowUp: -1, ArrowDown: 1 }[event.key]
    const other = by && shown[shown.indexOf(aisle) + by]
    if (!by) return
    event.preventDefault()
    if (!other) return
    moveAisle(userId, store, aisle, other, by < 0 ? 'before' : 'after')
    const grip = event.currentTarget as HTMLElement
    requestAnimationFrame(() => grip.focus())
  }
  return (
    <header ref={head} class="aisle-head">
      <h3>{aisle}</h3>
      <button
        type="button"
        class="aisle-grip"
        aria-label={`Move ${aisle}: arrow keys`}
        onPointerDown={drag}
        onKeyDown={step}
      >
        <Icon name="grip" size={15} />
      </button>
    </header>
  )
}

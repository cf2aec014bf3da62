import type { PlacedItem } from '#domain/items.ts'
import { Row } from '#web/ui/row.tsx'
import { useLive } from '../app/live.tsx'

const nothing = () => {}

/** What follows the pointer. */
export function Lifted({ items }: { items: readonly PlacedItem[] }) {
  const { today } = useLive().replica
  return (
    <ul class="list lifted" aria-hidden="true">
      <Row item={items[0]!} today={today.value} onDone={nothing} onOpen={nothing} />
      {items.length > 1 && <li class="lifted-count">{items.length}</li>}
    </ul>
  )
}

import type { PlacedItem } from '#domain/items.ts'
import { Row } from '#web/ui/row.tsx'
import { useLive } from '#web/live/account-context.tsx'

const nothing = () => {}

/** What follows the pointer. */
export function Lifted({ items }: { items: readonly PlacedItem[] }) {
  const live = useLive()
  const [item] = items
  return (
    <ul class="list lifted" aria-hidden="true">
      <Row
        item={item!}
        today={live.replica.today.value}
        onDone={nothing}
        onOpen={nothing}
        projectTitle={item!.project ? live.titleOfProject(item!.project) : undefined}
      />
      {items.length > 1 && <li class="lifted-count">{items.length}</li>}
    </ul>
  )
}

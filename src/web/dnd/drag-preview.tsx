import type { PlacedItem } from '#domain/items.ts'
import { ItemRow } from '#web/ui/item-row.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'

const nothing = () => {}

/** What follows the pointer. */
export function DragPreview({ items }: { items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const [item] = items
  return (
    <ul class="list lifted" aria-hidden="true">
      <ItemRow
        item={item!}
        today={context.replica.today.value}
        onDone={nothing}
        onOpen={nothing}
        projectTitle={item!.project ? context.titleOfProject(item!.project) : undefined}
      />
      {items.length > 1 && <li class="lifted-count">{items.length}</li>}
    </ul>
  )
}

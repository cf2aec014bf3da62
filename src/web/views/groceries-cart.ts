import type { PlacedItem } from '#domain/items.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { showError } from '#web/ui/toast.tsx'
import type { LocalChange } from '#web/live/replica/replica.ts'

/** The change that put an item in the cart, by item id: undoing it also takes back what followed from it. */
const cartChanges = new Map<string, LocalChange>()

export function putInCart({ actions }: AccountContext, item: PlacedItem): void {
  cartChanges.set(item.id, actions.done([item]))
}

/** What was put there just now is undone, as if it had never been; else the item is opened again. */
export function takeOutOfCart({ actions }: AccountContext, item: PlacedItem): void {
  const made = cartChanges.get(item.id)
  cartChanges.delete(item.id)
  if (made && item.next) void actions.undo(made).catch(showError)
  else actions.apply('items.reopen', [item])
}

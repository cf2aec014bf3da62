import type { PlacedItem } from '#domain/items.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { showError } from '#web/ui/toast.tsx'
import type { LocalChange } from '#web/live/replica/replica.ts'

/** The change that put an item in the cart, by item id: undoing it also takes back what followed from it. */
const cartChanges = new Map<string, LocalChange>()

export function putInCart({ actions }: AccountContext, item: PlacedItem): void {
  cartChanges.set(item.id, actions.done([item]))
}

/** A recurring item has already added its next one, so the whole change is undone. */
export function takeOutOfCart({ actions, replica }: AccountContext, item: PlacedItem): void {
  const made = cartChanges.get(item.id)
  cartChanges.delete(item.id)
  if (!item.next) return void actions.apply('items.reopen', [item])
  if (made) return void actions.undo(made).catch(showError)
  if (replica.connection.value === 'offline') return void actions.apply('items.reopen', [item])
  void replica.track.changes.undo({ revision: item.revision }).catch(() => actions.apply('items.reopen', [item]))
}

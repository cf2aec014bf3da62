import type { PlacedItem } from '#domain/items.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { showError } from '#web/ui/toast.tsx'
import type { Made } from '#web/live/replica/replica.ts'

/** What was put in the cart in this page, by item: so that it can be taken out with what followed from it. */
const put = new Map<string, Made>()

export function intoCart({ actions }: AccountContext, item: PlacedItem): void {
  put.set(item.id, actions.done([item]))
}

/** What recurs has added its next one already, so that putting it in the cart is undone as a whole. */
export function outOfCart({ actions, replica }: AccountContext, item: PlacedItem): void {
  const made = put.get(item.id)
  put.delete(item.id)
  if (!item.next) return void actions.changeStatus('reopen', [item])
  if (made) return void actions.undo(made).catch(showError)
  if (replica.connection.value === 'offline') return void actions.changeStatus('reopen', [item])
  void replica.track.changes.undo({ revision: item.revision }).catch(() => actions.changeStatus('reopen', [item]))
}

import type { AccountContext } from '#web/live/account-context.tsx'
import type { UndoOffers } from '#web/live/undoable-changes.ts'
import { withdrawToasts, showError, toast } from '#web/ui/toast.tsx'

/** What was added is seen where it stands; its message leaves before it is in the way. */
const ADDED_MS = 3000

/** Offers to undo each change until it is undone, or turns out to have changed nothing. */
export const changeToasts: UndoOffers = {
  offerUndo({ description, seq }, undo) {
    const run = () => void undo().catch(showError)
    const durationMs = description.startsWith('Added') ? ADDED_MS : undefined
    toast({ text: description, action: { label: 'Undo', run, of: seq }, durationMs })
  },
  showNotice(text) {
    toast({ text })
  },
  withdrawUndo({ seq }) {
    withdrawToasts(seq)
  },
}

/** Undoes the newest change of this page and says which it was. */
export async function undoLast(context: AccountContext): Promise<void> {
  try {
    const made = await context.actions.undoLast()
    toast({ text: made ? `Undone – ${made.description}` : 'There is nothing to undo' })
  } catch (error) {
    showError(error)
  }
}

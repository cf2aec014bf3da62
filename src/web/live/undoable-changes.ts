import type { LocalChange, Replica } from './replica/replica.ts'
import type { PredictedOperation } from './replica/state.ts'

export interface Operation {
  op: PredictedOperation
  input: Record<string, unknown>
}

/** Offers people to undo a change, as long as it can be undone. */
export interface UndoOffers {
  offerUndo(change: LocalChange, undo: () => Promise<void>): void
  /** The change was undone, or can no longer be. May be called twice, and for changes that were not offered. */
  withdrawUndo(change: LocalChange): void
  /** Tells what the server has noticed about a change. */
  showNotice(message: string): void
}

export interface UndoableChanges {
  /** Makes several operations as one batch, one write and one undo. */
  make(operations: readonly Operation[], description: string): LocalChange
  undo(change: LocalChange): Promise<void>
  /** Undoes the newest change of this page that can be undone, and returns it; null if there is none. */
  undoLast(): Promise<LocalChange | null>
}

/** A change whose revision is known once the server has answered it. */
type UndoableChange = LocalChange & { revision?: number }

const MAX_STORED = 50
const storageKey = (userId: string) => `track.undo_${userId}`

/** The last changes of this tab, as they were before it was reloaded. */
function loadUndoable(userId: string): UndoableChange[] {
  try {
    return JSON.parse(sessionStorage.getItem(storageKey(userId)) ?? '[]') as UndoableChange[]
  } catch {
    return []
  }
}

function storeUndoable(userId: string, changes: readonly UndoableChange[]): void {
  try {
    sessionStorage.setItem(storageKey(userId), JSON.stringify(changes.slice(-MAX_STORED)))
  } catch {
    // storage can be forbidden; a reload then ends what can be undone
  }
}

export function wipeUndoable(userId: string): void {
  sessionStorage.removeItem(storageKey(userId))
}

/** The change that no operations make. */
const NO_CHANGE: LocalChange = { seq: 0, description: '', hasEffect: false }

/** Makes changes in a replica and remembers those that can be undone, after a reload of the page, too. */
export function createUndoableChanges(
  replica: Replica,
  { offerUndo, withdrawUndo, showNotice }: UndoOffers,
): UndoableChanges {
  const userId = replica.me.peek().id
  replica.onNotice = showNotice
  const undoable = loadUndoable(userId)
  const store = () => storeUndoable(userId, undoable)

  function make(operations: readonly Operation[], description: string): LocalChange {
    const [first] = operations
    if (!first) return NO_CHANGE
    const change =
      operations.length === 1
        ? replica.do(first.op, first.input, description)
        : replica.do('batch.run', { operations }, description)
    undoable.push(change)
    store()
    if (change.hasEffect) offerUndo(change, () => undo(change))
    followRevision(change)
    return change
  }

  function followRevision(change: UndoableChange): void {
    void replica.revisionOf(change).then((revision) => {
      if (revision === null) return forget(change)
      change.revision = revision
      store()
    })
  }
  for (const change of undoable) if (change.revision === undefined) followRevision(change)

  /** For a change without a revision (it changed nothing, was refused or withdrawn): there is nothing to undo. */
  function forget(change: LocalChange): void {
    const at = undoable.indexOf(change)
    if (at >= 0) undoable.splice(at, 1)
    store()
    withdrawUndo(change)
  }

  /** The change is removed first, so that a second undo takes the one before; without a network it is put back. */
  async function undo(change: LocalChange): Promise<void> {
    const at = undoable.findIndex(({ seq }) => seq === change.seq)
    if (at >= 0) undoable.splice(at, 1)
    try {
      await replica.undo(change)
    } catch (error) {
      if (at >= 0 && (error as { code?: string }).code === 'unavailable') undoable.splice(at, 0, change)
      else withdrawUndo(change)
      throw error
    } finally {
      store()
    }
    withdrawUndo(change)
  }

  async function undoLast(): Promise<LocalChange | null> {
    const last = undoable.at(-1)
    if (last) await undo(last)
    return last ?? null
  }

  return { make, undo, undoLast }
}

import type { LocalChange, Replica } from './replica/replica.ts'
import type { Session } from './replica/session.ts'
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
  /**
   * Makes several operations, in each space as one batch and one write, and undoes them together. What names no item is
   * done in the space of `replica`.
   */
  make(operations: readonly Operation[], description: string, replica: Replica): LocalChange
  /** Offers to undo what the server has done already, with the revision that it made in each space. */
  remember(description: string, parts: readonly Required<Pick<Part, 'space' | 'revision'>>[]): void
  undo(change: LocalChange): Promise<void>
  /** Undoes the newest change of this page that can be undone, and returns it; null if there is none. */
  undoLast(): Promise<LocalChange | null>
}

/** A change as it was made in one space, with its revision once the server has answered it. */
export interface Part {
  seq: number
  space: string | null
  revision?: number
}
type UndoableChange = LocalChange & { parts: Part[] }

const MAX_STORED = 50
const storageKey = (userId: string) => `track.undo_${userId}`

/** The last changes of this tab, as they were before it was reloaded. */
function loadUndoable(userId: string): UndoableChange[] {
  try {
    const stored = JSON.parse(sessionStorage.getItem(storageKey(userId)) ?? '[]') as UndoableChange[]
    return stored.filter(({ parts }) => parts)
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

/** Makes changes in the user's spaces and remembers those that can be undone, after a reload of the page, too. */
export function createUndoableChanges(
  session: Session,
  { offerUndo, withdrawUndo, showNotice }: UndoOffers,
): UndoableChanges {
  const userId = session.me.peek().id
  session.notice = showNotice
  const undoable = loadUndoable(userId)
  const store = () => storeUndoable(userId, undoable)
  const replicaOf = ({ space }: Part) => session.replicas.peek().find((one) => (one.space?.name ?? null) === space)

  function make(operations: readonly Operation[], description: string, replica: Replica): LocalChange {
    const made = [...bySpace(operations, session, replica)].map(([one, some]) => {
      const { op, input } = some.length === 1 ? some[0]! : { op: 'batch.run' as const, input: { operations: some } }
      return { ...one.do(op, input, description), space: one.space?.name ?? null }
    })
    const [first] = made
    if (!first) return NO_CHANGE
    const change: UndoableChange = {
      seq: first.seq,
      description,
      hasEffect: made.some(({ hasEffect }) => hasEffect),
      parts: made.map(({ seq, space }) => ({ seq, space })),
    }
    undoable.push(change)
    store()
    if (change.hasEffect) offerUndo(change, () => undo(change))
    for (const part of change.parts) followRevision(change, part)
    return change
  }

  function remember(description: string, parts: readonly Pick<Part, 'space' | 'revision'>[]): void {
    const seq = -Date.now() // no queue has it
    const change = { seq, description, hasEffect: true, parts: parts.map((part) => ({ ...part, seq })) }
    undoable.push(change)
    store()
    offerUndo(change, () => undo(change))
  }

  function followRevision(change: UndoableChange, part: Part): void {
    void replicaOf(part)
      ?.revisionOf(part.seq)
      .then((revision) => {
        if (revision === null) return forget(change, part)
        part.revision = revision
        store()
      })
  }
  for (const change of undoable)
    for (const part of change.parts) if (part.revision === undefined) followRevision(change, part)

  /** For a change without a revision (it changed nothing, was refused or withdrawn): there is nothing to undo. */
  function forget(change: UndoableChange, part: Part): void {
    change.parts = change.parts.filter((one) => one !== part)
    if (undoable.includes(change) && !change.parts.length) {
      undoable.splice(undoable.indexOf(change), 1)
      withdrawUndo(change)
    }
    store()
  }

  /** The change is removed first, so that a second undo takes the one before; without a network it is put back. */
  async function undo(made: LocalChange): Promise<void> {
    const change = undoable.find(({ seq }) => seq === made.seq)
    if (!change) return
    const at = undoable.indexOf(change)
    undoable.splice(at, 1)
    try {
      for (const part of change.parts) {
        await replicaOf(part)?.undo(part)
        change.parts = change.parts.filter((one) => one !== part)
      }
    } catch (error) {
      if ((error as { code?: string }).code === 'unavailable') undoable.splice(at, 0, change)
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

  return { make, remember, undo, undoLast }
}

/** Operations by the replica of the space that they are done in. */
function bySpace(operations: readonly Operation[], session: Session, replica: Replica): Map<Replica, Operation[]> {
  const groups = new Map<Replica, Operation[]>()
  for (const operation of operations) {
    const { id } = operation.input
    const target = typeof id === 'string' ? session.replicaOf(id) : replica
    const group = groups.get(target)
    if (group) group.push(operation)
    else groups.set(target, [operation])
  }
  return groups
}

import type { Item } from '#domain/fields.ts'
import { predict } from './optimistic.ts'
import type { State, PendingChange } from './state.ts'

type Answer = Partial<Item> & { item?: Item; added?: Item | null; results?: (Answer | null)[] }

/** The items in an answer, in the order of the operations. */
function itemsIn(answer: unknown): Item[] {
  if (typeof answer !== 'object' || answer === null) return []
  const { item, added, results, kind, id } = answer as Answer
  if (results) return results.flatMap(itemsIn)
  if (item) return added ? [item, added] : [item]
  return kind && id ? [answer as Item] : []
}

/** The new items in an answer: added ones, and copies of recurring ones. */
function newItemsIn(op: string, answer: unknown, operations?: { op: string }[]): Item[] {
  const { results, added } = (answer ?? {}) as Answer
  if (results) return results.flatMap((one, i) => newItemsIn(operations?.[i]?.op ?? '', one))
  if (op === 'items.done') return added ? [added] : []
  return op === 'items.add' || op === 'items.convert' ? itemsIn(answer) : []
}

/**
 * Applies an answered change to the confirmed state, so that nothing flickers until it arrives from the journal.
 * Returns the server's ids of new items, by their provisional ids.
 */
export function reconcile(state: State, change: PendingChange, answer: unknown): Map<string, string> {
  try {
    predict(state, change)
  } catch {
    // the answer decides
  }
  const newItems = newItemsIn(change.op, answer, change.input.operations as { op: string }[] | undefined)
  const ids = new Map<string, string>()
  for (const [i, provisional] of change.newIds.entries()) {
    const real = newItems[i]
    const expected = state.items.get(provisional)
    state.items.delete(provisional)
    if (!real) continue
    ids.set(provisional, real.id)
    if (expected) state.items.set(real.id, { ...real, position: expected.position })
  }
  for (const item of itemsIn(answer)) {
    const position = state.items.get(item.id)?.position
    if (position !== undefined) state.items.set(item.id, { ...item, position })
  }
  return ids
}

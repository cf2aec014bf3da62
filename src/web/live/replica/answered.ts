import type { Item } from '#domain/fields.ts'
import { predict } from './optimistic.ts'
import type { State, Waiting } from './state.ts'

type Answer = Partial<Item> & { item?: Item; added?: Item | null; results?: (Answer | null)[] }

/** The items in an answer, in the order in which the change speaks of them. */
function itemsIn(answer: unknown): Item[] {
  if (typeof answer !== 'object' || answer === null) return []
  const { item, added, results, kind, id } = answer as Answer
  if (results) return results.flatMap(itemsIn)
  if (item) return added ? [item, added] : [item]
  return kind && id ? [answer as Item] : []
}

/** The new items in an answer: what was added, and the copies of what recurs. */
function newIn(op: string, answer: unknown, operations?: { op: string }[]): Item[] {
  const { results, added } = (answer ?? {}) as Answer
  if (results) return results.flatMap((one, i) => newIn(operations?.[i]?.op ?? '', one))
  if (op === 'items.done') return added ? [added] : []
  return op === 'items.add' || op === 'items.convert' ? itemsIn(answer) : []
}

/**
 * Brings a change that was answered into what is known, so that nothing flickers until the journal tells it.
 * Returns the real id of each provisional one.
 */
export function settle(state: State, change: Waiting, answer: unknown): Map<string, string> {
  try {
    predict(state, change)
  } catch {
    // the answer counts, whatever was expected
  }
  const fresh = newIn(change.op, answer, change.input.operations as { op: string }[] | undefined)
  const ids = new Map<string, string>()
  for (const [i, provisional] of change.newIds.entries()) {
    const real = fresh[i]
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

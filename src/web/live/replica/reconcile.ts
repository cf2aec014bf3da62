import type { CallResult } from '#contract/track.ts'
import type { Item } from '#domain/fields.ts'
import { predict } from './optimistic.ts'
import { idsIn, type State, type PendingChange } from './state.ts'

/** The items in an answer, wherever they stand in it, in the order of the operations. */
function itemsIn(answer: unknown): Item[] {
  if (typeof answer !== 'object' || answer === null) return []
  if ('id' in answer && 'kind' in answer) return [answer as Item]
  return Object.values(answer).flatMap(itemsIn)
}

/** The items that a change added: those of its revision in the answer that it neither names nor was to change. */
function addedItems(change: PendingChange, { output, revision }: CallResult): Item[] {
  const existing = new Set([...idsIn(change), ...change.changedIds])
  const added = itemsIn(output).filter((item) => item.revision === revision && !existing.has(item.id))
  return [...new Map(added.map((item) => [item.id, item])).values()]
}

/** The server's ids of the items that a change added, by their provisional ids. */
export function issuedIds(change: PendingChange, result: CallResult): Map<string, string> {
  const added = addedItems(change, result)
  return new Map(change.newIds.flatMap((provisional, i) => (added[i] ? [[provisional, added[i].id]] : [])))
}

/** Applies an answered change to the confirmed state, so that nothing flickers until it arrives from the journal. */
export function reconcile(state: State, change: PendingChange, result: CallResult): void {
  try {
    predict(state, change)
  } catch {
    // the answer decides
  }
  const ids = issuedIds(change, result)
  const positions = new Map<string, string>()
  for (const provisional of change.newIds) {
    const real = ids.get(provisional)
    const predicted = state.items.get(provisional)
    state.items.delete(provisional)
    if (real !== undefined && predicted) positions.set(real, predicted.position)
  }
  for (const item of itemsIn(result.output)) {
    const position = positions.get(item.id) ?? state.items.get(item.id)?.position
    if (position !== undefined) state.items.set(item.id, { ...item, position })
  }
}

/** What the server has noticed about a change, in a batch about each of its operations. */
export function noticesIn({ output }: CallResult): { message: string }[] {
  const { results, notices = [] } = (output ?? {}) as { results?: unknown[]; notices?: { message: string }[] }
  return results ? results.flatMap((one) => noticesIn({ output: one, revision: null })) : notices
}

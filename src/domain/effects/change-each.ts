import type { PlacedItem } from '../items.ts'
import type { Records } from './records.ts'
import type { Step } from './steps.ts'

/** Items that are read at a time: each may have long notes. */
const BATCH_SIZE = 50

/** Changes, or (null) removes, each of these items. Returns those that stand then. */
export function* changeEach(
  records: Records,
  ids: readonly string[],
  change: (item: PlacedItem, nth: number) => PlacedItem | null,
): Step<PlacedItem[]> {
  const changed: PlacedItem[] = []
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const batch = ids.slice(from, from + BATCH_SIZE)
    const items = yield* records.items(batch)
    for (const [i, id] of batch.entries()) {
      const item = items.get(id)!
      const after = yield* records.put('item', item, change(item, from + i))
      if (after) changed.push(after)
    }
  }
  return changed
}

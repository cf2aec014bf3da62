import type { Item } from '../fields.ts'
import { type PlacedItem, withoutPosition } from '../items.ts'
import { KIND } from '../kinds.ts'
import * as lifecycle from '../lifecycle.ts'
import { isOpen } from '../statuses.ts'
import { freePosition } from './order.ts'
import { resolveDoneOn } from './dates.ts'
import type { DoneInput, DoneResult } from './inputs.ts'
import type { Records } from './records.ts'
import type { Step } from './steps.ts'

/**
 * Completes an item as its kind is completed; one that recurs leaves a copy. Throws `conflict` for a canceled item,
 * `invalid` for a day in the future and a stage that the kind does not have.
 */
function* markDone(records: Records, input: DoneInput): Step<DoneResult> {
  const before = yield* records.item(input.id)
  const { now } = records
  const { on, stage } = resolveDoneOn(input, now.today)
  const { item, copy } = lifecycle.done(before, now, { on, stage })
  if (!copy) return { item: withoutPosition(yield* records.put('item', before, item)), added: null }
  const id = yield* records.newId(KIND[item.kind].prefix)
  const after = yield* records.put('item', before, { ...item, next: id })
  const added = yield* records.put('item', null, { ...copy, id, created_at: now.at, updated_at: now.at, revision: 0 })
  return { item: withoutPosition(after), added: withoutPosition(added) }
}

/** An effect that changes one item and nothing else. */
function onItem(change: (item: PlacedItem, now: lifecycle.Now) => PlacedItem) {
  return function* (records: Records, { id }: { id: string }): Step<Item> {
    const item = yield* records.item(id)
    return withoutPosition(yield* records.put('item', item, change(item, records.now)))
  }
}

/** A copy that completing an item added stands where the item stood, so the item may get a new place beside it. */
function* reopenItem(records: Records, { id }: { id: string }): Step<Item> {
  const item = yield* records.item(id)
  const open = lifecycle.reopen(item)
  const after = isOpen(item) ? open : { ...open, position: yield* freePosition(records, open) }
  return withoutPosition(yield* records.put('item', item, after))
}

/** What each operation on the lifecycle of items does. */
export const LIFECYCLE_EFFECTS = {
  'items.done': markDone,
  'items.start': onItem(lifecycle.start),
  'items.cancel': onItem(lifecycle.cancel),
  'items.reopen': reopenItem,
  /** Throws `conflict` where the item is closed or does not recur. */
  'items.skip': onItem(lifecycle.skip),
}

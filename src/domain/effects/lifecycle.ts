import { invalid } from '../errors.ts'
import type { Item } from '../fields.ts'
import { type PlacedItem, withoutPosition } from '../items.ts'
import { KIND } from '../kinds.ts'
import * as lifecycle from '../lifecycle.ts'
import { isOpen } from '../statuses.ts'
import { nextTurn } from '../turns.ts'
import { freePosition } from './order.ts'
import { resolveDoneOn } from './dates.ts'
import type { DoneInput, DoneResult, Reopened } from './inputs.ts'
import type { Records } from './records.ts'
import type { Step } from './steps.ts'

/**
 * Completes an item as its kind is completed; one that recurs leaves a copy. Throws `conflict` for a canceled item,
 * `invalid` for a day in the future, a stage that the kind does not have and, in `by`, who is no member.
 */
function* markDone(records: Records, input: DoneInput): Step<DoneResult> {
  const before = yield* records.item(input.id)
  const { now } = records
  const { on, stage } = resolveDoneOn(input, now.today)
  const by = yield* creditedOf(records, input)
  const { item: completed, copy } = lifecycle.done(before, now, { on, stage, by })
  const isDoneAnew = completed.last_done !== null && lifecycle.isDoneAnew(before, completed.last_done)
  const item = isDoneAnew ? yield* passTurn(records, completed, { by }) : completed
  if (!copy) return { item: withoutPosition(yield* putPlaced(records, before, item)), added: null }
  const id = yield* records.newId(KIND[item.kind].prefix)
  const after = yield* records.put('item', before, { ...item, next: id })
  const added = yield* records.put('item', null, { ...copy, id, created_at: now.at, updated_at: now.at, revision: 0 })
  return { item: withoutPosition(after), added: withoutPosition(added) }
}

/** Who is credited with what is done; nobody in one's own space. Throws `invalid` for who is no member. */
function* creditedOf({ members }: Records, { by }: DoneInput): Step<string | null> {
  if (by === undefined) return members?.caller ?? null
  if (!members) throw invalid({ path: 'by', message: 'nobody else enters your own space' })
  if (!(yield* members.has(by))) throw invalid({ path: 'by', message: `${by} is no member of the space` })
  return by
}

/** Gives a chore that is done anew, or (without `by`) skipped, to whose turn is next. */
function* passTurn({ members }: Records, item: PlacedItem, { by }: { by?: string | null }): Step<PlacedItem> {
  if (!item.turns) return item
  const isCounted = item.turn_rule === 'fewest' && members !== undefined
  const counts = new Map(isCounted ? yield* members.countCompletions(item.id) : [])
  if (by) counts.set(by, (counts.get(by) ?? 0) + 1)
  return { ...item, assigned: nextTurn(item, { isSkipped: by === undefined, counts }) }
}

/** Throws `conflict` where the item is closed or does not recur. */
function* skipItem(records: Records, { id }: { id: string }): Step<Item> {
  const item = yield* records.item(id)
  const after = yield* passTurn(records, lifecycle.skip(item, records.now), {})
  return withoutPosition(yield* putPlaced(records, item, after))
}

/** An effect that changes one item and nothing else. */
function onItem(change: (item: PlacedItem, now: lifecycle.Now) => PlacedItem) {
  return function* (records: Records, { id }: { id: string }): Step<Item> {
    const item = yield* records.item(id)
    return withoutPosition(yield* putPlaced(records, item, change(item, records.now)))
  }
}

/** Writes an item; one that opens again gets a position of its own, since a copy may have taken the one that it had. */
function* putPlaced(records: Records, item: PlacedItem, after: PlacedItem): Step<PlacedItem> {
  const opens = !isOpen(item) && isOpen(after)
  return yield* records.put('item', item, opens ? { ...after, position: yield* freePosition(records, after) } : after)
}

/**
 * Opens an item again and takes the copy back that completing it added, if nothing has touched that since. Else the
 * copy goes on with the series, as the item itself does where the copy is gone.
 */
function* reopenItem(records: Records, { id }: { id: string }): Step<Reopened> {
  const item = yield* records.item(id)
  if (item.status === 'todo') return withoutPosition(yield* records.put('item', item, lifecycle.reopen(item)))
  const copy = item.next ? (yield* records.items([item.next])).get(item.next) : undefined
  const takesBack = copy !== undefined && isUntouched(copy, item)
  if (takesBack) yield* records.put('item', copy, null)
  const isSeries = copy === undefined || takesBack
  const open = { ...lifecycle.reopen(item), ...(isSeries ? { next: null } : { every: null, anchor: null }) }
  const answer = withoutPosition(yield* putPlaced(records, item, open))
  return isSeries ? answer : { ...answer, notices: [{ message: goesOn(copy) }] }
}

/** Whether a copy is as completing `item` made it: written once, in the same write or before the item's last one. */
const isUntouched = (copy: PlacedItem, item: PlacedItem): boolean =>
  copy.updated_at === copy.created_at && copy.revision <= item.revision

const goesOn = ({ id }: PlacedItem): string => `${id} goes on with the series, so this one no longer repeats`

/** What each operation on the lifecycle of items does. */
export const LIFECYCLE_EFFECTS = {
  'items.done': markDone,
  'items.start': onItem(lifecycle.start),
  'items.cancel': onItem(lifecycle.cancel),
  'items.reopen': reopenItem,
  'items.skip': skipItem,
}

import { conflict, invalid, notFound } from '../errors.ts'
import type { Item } from '../fields.ts'
import { type PlacedItem, withoutPosition } from '../items.ts'
import { isOpen } from '../statuses.ts'
import { poolOf, POOLS } from '../kinds.ts'
import { positionBetween, positionsBetween, rearrangedPositions, putFirst } from '../order.ts'
import type { MoveInput, OrderInput } from './inputs.ts'
import type { Bucket, Neighbour, Records } from './records.ts'
import type { Step } from './steps.ts'

export const bucketOf = (item: Pick<PlacedItem, 'kind' | 'project' | 'priority'>): Bucket => ({
  pool: poolOf(item.kind, item.project),
  priority: item.priority,
})

/** The position below everything open of a bucket, which is renumbered when positions have become too long. */
export function* positionAtBottom(records: Records, bucket: Bucket): Step<string> {
  const last = yield* records.endOf(bucket, 'bottom')
  const position = positionBetween(last?.position ?? null, null)
  return position ?? (yield* renumber(records, yield* records.bucket(bucket), 1)).at(-1)!
}

/** Gives items new, short positions in their order. Returns these, followed by `more` free ones. */
function* renumber(records: Records, items: readonly PlacedItem[], more = 0): Step<string[]> {
  const positions = positionsBetween(null, null, items.length + more)!
  for (const [i, item] of items.entries()) yield* records.put('item', item, { ...item, position: positions[i]! })
  return positions
}

/** The two neighbours between which an item is moved; undefined at the end of the bucket. */
interface Gap {
  above: Neighbour | undefined
  below: Neighbour | undefined
}

/**
 * Moves one item, and writes only that one unless its bucket is renumbered. Throws `conflict` where an item is closed
 * or the other one is of another pool.
 */
export function* moveItem(records: Records, input: MoveInput): Step<Item> {
  const item = yield* openItem(records, input.id)
  const target = input.before ?? input.after
  const other = target === undefined ? null : yield* otherOfPool(records, item, target)
  if (other?.id === item.id) return withoutPosition(item)
  const bucket = bucketOf(other ?? item)
  const gap = other
    ? yield* gapBeside(records, bucket, item, other, input.before !== undefined)
    : yield* gapTowards(records, bucket, item, input.to!)
  if (!gap) return withoutPosition(item)
  const position = positionBetween(gap.above?.position ?? null, gap.below?.position ?? null)
  const newPosition = position ?? (yield* renumberAround(records, bucket, item, gap))
  return withoutPosition(
    yield* records.put('item', item, { ...item, priority: bucket.priority, position: newPosition }),
  )
}

/** Renumbers a bucket except for `item`; returns the free position in the gap for it. */
function* renumberAround(records: Records, bucket: Bucket, item: PlacedItem, { below }: Gap): Step<string> {
  const rest = (yield* records.bucket(bucket)).filter((one) => one.id !== item.id)
  const at = below ? rest.findIndex((one) => one.id === below.id) : rest.length
  const positions = positionsBetween(null, null, rest.length + 1)!
  const [position] = positions.splice(at, 1)
  for (const [i, one] of rest.entries()) yield* records.put('item', one, { ...one, position: positions[i]! })
  return position!
}

function* openItem(records: Records, id: string): Step<PlacedItem> {
  const item = yield* records.item(id)
  if (!isOpen(item)) throw conflict(`${item.id} is ${item.status} and has no place in the order`)
  return item
}

function* otherOfPool(records: Records, item: PlacedItem, id: string): Step<PlacedItem> {
  const other = yield* openItem(records, id)
  const [pool, its] = [poolOf(item.kind, item.project), poolOf(other.kind, other.project)]
  if (pool !== its) throw conflict(`${item.id} is ordered among ${pool}, ${other.id} among ${its}`)
  return other
}

/** The gap before or after `other`; null where the item is there already. */
function* gapBeside(
  records: Records,
  bucket: Bucket,
  item: PlacedItem,
  other: PlacedItem,
  before: boolean,
): Step<Gap | null> {
  const [near] = yield* records.neighbours(bucket, other, before ? 'before' : 'after')
  if (near?.id === item.id) return null
  return before ? { above: near, below: other } : { above: other, below: near }
}

/** The gap in that direction; null where the item is at that end already. */
function* gapTowards(
  records: Records,
  bucket: Bucket,
  item: PlacedItem,
  to: 'top' | 'bottom' | 'up' | 'down',
): Step<Gap | null> {
  if (to === 'up' || to === 'down') {
    const [near, far] = yield* records.neighbours(bucket, item, to === 'up' ? 'before' : 'after')
    if (!near) return null
    return to === 'up' ? { above: far, below: near } : { above: near, below: far }
  }
  const end = yield* records.endOf(bucket, to)
  if (!end || end.id === item.id) return null
  return to === 'top' ? { above: undefined, below: end } : { above: end, below: undefined }
}

/**
 * Puts the named items of a pool first within their priorities, in the given order. Returns the items that moved.
 * Throws `not_found` for an unknown pool, `invalid` for an id that is repeated, closed, or of another pool.
 */
export function* setOrder(records: Records, input: OrderInput): Step<{ items: Item[] }> {
  yield* checkPool(records, input.pool)
  if (!input.ids.length) return { items: [] }
  const all = yield* records.pool(input.pool)
  const named = yield* namedItems(records, input, all)
  const moved: Item[] = []
  for (const priority of new Set(named.map((item) => item.priority))) {
    const bucket = all.filter((item) => item.priority === priority)
    const first = named.filter((item) => item.priority === priority)
    const wanted = putFirst(bucket, first)
    if (wanted.every((item, i) => item.id === bucket[i]!.id)) continue
    const positions = rearrangedPositions(wanted) ?? positionsBetween(null, null, wanted.length)!
    for (const [i, item] of wanted.entries()) {
      if (item.position === positions[i]) continue
      moved.push(withoutPosition(yield* records.put('item', item, { ...item, position: positions[i]! })))
    }
  }
  return { items: moved }
}

function* checkPool(records: Records, pool: string): Step<void> {
  if ((POOLS as readonly string[]).includes(pool) || (yield* records.hasProject(pool))) return
  throw notFound(`list ${pool}`, { hint: `Lists are ${POOLS.join(', ')} and the slugs of projects.` })
}

function* namedItems(records: Records, { pool, ids }: OrderInput, all: readonly PlacedItem[]): Step<PlacedItem[]> {
  const byId = new Map(all.map((item) => [item.id, item]))
  const named = new Map<string, PlacedItem>()
  for (const [i, id] of ids.entries()) {
    const item = byId.get(id) ?? (yield* records.item(id))
    const wrong = (message: string) => invalid({ path: `ids.${i}`, message: `${item.id} ${message}` })
    if (named.has(item.id)) throw wrong('is named twice')
    if (!isOpen(item)) throw wrong(`is ${item.status}`)
    if (!byId.has(item.id)) throw wrong(`is not of ${pool}`)
    named.set(item.id, byId.get(item.id)!)
  }
  return [...named.values()]
}

import { conflict, invalid, notFound } from '../errors.ts'
import type { Item } from '../fields.ts'
import { type PlacedItem, withoutPosition } from '../items.ts'
import { isOpen } from '../statuses.ts'
import { poolOf, POOLS } from '../kinds.ts'
import { positionBetween, positionsBetween, rearrangedPositions, putFirst } from '../order.ts'
import type { MoveInput, OrderInput } from './inputs.ts'
import { changeEach } from './change-each.ts'
import type { Bucket, Neighbour, Place, Records } from './records.ts'
import type { Step } from './steps.ts'

/** What each operation on the order of items does. */
export const ORDER_EFFECTS = {
  'items.move': moveItem,
  'order.set': setOrder,
}

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

/** The item's position, or where another open item has it already, one right behind that. */
export function* freePosition(records: Records, item: PlacedItem): Step<string> {
  const bucket = bucketOf(item)
  const [above] = yield* records.neighbours(bucket, item, 'before')
  const following = yield* records.neighbours(bucket, item, 'after')
  const isTaken = (other: Neighbour | undefined) => other?.position === item.position
  if (!isTaken(above) && !isTaken(following[0])) return item.position
  const below = following.find((other) => !isTaken(other))
  const position = positionBetween(item.position, below?.position ?? null)
  return position ?? (yield* renumberAround(records, bucket, item, { above, below }))
}

/** Gives items new, short positions in their order. Returns these, followed by `more` free ones. */
function* renumber(records: Records, places: readonly Place[], more = 0): Step<string[]> {
  const positions = positionsBetween(null, null, places.length + more)!
  yield* setPositions(records, places, positions)
  return positions
}

/** Returns the items whose position is another one then. */
function setPositions(records: Records, places: readonly Place[], positions: readonly string[]): Step<PlacedItem[]> {
  const moved = new Map<string, string>()
  for (const [i, { id, position }] of places.entries()) if (position !== positions[i]) moved.set(id, positions[i]!)
  return changeEach(records, [...moved.keys()], (item) => ({ ...item, position: moved.get(item.id)! }))
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
function* moveItem(records: Records, input: MoveInput): Step<Item> {
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
  yield* setPositions(records, rest, positions)
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
function* setOrder(records: Records, input: OrderInput): Step<{ items: Item[] }> {
  yield* checkPool(records, input.pool)
  if (!input.ids.length) return { items: [] }
  const all = yield* records.pool(input.pool)
  const named = yield* namedPlaces(records, input, all)
  const moved: Item[] = []
  for (const priority of new Set(named.map((item) => item.priority))) {
    const bucket = all.filter((item) => item.priority === priority)
    const first = named.filter((item) => item.priority === priority)
    const wanted = putFirst(bucket, first)
    if (wanted.every((item, i) => item.id === bucket[i]!.id)) continue
    const positions = rearrangedPositions(wanted) ?? positionsBetween(null, null, wanted.length)!
    for (const item of yield* setPositions(records, wanted, positions)) moved.push(withoutPosition(item))
  }
  return { items: moved }
}

function* checkPool(records: Records, pool: string): Step<void> {
  if ((POOLS as readonly string[]).includes(pool) || (yield* records.hasProject(pool))) return
  throw notFound(`list ${pool}`, { hint: `Lists are ${POOLS.join(', ')} and the slugs of projects.` })
}

function* namedPlaces(records: Records, { pool, ids }: OrderInput, all: readonly Place[]): Step<Place[]> {
  const byId = new Map(all.map((place) => [place.id, place]))
  const named = new Map<string, Place>()
  for (const [i, given] of ids.entries()) {
    const item = byId.has(given) ? undefined : yield* records.item(given)
    const id = item?.id ?? given
    const wrong = (message: string) => invalid({ path: `ids.${i}`, message: `${id} ${message}` })
    if (named.has(id)) throw wrong('is named twice')
    if (item && !isOpen(item)) throw wrong(`is ${item.status}`)
    const place = byId.get(id)
    if (!place) throw wrong(`is not of ${pool}`)
    named.set(id, place)
  }
  return [...named.values()]
}

import { conflict, invalid, notFound } from '#domain/errors.ts'
import { isOpen, type Item, type PlacedItem, unplaced } from '#domain/items.ts'
import { poolOf, POOLS } from '#domain/kinds.ts'
import { positionBetween, positionsBetween, rearranged, reordered } from '#domain/order.ts'
import { getProject } from '#store/projects.ts'
import { type Bucket, itemAtEnd, type Neighbour, neighbours, bucketItems, poolItems } from '#store/positions.ts'
import type { Read } from '#contract/schemas.ts'
import { findItem } from './find.ts'
import type { Reading } from './context.ts'
import type { Write } from './write.ts'

export function bucketOf(userId: string, item: Pick<PlacedItem, 'kind' | 'project' | 'priority'>): Bucket {
  return { userId, pool: poolOf(item.kind, item.project), priority: item.priority }
}

/** The position below everything open of a bucket. */
export async function bottom(write: Write, bucket: Bucket): Promise<string> {
  const last = await itemAtEnd(write.db, bucket, 'bottom')
  return (
    positionBetween(last?.position ?? null, null) ??
    (await spread(write, await bucketItems(write.db, bucket), 1)).at(-1)!
  )
}

/** Gives the items new short positions in their order, and `more` positions after them. */
async function spread(write: Write, items: readonly PlacedItem[], more = 0): Promise<string[]> {
  const positions = positionsBetween(null, null, items.length + more)!
  for (const [i, item] of items.entries()) await write.item(item, { ...item, position: positions[i]! })
  return positions
}

/** Where an item comes to stand: between these two of its bucket. */
interface Gap {
  above: Neighbour | undefined
  below: Neighbour | undefined
}

/** Moves one item, and writes only that one unless the bucket has run out of short positions. */
export async function move(write: Write, input: Read<'items', 'move'>): Promise<Item> {
  const item = await findItem(write, input.id)
  if (!isOpen(item)) throw conflict(`${item.id} is ${item.status} and has no place in the order`)
  const target = input.before ?? input.after
  const other = target === undefined ? null : await standing(write, item, target)
  if (other?.id === item.id) return unplaced(item)
  const bucket = bucketOf(write.user.id, other ?? item)
  const gap = other
    ? await gapBeside(write, bucket, item, other, input.before !== undefined)
    : await gapTowards(write, bucket, item, input.to!)
  if (!gap) return unplaced(item)
  const position = positionBetween(gap.above?.position ?? null, gap.below?.position ?? null)
  if (position) return unplaced(await write.item(item, { ...item, priority: bucket.priority, position }))
  const rest = (await bucketItems(write.db, bucket)).filter((one) => one.id !== item.id)
  const at = gap.below ? rest.findIndex((one) => one.id === gap.below!.id) : rest.length
  const positions = positionsBetween(null, null, rest.length + 1)!
  for (const [i, one] of rest.entries()) await write.item(one, { ...one, position: positions[i < at ? i : i + 1]! })
  return unplaced(await write.item(item, { ...item, priority: bucket.priority, position: positions[at]! }))
}

/** An open item of the same pool. */
async function standing(write: Write, item: PlacedItem, id: string): Promise<PlacedItem> {
  const other = await findItem(write, id)
  if (!isOpen(other)) throw conflict(`${other.id} is ${other.status} and has no place in the order`)
  const [pool, its] = [poolOf(item.kind, item.project), poolOf(other.kind, other.project)]
  if (pool !== its) throw conflict(`${item.id} is ordered among ${pool}, ${other.id} among ${its}`)
  return other
}

async function gapBeside(
  write: Write,
  bucket: Bucket,
  item: PlacedItem,
  other: PlacedItem,
  before: boolean,
): Promise<Gap | null> {
  const near = await neighbours(write.db, bucket, other, before ? 'before' : 'after')
  if (near[0]?.id === item.id) return null
  return before ? { above: near[0], below: other } : { above: other, below: near[0] }
}

async function gapTowards(
  write: Write,
  bucket: Bucket,
  item: PlacedItem,
  to: 'top' | 'bottom' | 'up' | 'down',
): Promise<Gap | null> {
  if (to === 'up' || to === 'down') {
    const [near, far] = await neighbours(write.db, bucket, item, to === 'up' ? 'before' : 'after')
    if (!near) return null
    return to === 'up' ? { above: far, below: near } : { above: near, below: far }
  }
  const end = await itemAtEnd(write.db, bucket, to)
  if (!end || end.id === item.id) return null
  return to === 'top' ? { above: undefined, below: end } : { above: end, below: undefined }
}

/** Puts the named items of a pool first, in the given order, inside each priority. */
export async function setOrder(write: Write, input: Read<'order', 'set'>): Promise<{ items: Item[] }> {
  await knownPool(write, input.pool)
  const all = await poolItems(write.db, write.user.id, input.pool)
  const named = await namedItems(write, input, all)
  for (const priority of new Set(named.map((item) => item.priority))) {
    const bucket = all.filter((item) => item.priority === priority)
    const first = named.filter((item) => item.priority === priority)
    const wanted = reordered(bucket, first)
    if (wanted.every((item, i) => item.id === bucket[i]!.id)) continue
    const positions = rearranged(wanted)
    if (!positions) await spread(write, wanted)
    else
      for (const [i, item] of wanted.entries())
        if (item.position !== positions[i]) await write.item(item, { ...item, position: positions[i]! })
  }
  return { items: (await poolItems(write.db, write.user.id, input.pool)).map(unplaced) }
}

async function knownPool({ db, user }: Reading, pool: string): Promise<void> {
  if ((POOLS as readonly string[]).includes(pool) || (await getProject(db, user.id, pool))) return
  throw notFound(`list ${pool}`, { hint: `Lists are ${POOLS.join(', ')} and the slugs of projects.` })
}

async function namedItems(
  write: Write,
  { pool, ids }: Read<'order', 'set'>,
  all: readonly PlacedItem[],
): Promise<PlacedItem[]> {
  const byId = new Map(all.map((item) => [item.id, item]))
  const named = new Map<string, PlacedItem>()
  for (const [i, id] of ids.entries()) {
    const item = byId.get(id) ?? (await findItem(write, id))
    const wrong = (message: string) => invalid({ path: `ids.${i}`, message: `${item.id} ${message}` })
    if (named.has(item.id)) throw wrong('is named twice')
    if (!isOpen(item)) throw wrong(`is ${item.status}`)
    if (!byId.has(item.id)) throw wrong(`is not of ${pool}`)
    named.set(item.id, item)
  }
  return [...named.values()]
}

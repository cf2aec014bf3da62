import { expressionBuilder, type SqlBool, sql } from 'kysely'
import type { Day, Instant } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen, type Status } from '#domain/statuses.ts'
import { type Kind, poolOf } from '#domain/kinds.ts'
import type { ListPosition, Sort } from '#domain/views.ts'
import type { Term } from '#domain/search-words.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { Engine } from './engine.ts'
import { openEquals } from './items.ts'
import { itemOf } from './item-rows.ts'
import { comparePart, type ListPart, partsOf, type SortValue } from './list-parts.ts'
import { type PoolScan, readScan, type ScannedItem, scanQuery, tagPattern } from './list-scans.ts'
import { rowsOf } from './query.ts'
import { runSteps } from './run-steps.ts'
import type { Db, Tables } from './schema.ts'
import { containsTerms, unindexedItems } from './unindexed.ts'

export interface Filter {
  kinds?: Kind[]
  statuses: Status[]
  /** Any of them. */
  tags?: string[]
  /** None of them. */
  notTags?: string[]
  priorities?: number[]
  projects?: string[]
  features?: string[]
  /** Names of members. */
  assigned?: string[]
  isUndated?: boolean
  dueAfter?: Day
  dueBefore?: Day
  /** Finished at this instant or later, and before the other one. */
  doneFrom?: Instant
  doneUntil?: Instant
  /** Of a query, all of which must occur. */
  terms?: Term[]
  sort: Sort
  isReversed: boolean
  after?: ListCursor
  limit: number
}

/** The place after an item in a list: which of the list's parts, and the values of its columns. */
export interface ListCursor {
  part: number
  values: SortValue[]
  /** The place of its space among those that are listed; where that is gone, between those of two. */
  space: number
}

/** A scanned item, and which of the list's parts it stands in. */
export type ListedItem = ScannedItem & { part: number }

/** The place after a listed item. */
export function cursorAfter(item: ListedItem, { sort, isReversed }: Pick<Filter, 'sort' | 'isReversed'>): ListCursor {
  const { part, space = 0 } = item
  return { part, space, values: partsOf(sort, isReversed)[part]!.columns.map((column) => item[column]!) }
}

/**
 * One page of items of a space, or of several, in this order where the list leaves it open: of each part of the list an
 * index scan for each pool, open and closed, merged.
 */
export async function listItems(
  engine: Engine,
  db: Db,
  spaceIds: readonly number[],
  filter: Filter,
): Promise<ListedItem[]> {
  const { after, limit } = filter
  const found: ListedItem[] = []
  for (const [n, part] of partsOf(filter.sort, filter.isReversed).entries()) {
    if (n < (after?.part ?? 0) || found.length >= limit || excludes(filter, part)) continue
    const rest = { ...filter, after: n === after?.part ? after : undefined, limit: limit - found.length }
    const items = await listPart(engine, db, spaceIds, rest, part)
    for (const item of items) found.push(Object.assign(item, { part: n }))
  }
  return found
}

function excludes(filter: Filter, { has, lacks }: ListPart): boolean {
  const { isUndated, dueAfter, dueBefore, doneFrom, doneUntil } = filter
  if (has === 'due') return isUndated === true
  if (lacks === 'due') return (dueAfter ?? dueBefore) !== undefined
  return lacks === 'done_at' && (doneFrom ?? doneUntil) !== undefined
}

async function listPart(
  engine: Engine,
  db: Db,
  spaceIds: readonly number[],
  filter: Filter,
  part: ListPart,
): Promise<ScannedItem[]> {
  const halves = [1, 0].filter((open) => filter.statuses.some((status) => isOpen({ status }) === (open === 1)))
  const pools = part.columns[0] === 'priority' ? poolsOf(filter) : [null]
  const scans = halves.flatMap((open) => pools.map((pool) => scanPool(engine, db, spaceIds, filter, part, open, pool)))
  const found = (await Promise.all(scans)).flat()
  const isMerged = scans.length > 1 || part.isSorted || spaceIds.length > 1
  return (isMerged ? found.toSorted(comparePart(part)) : found).slice(0, filter.limit)
}

/** The pools that can contain matching items; null stands for one scan across all pools. */
function poolsOf({ kinds, projects }: Filter): (string | null)[] {
  if (projects) return [...new Set(projects)]
  if (!kinds || kinds.includes('task')) return [null]
  return [...new Set(kinds.map((kind) => poolOf(kind, null)))]
}

async function scanPool(
  engine: Engine,
  db: Db,
  spaceIds: readonly number[],
  filter: Filter,
  part: ListPart,
  open: number,
  pool: string | null,
): Promise<ScannedItem[]> {
  const { after, projects, terms } = filter
  const statuses = filter.statuses.filter((status) => isOpen({ status }) === (open === 1))
  const scan: PoolScan = {
    spaceIds,
    pool: pool ?? undefined,
    projects: pool === null ? projects : projects && [pool],
    after: after?.values,
    statuses: statuses.length < 2 ? statuses : undefined,
    kinds: filter.kinds,
    features: filter.features,
    priorities: filter.priorities,
    assigned: filter.assigned,
    dueAfter: filter.dueAfter,
    dueBefore: filter.dueBefore,
    isUndated: filter.isUndated || undefined,
    doneFrom: filter.doneFrom,
    doneUntil: filter.doneUntil,
    tags: filter.tags?.map(tagPattern),
    notTags: filter.notTags?.map(tagPattern),
    json: engine.itemJson,
  }
  const { limit } = filter
  const range = { part, open, limit, lastSpace: after?.space ?? 0 }
  if (!terms) return readScan(db, range, scan)
  const unindexed = await runSteps(unindexedItems(db, spaceIds))
  const wordsOf = (spaceId: number) => {
    const ofSpace = unindexed.filter(({ space_id }) => space_id === spaceId)
    return containsTerms(engine, spaceId, terms, ofSpace)(expressionBuilder<Tables, 'items'>())
  }
  return scanQuery(db, { ...range, limitOfSpace: limit }, scan, wordsOf).execute()
}

/** Open items in list order, after a position. */
export async function openItems(
  db: Db,
  spaceId: number,
  after: ListPosition | undefined,
  limit: number,
): Promise<PlacedItem[]> {
  let query = db.selectFrom('items').where('space_id', '=', spaceId).where(openEquals(1))
  if (after)
    query = query.where(sql<SqlBool>`(priority, position, id) > (${after.priority}, ${after.position}, ${after.id})`)
  return (await query.selectAll().orderBy('priority').orderBy('position').orderBy('id').limit(limit).execute()).map(
    itemOf,
  )
}

/** What tells an item from others when it is imported again. */
export type ItemTraits = Pick<PlacedItem, 'id' | 'kind' | 'title' | 'created_at'>

const TRAITS_BATCH_SIZE = 1000

/** The traits of every item of a space. */
export function* allItemTraits(db: Db, spaceId: number): Step<ItemTraits[]> {
  const all: ItemTraits[] = []
  for (let after = 0; ;) {
    const rows = yield* rowsOf(
      db,
      db
        .selectFrom('items')
        .where('space_id', '=', spaceId)
        .where('seq', '>', after)
        .select(['seq', 'id', 'kind', 'title', 'created_at'])
        .orderBy('seq')
        .limit(TRAITS_BATCH_SIZE),
    )
    for (const { seq: _, ...traits } of rows) all.push(traits)
    if (rows.length < TRAITS_BATCH_SIZE) return all
    after = rows.at(-1)!.seq
  }
}

/** The `seq` of every item of a space, in list order. */
export async function itemsInOrder(db: Db, spaceId: number): Promise<number[]> {
  const rows = await db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .select('seq')
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(({ seq }) => seq)
}

/** Items that were done or canceled since an instant, latest first, without the first `offset`. */
export async function finishedItems(
  db: Db,
  spaceId: number,
  since: string,
  offset: number,
  limit: number,
): Promise<PlacedItem[]> {
  const query = db.selectFrom('items').where('space_id', '=', spaceId).where('done_at', '>=', since).selectAll()
  return (await query.orderBy('done_at', 'desc').orderBy('seq', 'desc').limit(limit).offset(offset).execute()).map(
    itemOf,
  )
}

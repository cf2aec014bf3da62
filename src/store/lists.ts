import { type AliasableExpression, type Expression, type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen, type Status } from '#domain/statuses.ts'
import { type Kind, poolOf } from '#domain/kinds.ts'
import { compareByOrder, type ListPosition } from '#domain/views.ts'
import type { Step } from '#domain/effects/steps.ts'
import type { Engine } from './engine.ts'
import { openEquals } from './items.ts'
import { itemOf, tagJson } from './item-rows.ts'
import { compiledQuery } from './compiled-query.ts'
import { rowsOf } from './query.ts'
import { runSteps } from './run-steps.ts'
import type { Db } from './schema.ts'
import { containsWords, unindexedItems } from './unindexed.ts'

export interface Filter {
  kinds?: Kind[]
  statuses: Status[]
  /** Any of them. */
  tags?: string[]
  projects?: string[]
  features?: string[]
  dueAfter?: Day
  dueBefore?: Day
  /** Prefixes of words, all of which must occur. */
  words?: string[]
  after?: ListPosition
  limit: number
}

/** An item as JSON text, with its sort key. */
export interface ListedItem extends ListPosition {
  json: string
}

/** Tasks of done and archived projects are listed only if their project is named. */
export const inVisibleProject: Expression<SqlBool> = sql`(project is null or project in (
  select slug from projects where projects.space_id = items.space_id and projects.status = 'active'
))`

/** One page of items in list order: an index scan for each pool, open and closed, merged. */
export async function listItems(engine: Engine, db: Db, spaceId: number, filter: Filter): Promise<ListedItem[]> {
  const halves = [1, 0].filter((open) => filter.statuses.some((status) => isOpen({ status }) === (open === 1)))
  const pools = poolsOf(filter)
  const scans = halves.flatMap((open) => pools.map((pool) => scanPool(engine, db, spaceId, filter, open, pool)))
  const found = (await Promise.all(scans)).flat()
  return (scans.length > 1 ? found.toSorted(compareByOrder) : found).slice(0, filter.limit)
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
  spaceId: number,
  filter: Filter,
  open: number,
  pool: string | null,
): Promise<ListedItem[]> {
  const { after, projects, tags, words } = filter
  const statuses = filter.statuses.filter((status) => isOpen({ status }) === (open === 1))
  const scan: PoolScan = {
    spaceId,
    pool: pool ?? undefined,
    project: projects && pool!,
    priority: after?.priority,
    position: after?.position,
    id: after?.id,
    statuses: statuses.length < 2 ? statuses : undefined,
    kinds: filter.kinds,
    features: filter.features,
    dueAfter: filter.dueAfter,
    dueBefore: filter.dueBefore,
    tags: tags?.map((tag) => `%${escapeLike(tagJson(tag))}%`),
    json: engine.itemJson,
  }
  if (!words) return compiledScans[open]!.find(({ maxRows }) => maxRows >= filter.limit)!.run(db, scan)
  const unindexed = await runSteps(unindexedItems(db, spaceId))
  return scanQuery(db, open, filter.limit, scan)
    .where(containsWords(engine, spaceId, words, unindexed))
    .execute()
}

interface PoolScan {
  spaceId: number
  pool?: string
  /** A project that the filter names; unlike others it may be archived. */
  project?: string
  priority?: number
  position?: string
  id?: string
  statuses?: Status[]
  kinds?: Kind[]
  features?: string[]
  dueAfter?: Day
  dueBefore?: Day
  tags?: string[]
  json: AliasableExpression<string>
}

/** `due || ''` keeps the database from using another index, whose rows it would have to sort. */
function scanQuery(db: Db, open: number, limit: number, scan: PoolScan) {
  let query = db.selectFrom('items').where('space_id', '=', scan.spaceId).where(openEquals(open))
  if (scan.pool !== undefined) query = query.where('pool', '=', scan.pool)
  if (scan.priority !== undefined)
    query = query.where(sql<SqlBool>`(priority, position, id) > (${scan.priority}, ${scan.position}, ${scan.id})`)
  if (scan.statuses) query = query.where('status', 'in', scan.statuses)
  if (scan.kinds) query = query.where('kind', 'in', scan.kinds)
  if (scan.features) query = query.where('feature', 'in', scan.features)
  if (scan.dueAfter !== undefined) query = query.where(sql`due || ''`, '>=', scan.dueAfter)
  if (scan.dueBefore !== undefined) query = query.where(sql`due || ''`, '<=', scan.dueBefore)
  const { tags } = scan
  if (tags) query = query.where((eb) => eb.or(tags.map((tag) => sql<SqlBool>`tags like ${tag} escape '\\'`)))
  query = scan.project === undefined ? query.where(inVisibleProject) : query.where('project', '=', scan.project)
  return query
    .select(['priority', 'position', 'id', scan.json.as('json')])
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')
    .limit(sql.lit(limit))
}

/** Row limits are literals, one compiled query each: with a parameter, SQLite would plan the query on each run. */
const ROW_LIMITS = [2, 11, 21, 51, 101, 201, 501, 1001]
const compiledScans = [0, 1].map((open) =>
  ROW_LIMITS.map((maxRows) => ({
    maxRows,
    run: compiledQuery((db, scan: PoolScan) => scanQuery(db, open, maxRows, scan)),
  })),
)

/** Tags are stored lower-cased as a JSON array, so `like` finds a quoted tag on both engines. */
const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

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

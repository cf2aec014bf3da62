import { type AliasableExpression, type Expression, type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import { isOpen, type PlacedItem, type Status } from '#domain/items.ts'
import { type Kind, poolOf } from '#domain/kinds.ts'
import { inOrder, type Place } from '#domain/views.ts'
import type { Engine } from './engine.ts'
import { itemOf, openIs, tagText } from './items.ts'
import { prepared } from './prepared.ts'
import type { Db } from './schema.ts'

export interface Filter {
  kinds?: Kind[]
  statuses: Status[]
  /** Any of them. */
  tags?: string[]
  projects?: string[]
  features?: string[]
  dueAfter?: Day
  dueBefore?: Day
  /** Beginnings of words, all of which must occur. */
  words?: string[]
  after?: Place
  limit: number
}

/** An item as its answer's text, with its place. */
export interface Listed extends Place {
  json: string
}

/** Tasks of projects that are done or archived show only where their project is asked for. */
export const shown: Expression<SqlBool> = sql`(project is null or project in (select slug from projects where projects.user_id = items.user_id and projects.status = 'active'))`

/** One page of items in their order. Each open or closed pool is one walk along an index; the walks are merged. */
export async function listItems(engine: Engine, db: Db, userId: string, filter: Filter): Promise<Listed[]> {
  const halves = [1, 0].filter((open) => filter.statuses.some((status) => isOpen({ status }) === (open === 1)))
  const pools = poolsOf(filter)
  const walks = halves.flatMap((open) => pools.map((pool) => walk(engine, db, userId, filter, open, pool)))
  const found = (await Promise.all(walks)).flat()
  return (walks.length > 1 ? found.toSorted(inOrder) : found).slice(0, filter.limit)
}

/** The pools that can hold what the filter asks for; null: look through all in one walk. */
function poolsOf({ kinds, projects }: Filter): (string | null)[] {
  if (projects) return [...new Set(projects)]
  if (!kinds || kinds.includes('task')) return [null]
  return [...new Set(kinds.map((kind) => poolOf(kind, null)))]
}

async function walk(
  engine: Engine,
  db: Db,
  userId: string,
  filter: Filter,
  open: number,
  pool: string | null,
): Promise<Listed[]> {
  const { after, projects, tags, words } = filter
  const statuses = filter.statuses.filter((status) => isOpen({ status }) === (open === 1))
  const values: Walk = {
    userId,
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
    tags: tags?.map((tag) => `%${escapeLike(tagText(tag))}%`),
    json: engine.itemJson,
  }
  if (!words) return walked[open]!.find(({ most }) => most >= filter.limit)!.run(db, values)
  return walkQuery(db, open, filter.limit, values)
    .where(sql`seq + 0`, 'in', engine.text.matches(userId, words))
    .execute()
}

interface Walk {
  userId: string
  pool?: string
  /** Asked for by name, so that it may be archived. */
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

/** Filters are written so that no other index tempts the database: what that finds would have to be sorted. */
function walkQuery(db: Db, open: number, limit: number, by: Walk) {
  let query = db.selectFrom('items').where('user_id', '=', by.userId).where(openIs(open))
  if (by.pool !== undefined) query = query.where('pool', '=', by.pool)
  if (by.priority !== undefined)
    query = query.where(sql<SqlBool>`(priority, position, id) > (${by.priority}, ${by.position}, ${by.id})`)
  if (by.statuses) query = query.where('status', 'in', by.statuses)
  if (by.kinds) query = query.where('kind', 'in', by.kinds)
  if (by.features) query = query.where('feature', 'in', by.features)
  if (by.dueAfter !== undefined) query = query.where(sql`due || ''`, '>=', by.dueAfter)
  if (by.dueBefore !== undefined) query = query.where(sql`due || ''`, '<=', by.dueBefore)
  const { tags } = by
  if (tags) query = query.where((eb) => eb.or(tags.map((tag) => sql<SqlBool>`tags like ${tag} escape '\\'`)))
  query = by.project === undefined ? query.where(shown) : query.where('project', '=', by.project)
  return query
    .select(['priority', 'position', 'id', by.json.as('json')])
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')
    .limit(sql.lit(limit))
}

/** How many rows a walk is asked for. SQLite plans a query anew at each run if a parameter says that, so each of these has a text of its own. */
const MOST = [2, 11, 21, 51, 101, 201, 501, 1001]
const walked = [0, 1].map((open) =>
  MOST.map((most) => ({ most, run: prepared((db, by: Walk) => walkQuery(db, open, most, by)) })),
)

/** Tags are kept lower-cased as a JSON array, so a quoted tag is found as a part of the text on either engine. */
const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Open items by number of arrival, after one. */
export async function openItems(
  db: Db,
  userId: string,
  after: number,
  limit: number,
): Promise<{ seq: number; item: PlacedItem }[]> {
  const query = db.selectFrom('items').where('user_id', '=', userId).where(openIs(1)).where('seq', '>', after)
  const rows = await query.selectAll().orderBy('seq').limit(limit).execute()
  return rows.map((row) => ({ seq: row.seq, item: itemOf(row) }))
}

/** Every item of a user. */
export async function allItems(db: Db, userId: string): Promise<PlacedItem[]> {
  return (await db.selectFrom('items').where('user_id', '=', userId).selectAll().execute()).map(itemOf)
}

/** Every item of a user as its answer's text, in the order of all lists. */
export async function allItemTexts(engine: Engine, db: Db, userId: string): Promise<string[]> {
  const query = db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .orderBy('priority')
    .orderBy('position')
    .orderBy('id')
  return (await query.select(engine.itemJson.as('json')).execute()).map(({ json }) => json)
}

/** Items that were done or canceled since an instant. */
export async function finishedItems(db: Db, userId: string, since: string): Promise<PlacedItem[]> {
  return (
    await db
      .selectFrom('items')
      .where('user_id', '=', userId)
      .where('done_at', '>=', since)
      .selectAll()
      .orderBy('done_at')
      .orderBy('seq')
      .execute()
  ).map(itemOf)
}

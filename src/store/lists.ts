import { type AliasableExpression, type Expression, type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem, Status } from '#domain/items.ts'
import { type Kind, poolOf } from '#domain/kinds.ts'
import { inOrder, type Place } from '#domain/views.ts'
import type { Engine } from './engine.ts'
import { itemOf, tagText } from './items.ts'
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
const shown: Expression<SqlBool> = sql`(project is null or project in (select slug from projects where projects.user_id = items.user_id and projects.status = 'active'))`

const OPEN: readonly Status[] = ['todo', 'doing']

/** One page of items in their order. Each open or closed pool is one walk along an index; the walks are merged. */
export async function listItems(engine: Engine, db: Db, userId: string, filter: Filter): Promise<Listed[]> {
  const halves = [1, 0].filter((open) => filter.statuses.some((status) => OPEN.includes(status) === (open === 1)))
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

async function walk(engine: Engine, db: Db, userId: string, filter: Filter, open: number, pool: string | null): Promise<Listed[]> {
  const { after, projects, tags, words } = filter
  const statuses = filter.statuses.filter((status) => OPEN.includes(status) === (open === 1))
  const values: Walk = {
    userId,
    open,
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
    limit: filter.limit,
    json: engine.itemJson,
  }
  if (!words) return walked(db, values)
  return walkQuery(db, values).where('seq', 'in', engine.text.matches(userId, words)).execute()
}

interface Walk {
  userId: string
  open: number
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
  limit: number
  json: AliasableExpression<string>
}

function walkQuery(db: Db, by: Walk) {
  let query = db.selectFrom('items').where('user_id', '=', by.userId).where('open', '=', by.open)
  if (by.pool !== undefined) query = query.where('pool', '=', by.pool)
  if (by.priority !== undefined) query = query.where(sql<SqlBool>`(priority, position, id) > (${by.priority}, ${by.position}, ${by.id})`)
  if (by.statuses) query = query.where('status', 'in', by.statuses)
  if (by.kinds) query = query.where('kind', 'in', by.kinds)
  if (by.features) query = query.where('feature', 'in', by.features)
  if (by.dueAfter !== undefined) query = query.where('due', '>=', by.dueAfter)
  if (by.dueBefore !== undefined) query = query.where('due', '<=', by.dueBefore)
  const { tags } = by
  if (tags) query = query.where((eb) => eb.or(tags.map((tag) => sql<SqlBool>`tags like ${tag} escape '\\'`)))
  query = by.project === undefined ? query.where(shown) : query.where('project', '=', by.project)
  return query.select(['priority', 'position', 'id', by.json.as('json')]).orderBy('priority').orderBy('position').orderBy('id').limit(by.limit)
}

const walked = prepared(walkQuery)

/** Tags are kept lower-cased as a JSON array, so a quoted tag is found as a part of the text on either engine. */
const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** An item of Today as its answer's text, with what says where it stands there. */
export interface ForToday extends Listed {
  status: Status
  due: Day | null
  bought_on: Day | null
  estimate: number | null
}

const forToday = prepared((db, { userId, today, json }: { userId: string; today: Day; json: AliasableExpression<string> }) => {
  const open = db.selectFrom('items').where('user_id', '=', userId).where('open', '=', sql.lit(1)).select('seq')
  const due = open.where('due', '<=', today)
  const doing = db.selectFrom('items').where('user_id', '=', userId).where('status', '=', sql.lit('doing' as const)).select('seq')
  const urgent = open.where('priority', '<=', sql.lit(2)).where('due', 'is', null)
  return db
    .selectFrom('items')
    .where('seq', 'in', due.unionAll(doing).unionAll(urgent))
    .where(shown)
    .select(['priority', 'position', 'id', 'status', 'due', 'bought_on', 'estimate', json.as('json')])
})

/** Open items that Today may show, in no order. */
export async function itemsForToday(engine: Engine, db: Db, userId: string, today: Day): Promise<ForToday[]> {
  return forToday(db, { userId, today, json: engine.itemJson })
}

const dueBy = prepared((db, { userId, last }: { userId: string; last: Day }) =>
  db.selectFrom('items').where('user_id', '=', userId).where('open', '=', 1).where('due', '<=', last).where(shown).selectAll(),
)

/** Open items that are due up to a day, overdue ones included, since what recurs comes again. */
export async function itemsDueBy(db: Db, userId: string, last: Day): Promise<PlacedItem[]> {
  return (await dueBy(db, { userId, last })).map(itemOf)
}

/** Open items by number of arrival, after one. */
export async function openItems(db: Db, userId: string, after: number, limit: number): Promise<{ seq: number; item: PlacedItem }[]> {
  const query = db.selectFrom('items').where('user_id', '=', userId).where('open', '=', 1).where('seq', '>', after)
  const rows = await query.selectAll().orderBy('seq').limit(limit).execute()
  return rows.map((row) => ({ seq: row.seq, item: itemOf(row) }))
}

/** Every item of a user. */
export async function allItems(db: Db, userId: string): Promise<PlacedItem[]> {
  return (await db.selectFrom('items').where('user_id', '=', userId).selectAll().execute()).map(itemOf)
}

/** Every item of a user as its answer's text, in the order of all lists. */
export async function allItemTexts(engine: Engine, db: Db, userId: string): Promise<string[]> {
  const query = db.selectFrom('items').where('user_id', '=', userId).orderBy('priority').orderBy('position').orderBy('id')
  return (await query.select(engine.itemJson.as('json')).execute()).map(({ json }) => json)
}

/** Items that were done or canceled since an instant. */
export async function finishedItems(db: Db, userId: string, since: string): Promise<PlacedItem[]> {
  return (await db.selectFrom('items').where('user_id', '=', userId).where('done_at', '>=', since).selectAll().orderBy('done_at').orderBy('seq').execute()).map(itemOf)
}

export interface FeedFilter {
  all: boolean
  kinds?: Kind[]
  tags?: string[]
  project?: string
}

/** A row that someone else has damaged is left out, so that a calendar never breaks as a whole. */
function readable(row: Parameters<typeof itemOf>[0]): PlacedItem[] {
  try {
    return [itemOf(row)]
  } catch {
    return []
  }
}

/** Items with a due date, for the calendar. */
export async function itemsWithDue(db: Db, userId: string, filter: FeedFilter): Promise<PlacedItem[]> {
  let query = db.selectFrom('items').where('user_id', '=', userId).where('due', 'is not', null).where(shown)
  query = filter.all ? query.where('open', 'in', [0, 1]) : query.where('open', '=', 1)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  if (filter.project !== undefined) query = query.where('project', '=', filter.project)
  const { tags } = filter
  const items = (await query.selectAll().orderBy('due').orderBy('seq').execute()).flatMap(readable)
  return tags ? items.filter((item) => item.tags.some((tag) => tags.includes(tag))) : items
}

const CANDIDATES = 500

/** The newest items that hold a word beginning with each of `words`, newest first. */
export async function candidates(engine: Engine, db: Db, userId: string, words: readonly string[]): Promise<PlacedItem[]> {
  const rows = await db
    .selectFrom('items')
    .where('seq', 'in', sql<number>`(select * from ${engine.text.matches(userId, words)} limit ${sql.lit(CANDIDATES)})`)
    .where('user_id', '=', userId)
    .where(shown)
    .selectAll()
    .orderBy('seq', 'desc')
    .execute()
  return rows.map(itemOf)
}

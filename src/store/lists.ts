import { type Expression, type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem, Status } from '#domain/items.ts'
import { type Kind, poolOf } from '#domain/kinds.ts'
import { inOrder } from '#domain/views.ts'
import type { Engine } from './engine.ts'
import { itemOf, tagText } from './items.ts'
import type { Db } from './schema.ts'

/** A place in the order of all lists. */
export interface Place {
  priority: number
  position: string
  id: string
}

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

/** Tasks of projects that are done or archived show only where their project is asked for. */
const shown: Expression<SqlBool> = sql`(project is null or project in (select slug from projects where projects.user_id = items.user_id and projects.status = 'active'))`

const OPEN: readonly Status[] = ['todo', 'doing']

/** One page of items in their order. Each open or closed pool is one walk along an index; the walks are merged. */
export async function listItems(engine: Engine, db: Db, userId: string, filter: Filter): Promise<PlacedItem[]> {
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

async function walk(engine: Engine, db: Db, userId: string, filter: Filter, open: number, pool: string | null): Promise<PlacedItem[]> {
  let query = db.selectFrom('items').where('user_id', '=', userId).where('open', '=', open)
  if (pool !== null) query = query.where('pool', '=', pool)
  if (filter.after) {
    const { priority, position, id } = filter.after
    query = query.where(sql<SqlBool>`(priority, position, id) > (${priority}, ${position}, ${id})`)
  }
  const statuses = filter.statuses.filter((status) => OPEN.includes(status) === (open === 1))
  if (statuses.length < 2) query = query.where('status', 'in', statuses)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  if (filter.features) query = query.where('feature', 'in', filter.features)
  if (filter.dueAfter) query = query.where('due', '>=', filter.dueAfter)
  if (filter.dueBefore) query = query.where('due', '<=', filter.dueBefore)
  if (filter.tags) {
    const any = filter.tags
    query = query.where((eb) => eb.or(any.map((tag) => sql<SqlBool>`tags like ${`%${escapeLike(tagText(tag))}%`} escape '\\'`)))
  }
  if (filter.words) query = query.where('seq', 'in', engine.text.matches(userId, filter.words))
  query = filter.projects ? query.where('project', '=', pool) : query.where(shown)
  const rows = await query.selectAll().orderBy('priority').orderBy('position').orderBy('id').limit(filter.limit).execute()
  return rows.map(itemOf)
}

/** Tags are kept lower-cased as a JSON array, so a quoted tag is found as a part of the text on either engine. */
const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

/** Open items that Today may show. */
export async function itemsForToday(db: Db, userId: string, today: Day): Promise<PlacedItem[]> {
  const open = () => db.selectFrom('items').where('user_id', '=', userId).where('open', '=', 1).where(shown).selectAll()
  const [due, doing, urgent] = await Promise.all([
    open().where('due', '<=', today).execute(),
    open().where('status', '=', 'doing').execute(),
    open().where('priority', '<=', 2).where('due', 'is', null).execute(),
  ])
  const rows = new Map([...due, ...doing, ...urgent].map((row) => [row.seq, row]))
  return [...rows.values()].map(itemOf)
}

/** Open items that are due up to a day, overdue ones included, since what recurs comes again. */
export async function itemsDueBy(db: Db, userId: string, last: Day): Promise<PlacedItem[]> {
  const rows = await db.selectFrom('items').where('user_id', '=', userId).where('open', '=', 1).where('due', '<=', last).where(shown).selectAll().execute()
  return rows.map(itemOf)
}

/** Open items by number of arrival, after one. */
export async function openItems(db: Db, userId: string, after: number, limit: number): Promise<{ seq: number; item: PlacedItem }[]> {
  const query = db.selectFrom('items').where('user_id', '=', userId).where('open', '=', 1).where('seq', '>', after)
  const rows = await query.selectAll().orderBy('seq').limit(limit).execute()
  return rows.map((row) => ({ seq: row.seq, item: itemOf(row) }))
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

import {
  type AliasableExpression,
  type Compilable,
  type Expression,
  expressionBuilder,
  type SqlBool,
  sql,
} from 'kysely'
import type { Day, Instant } from '#domain/dates.ts'
import type { Kind } from '#domain/kinds.ts'
import type { Status } from '#domain/statuses.ts'
import { compiledQuery } from './compiled-query.ts'
import { tagJson } from './item-rows.ts'
import { openEquals, ownedBy } from './items.ts'
import type { ListPart, NumberedPart, SortColumn, SortValue } from './list-parts.ts'
import type { Query } from './query.ts'
import type { Db, Tables } from './schema.ts'

/** An item as JSON text, with where it stands in the list. */
export type ListedItem = { json: string; part: number } & Partial<Record<SortColumn, SortValue | null>>

/** Tasks of done and archived projects are listed only if their project is named. */
export const inVisibleProject: Expression<SqlBool> = sql`(project is null or project in (
  select slug from projects where projects.space_id = items.space_id and projects.status = 'active'
))`

/** One scan of an index, narrowed by a filter. */
export interface PoolScan {
  spaceId: number
  pool?: string
  /** Projects that the filter names; unlike others they may be archived. */
  projects?: string[]
  after?: SortValue[]
  statuses?: Status[]
  kinds?: Kind[]
  features?: string[]
  priorities?: number[]
  assigned?: string[]
  dueAfter?: Day
  dueBefore?: Day
  isUndated?: true
  doneFrom?: Instant
  doneUntil?: Instant
  tags?: string[]
  notTags?: string[]
  json: AliasableExpression<string>
}

/** Reads up to `limit` rows of a part; `words` is a further condition. */
export function scanQuery(
  db: Db,
  part: NumberedPart,
  open: number,
  limit: number,
  scan: PoolScan,
  words?: Expression<SqlBool>,
): Compilable<ListedItem> & { execute(): Promise<ListedItem[]> } {
  let query = db.selectFrom('items').where('space_id', '=', scan.spaceId).where(openEquals(open))
  if (part.has) query = query.where(part.has, 'is not', null)
  if (part.lacks) query = query.where(part.lacks, 'is', null)
  if (scan.pool !== undefined) query = query.where('pool', '=', scan.pool)
  if (scan.after) {
    const columns = sql.join(part.columns.map((column) => sql.ref(column)))
    query = query.where(sql<SqlBool>`(${columns}) ${sql.raw(part.isDescending ? '<' : '>')} (${sql.join(scan.after)})`)
  }
  query = query.where(matchesFilter(part, scan))
  if (words) query = query.where(words)
  const direction = part.isDescending ? 'desc' : 'asc'
  const rows = part.columns
    .reduce((sorted, column) => sorted.orderBy(column, direction), query)
    .select(part.columns)
    .limit(sql.lit(limit))
  const answer = [sql.lit(part.n).as('part'), scan.json.as('json')] as const
  if (!part.isSorted) return rows.select(answer)
  // the JSON of those that remain: what is sorted should be short
  return db
    .selectFrom(rows.select('seq as row_seq').as('page'))
    .innerJoin('items', (join) => join.onRef('items.seq', '=', 'page.row_seq').on(ownedBy(db, scan.spaceId)))
    .select(part.columns.map((column) => `page.${column}` as const))
    .select(answer)
}

/**
 * The conditions that no index narrows but that of the part's first column: a column in an expression keeps the
 * database from using another index, whose rows it would have to sort.
 */
function matchesFilter({ columns }: ListPart, scan: PoolScan): Expression<SqlBool> {
  const eb = expressionBuilder<Tables, 'items'>()
  const textOf = (column: 'due' | 'done_at') =>
    columns[0] === column ? sql.ref<string>(column) : sql<string>`${sql.ref(column)} || ''`
  const like = (pattern: string) => sql<SqlBool>`tags like ${pattern} escape '\\'`
  const conditions: Expression<SqlBool>[] = [
    scan.projects ? eb('project', 'in', scan.projects) : inVisibleProject, //
  ]
  if (scan.statuses) conditions.push(eb('status', 'in', scan.statuses))
  if (scan.kinds) conditions.push(eb('kind', 'in', scan.kinds))
  if (scan.features) conditions.push(eb('feature', 'in', scan.features))
  if (scan.priorities) conditions.push(eb(sql<number>`priority + 0`, 'in', scan.priorities))
  if (scan.assigned) conditions.push(eb('assigned', 'in', scan.assigned))
  if (scan.isUndated) conditions.push(eb('due', 'is', null))
  if (scan.dueAfter !== undefined) conditions.push(eb(textOf('due'), '>=', scan.dueAfter))
  if (scan.dueBefore !== undefined) conditions.push(eb(textOf('due'), '<=', scan.dueBefore))
  if (scan.doneFrom !== undefined) conditions.push(eb(textOf('done_at'), '>=', scan.doneFrom))
  if (scan.doneUntil !== undefined) conditions.push(eb(textOf('done_at'), '<', scan.doneUntil))
  if (scan.tags) conditions.push(eb.or(scan.tags.map(like)))
  if (scan.notTags) conditions.push(eb.not(eb.or(scan.notTags.map(like))))
  return eb.and(conditions)
}

/** Row limits are literals, one compiled query each: with a parameter, SQLite would plan the query on each run. */
const ROW_LIMITS = [2, 11, 21, 51, 101, 201, 501, 1001]
const compiledScans = new Map<string, (db: Db, scan: PoolScan) => Query<ListedItem[]>>()

export function compiledScan(part: NumberedPart, open: number, limit: number) {
  const maxRows = ROW_LIMITS.find((rows) => rows >= limit)!
  const name = `${part.name} ${open} ${maxRows}`
  let scan = compiledScans.get(name)
  if (!scan) {
    scan = compiledQuery((db, values: PoolScan) => scanQuery(db, part, open, maxRows, values))
    compiledScans.set(name, scan)
  }
  return scan
}

/** A pattern for the tags of an item: stored as a JSON array, so that `like` finds a quoted tag on both engines. */
export const tagPattern = (tag: string): string => `%${escapeLike(tagJson(tag))}%`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

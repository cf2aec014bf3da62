import {
  type AliasableExpression,
  type Compilable,
  type Expression,
  expressionBuilder,
  PostgresAdapter,
  type SqlBool,
  sql,
} from 'kysely'
import type { Day, Instant } from '#domain/dates.ts'
import type { Kind } from '#domain/kinds.ts'
import type { Status } from '#domain/statuses.ts'
import { compiledQuery } from './compiled-query.ts'
import { tagJson } from './item-rows.ts'
import { openEquals, ownedBy } from './items.ts'
import { headOf, type ListPart, type SortColumn, type SortValue } from './list-parts.ts'
import type { Query } from './query.ts'
import type { Db, Tables } from './schema.ts'

/** An item as JSON text, with what it is sorted by, and which of several spaces it is of. */
export type ScannedItem = { json: string; space?: number } & Partial<Record<SortColumn, SortValue | null>>

/** Tasks of done and archived projects are listed only if their project is named. */
export const inVisibleProject: Expression<SqlBool> = sql`(project is null or project in (
  select slug from projects where projects.space_id = items.space_id and projects.status = 'active'
))`

/** One scan of an index, or of each of several spaces, narrowed by a filter. */
export interface PoolScan {
  spaceIds: readonly number[]
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

/** What is scanned besides: up to how many rows of a part, and after which of the spaces the page before ended. */
export interface ScanRange {
  part: ListPart
  open: number
  limit: number
  /** Up to how many of each of the spaces. */
  limitOfSpace: number
  /** Its place among the spaces; where it is gone, between those of two. */
  lastSpace: number
}

/** A further condition on the items of a space. */
type WordsOf = (spaceId: number) => Expression<SqlBool>

/** Reads up to `limit` rows. */
export function scanQuery(
  db: Db,
  range: ScanRange,
  scan: PoolScan,
  wordsOf?: WordsOf,
): Compilable<ScannedItem> & { execute(): Promise<ScannedItem[]> } {
  const { columns, isSorted } = range.part
  const json = scan.json.as('json')
  const ofSpace = (n: number) => scanSpace(db, range, scan, n, wordsOf)
  const isOfOne = scan.spaceIds.length === 1
  if (isOfOne && !isSorted) return ofSpace(0).select(columns).select(json)
  // the JSON of those that remain: what is sorted should be short
  if (db.getExecutor().adapter instanceof PostgresAdapter) {
    // whose rows hold long texts apart; joined by `seq`, it would rather read all rows of the space
    if (isOfOne) return db.selectFrom(ofSpace(0).selectAll().as('items')).select(columns).select(json)
    const rows = scan.spaceIds.map((_, n) => ofSpace(n).selectAll().select(sql.lit(n).as('space')))
    return db.selectFrom(mergeSpaces(range, rows).as('items')).select(columns).select(['space', json])
  }
  const rows = scan.spaceIds.map((_, n) =>
    ofSpace(n)
      .select(columns)
      .select(['seq as row_seq', sql.lit(n).as('space')]),
  )
  return db
    .selectFrom((isOfOne ? rows[0]! : mergeSpaces(range, rows)).as('page'))
    .innerJoin('items', (join) => join.onRef('items.seq', '=', 'page.row_seq').on(ownedBy(db, scan.spaceIds)))
    .select([...columns.map((column) => `page.${column}` as const), 'page.space'])
    .select(json)
}

/** The first rows of those that come first in each space. */
function mergeSpaces<Row>(
  { part, limit }: ScanRange,
  rows: readonly AliasableExpression<Row>[],
): AliasableExpression<Row> {
  const all = rows.map((one) => sql`select * from ${one} as of_space`)
  const direction = sql.raw(part.isDescending ? 'desc' : 'asc')
  const sorted = (columns: readonly SortColumn[]) => columns.map((column) => sql`${sql.ref(column)} ${direction}`)
  const head = headOf(part)
  const order = [...sorted(head), sql`space`, ...sorted(part.columns.slice(head.length))]
  return sql`(
    select * from (${sql.join(all, sql` union all `)}) as merged order by ${sql.join(order)} limit ${sql.lit(limit)}
  )`
}

function scanSpace(db: Db, range: ScanRange, scan: PoolScan, n: number, wordsOf?: WordsOf) {
  const { part, open, limitOfSpace, lastSpace } = range
  const spaceId = scan.spaceIds[n]!
  let query = db.selectFrom('items').where('space_id', '=', spaceId).where(openEquals(open))
  if (part.has) query = query.where(part.has, 'is not', null)
  if (part.lacks) query = query.where(part.lacks, 'is', null)
  if (scan.pool !== undefined) query = query.where('pool', '=', scan.pool)
  if (scan.after) query = query.where(isAfter(part, scan.after, n - lastSpace))
  query = query.where(matchesFilter(part, scan))
  if (wordsOf) query = query.where(wordsOf(spaceId))
  const direction = part.isDescending ? 'desc' : 'asc'
  return part.columns.reduce((sorted, column) => sorted.orderBy(column, direction), query).limit(sql.lit(limitOfSpace))
}

/** Where an item follows the given values: in the same space, in an earlier one (below 0), or in a later one. */
function isAfter(part: ListPart, values: readonly SortValue[], spacesLater: number): Expression<SqlBool> {
  const columns = spacesLater === 0 ? part.columns : headOf(part)
  const operator = `${part.isDescending ? '<' : '>'}${spacesLater > 0 ? '=' : ''}`
  const names = sql.join(columns.map((column) => sql.ref(column)))
  return sql`(${names}) ${sql.raw(operator)} (${sql.join(values.slice(0, columns.length))})`
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
const compiledScans = new Map<string, (db: Db, scan: PoolScan) => Query<ScannedItem[]>>()

/**
 * Reads up to `limit` rows or some more: of several spaces first no more of each than twice its share, which is rarely
 * too few, and then all again.
 */
export async function readScan(db: Db, range: Omit<ScanRange, 'limitOfSpace'>, scan: PoolScan): Promise<ScannedItem[]> {
  const limit = ROW_LIMITS.find((rows) => rows >= range.limit)!
  const share = 2 * Math.ceil(limit / scan.spaceIds.length)
  if (share < limit) {
    const found = await compiledScan({ ...range, limit, limitOfSpace: share })(db, scan)
    const countOf = (n: number) => found.filter(({ space }) => space === n).length
    if (scan.spaceIds.every((_, n) => countOf(n) < share)) return found
  }
  return compiledScan({ ...range, limit, limitOfSpace: limit })(db, scan)
}

function compiledScan(range: ScanRange) {
  const { part, open, limit, limitOfSpace, lastSpace } = range
  const name = `${part.name} ${open} ${limit} ${limitOfSpace} ${lastSpace}`
  let scan = compiledScans.get(name)
  if (!scan) {
    scan = compiledQuery((db, values: PoolScan) => scanQuery(db, range, values))
    compiledScans.set(name, scan)
  }
  return scan
}

/** A pattern for the tags of an item: stored as a JSON array, so that `like` finds a quoted tag on both engines. */
export const tagPattern = (tag: string): string => `%${escapeLike(tagJson(tag))}%`

const escapeLike = (text: string) => text.replace(/[\\%_]/g, (sign) => `\\${sign}`)

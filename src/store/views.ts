import { type AliasableExpression, type RawBuilder, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Status } from '#domain/statuses.ts'
import type { TimeOfDay } from '#domain/times.ts'
import { mayAnswerLong, type Usage } from '#domain/usage.ts'
import type { ListPosition } from '#domain/views.ts'
import type { Engine } from './engine.ts'
import { openEquals, ownedBy } from './items.ts'
import { ITEM_COLUMNS, itemOf } from './item-rows.ts'
import { inVisibleProject } from './list-scans.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Db } from './schema.ts'

/** An item of Today as JSON text, with the fields that determine its section and order. */
export interface TodayItem extends ListPosition {
  json: string
  space_id: number
  status: Status
  due: Day | null
  at: TimeOfDay | null
  bought_on: Day | null
  estimate: number | null
  assigned: string | null
}

/** Of a space without long answers, whose items are read at once, however many have notes. */
const MAX_SHORT_ROWS = 2000
/** Of a space with more text. */
const MAX_LONG_ROWS = 100

/** Items that are read at once for a view. Where there are more, their notes are read apart, some at a time. */
export const maxViewRows = (space: Usage): number => (mayAnswerLong(space) ? MAX_LONG_ROWS : MAX_SHORT_ROWS)

/** Row limits are literals, see lists.ts: a query for each, which finds out whether there are more. */
const forLimits = <Query>(make: (limit: RawBuilder<number>) => Query): Map<number, Query> =>
  new Map([MAX_SHORT_ROWS, MAX_LONG_ROWS].map((rows) => [rows, make(sql.lit(rows + 1))]))

interface TodayQuery {
  spaceIds: readonly number[]
  today: Day
}

function forToday(db: Db, { spaceIds, today }: TodayQuery) {
  const open = db.selectFrom('items').where('space_id', 'in', spaceIds).where(openEquals(1)).select('seq')
  const due = open.where('due', '<=', today)
  const doing = db
    .selectFrom('items')
    .where('space_id', 'in', spaceIds)
    .where('status', '=', sql.lit('doing' as const))
    .select('seq')
  const urgent = open.where('due', 'is', null).where('priority', '<=', sql.lit(2))
  return db
    .selectFrom('items')
    .where('seq', 'in', due.unionAll(doing).unionAll(urgent))
    .where(ownedBy(db, spaceIds))
    .where(inVisibleProject)
}

const selectForToday = forLimits((limit) =>
  compiledQuery((db, { json, ...query }: TodayQuery & { json: AliasableExpression<string> }) =>
    forToday(db, query)
      .select([
        'space_id',
        'priority',
        'position',
        'id',
        'status',
        'due',
        'at',
        'bought_on',
        'estimate',
        'assigned',
        json.as('json'),
      ])
      .limit(limit),
  ),
)

/** Open items of the spaces that Today may show, unordered: up to `maxRows`, of maxViewRows, and one more. */
export async function itemsForToday(
  engine: Engine,
  db: Db,
  spaceIds: readonly number[],
  today: Day,
  maxRows: number,
): Promise<TodayItem[]> {
  return selectForToday.get(maxRows)!(db, { spaceIds, today, json: engine.itemJson })
}

const selectSeqsForToday = compiledQuery((db, query: TodayQuery) => forToday(db, query).select('seq'))

/** The `seq` of every open item that Today may show. */
export async function seqsForToday(db: Db, spaceId: number, today: Day): Promise<number[]> {
  return (await selectSeqsForToday(db, { spaceIds: [spaceId], today })).map(({ seq }) => seq)
}

interface DueBy {
  spaceIds: readonly number[]
  last: Day
}

const dueBy = (db: Db, { spaceIds, last }: DueBy) =>
  db
    .selectFrom('items')
    .where('space_id', 'in', spaceIds)
    .where(openEquals(1))
    .where('due', '<=', last)
    .where(inVisibleProject)

const selectDueBy = forLimits((limit) => compiledQuery((db, due: DueBy) => dueBy(db, due).selectAll().limit(limit)))

/** An item, and the number of its space. */
export interface ItemOfSpace {
  space_id: number
  item: PlacedItem
}

/**
 * Open items of the spaces that are due up to a day: up to `maxRows`, of maxViewRows, and one more. Overdue ones are
 * included, since a recurring one may occur again by then.
 */
export async function itemsDueBy(
  db: Db,
  spaceIds: readonly number[],
  last: Day,
  maxRows: number,
): Promise<ItemOfSpace[]> {
  const rows = await selectDueBy.get(maxRows)!(db, { spaceIds, last })
  return rows.map((row) => ({ space_id: row.space_id, item: itemOf(row) }))
}

const selectSeqsDueBy = compiledQuery((db, due: DueBy) => dueBy(db, due).select('seq'))

/** The `seq` of every open item due up to a day. */
export async function seqsDueBy(db: Db, spaceId: number, last: Day): Promise<number[]> {
  return (await selectSeqsDueBy(db, { spaceIds: [spaceId], last })).map(({ seq }) => seq)
}

const COLUMNS = ITEM_COLUMNS.map(({ name }) => name).filter((name) => name !== 'notes')

const selectWithoutNotes = compiledQuery((db, { spaceId, seqs }: { spaceId: number; seqs: number[] }) =>
  db
    .selectFrom('items')
    .where('seq', 'in', seqs)
    .where(ownedBy(db, spaceId))
    .select([...COLUMNS, 'position', 'seq']),
)

/** Items by `seq`, in any order, with null for their notes. */
export async function itemsWithoutNotes(
  db: Db,
  spaceId: number,
  seqs: number[],
): Promise<{ seq: number; item: PlacedItem }[]> {
  const rows = await selectWithoutNotes(db, { spaceId, seqs })
  return rows.map((row) => ({ seq: row.seq, item: itemOf({ ...row, notes: null } as Parameters<typeof itemOf>[0]) }))
}

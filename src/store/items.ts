import { type AliasableExpression, type Expression, type Insertable, PostgresAdapter, type SqlBool, sql } from 'kysely'
import { PAUSE, type Step, together } from '#domain/effects/steps.ts'
import { afterBeginning } from '#domain/ids.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Engine } from './engine.ts'
import { itemOf, type NumberedItem, ROW_COLUMNS, rowOf, tagsOf } from './item-rows.ts'
import { compiledInsert, compiledQuery, compiledRows, compiledUpdate } from './compiled-query.ts'
import type { Db, ItemRow } from './schema.ts'
import { query, rowsOf } from './query.ts'
import { runSteps } from './run-steps.ts'

/**
 * Compares with a literal: if a parameter could decide whether a partial index applies, SQLite would plan the query
 * again on each run.
 */
export const openEquals = (open: number): Expression<SqlBool> => sql`open = ${sql.lit(open)}`

const isPostgres = (db: Db) => db.getExecutor().adapter instanceof PostgresAdapter

/** A number may be a placeholder for one. */
const isList = (space: number | readonly number[]): space is readonly number[] => Array.isArray(space)

/**
 * Of a space, or of any of several, where rows are found by `seq`: SQLite looks each up by this number alone, and
 * would, if it could, rather read all rows of the space; PostgreSQL's index begins with the space.
 */
export function ownedBy(db: Db, space: number | readonly number[]): Expression<SqlBool> {
  const column = sql.raw(isPostgres(db) ? 'space_id' : '+space_id')
  return isList(space) ? sql`${column} in (${sql.join(space)})` : sql`${column} = ${space}`
}

const selectById = compiledQuery((db, { spaceId, id }: { spaceId: number; id: string }) =>
  db.selectFrom('items').where('space_id', '=', spaceId).where('id', '=', id).selectAll(),
)

/** The item with exactly this id. */
export const getItem = query(function* (db: Db, spaceId: number, id: string): Step<PlacedItem | undefined> {
  const [row] = yield* selectById(db, { spaceId, id })
  return row && itemOf(row)
})

const selectJson = compiledQuery(
  (db, { spaceId, id, json }: { spaceId: number; id: string; json: AliasableExpression<string> }) =>
    db
      .selectFrom('items')
      .where('space_id', '=', spaceId)
      .where('id', '=', id)
      .select(['id', 'revision', json.as('json')]),
)

/** The item with exactly this id, as JSON text. */
export async function getItemJson(
  engine: Engine,
  db: Db,
  spaceId: number,
  id: string,
): Promise<{ id: string; json: string; revision: number } | undefined> {
  return (await selectJson(db, { spaceId, id, json: engine.itemJson }))[0]
}

const selectRevision = compiledQuery((db, { spaceId, id }: { spaceId: number; id: string }) =>
  db.selectFrom('items').where('space_id', '=', spaceId).where('id', '=', id).select('revision'),
)

/** Whether an item of the space has an amount. */
export async function hasBudgets(db: Db, spaceId: number): Promise<boolean> {
  const items = db.selectFrom('items').where('space_id', '=', spaceId).where('budget', 'is not', null)
  return (await items.select('id').limit(1).executeTakeFirst()) !== undefined
}

/** The revision of the item with exactly this id. */
export async function getItemRevision(db: Db, spaceId: number, id: string): Promise<number | undefined> {
  return (await selectRevision(db, { spaceId, id }))[0]?.revision
}

/** Those of the items that exist, by id. */
export function* getItemsById(db: Db, spaceId: number, ids: readonly string[]): Step<Map<string, PlacedItem>> {
  const found = new Map<string, PlacedItem>()
  for (const batch of batches(ids)) {
    for (const row of yield* selectByIds(db, { spaceId, ids: batch })) found.set(row.id, itemOf(row))
  }
  return found
}

const MAX_CANDIDATES = 10

/** Up to MAX_CANDIDATES items whose id starts with `prefix`. */
export function* itemsByIdPrefix(db: Db, spaceId: number, prefix: string, open: boolean): Step<PlacedItem[]> {
  let select = db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('id', '>=', prefix)
    .where('id', '<', afterBeginning(prefix))
  if (open) select = select.where(openEquals(1))
  return (yield* rowsOf(db, select.selectAll().orderBy('id').limit(MAX_CANDIDATES))).map(itemOf)
}

/** Suggestions for a mistyped id: ids of open items that share its first four characters and sort next to it. */
export function* neighbouringIds(db: Db, spaceId: number, id: string): Step<string[]> {
  const near = (side: '<' | '>') =>
    rowsOf(
      db,
      db
        .selectFrom('items')
        .where('space_id', '=', spaceId)
        .where('id', side, id)
        .where('id', side === '<' ? '>=' : '<', side === '<' ? id.slice(0, 4) : afterBeginning(id.slice(0, 4)))
        .where(openEquals(1))
        .select('id')
        .orderBy('id', side === '<' ? 'desc' : 'asc')
        .limit(2),
    )
  return [...(yield* near('<')), ...(yield* near('>'))].map((row) => row.id).toSorted()
}

const COLUMNS = ['space_id', ...ROW_COLUMNS].map((name) => sql.ref(name))
const insertRows = compiledInsert(
  COLUMNS.length,
  (rows) => sql`insert into items (${sql.join(COLUMNS)}) values ${rows}`,
)
const insertReturning = compiledRows<{ id: string; seq: number }>(
  COLUMNS.length,
  (rows) => sql`insert into items (${sql.join(COLUMNS)}) values ${rows} returning id, seq`,
)
const updateRow = compiledUpdate(
  (db, { space_id, id, ...changed }: Partial<Insertable<ItemRow>> & Pick<ItemRow, 'space_id' | 'id'>) =>
    db.updateTable('items').set(changed).where('space_id', '=', space_id).where('id', '=', id),
)

/** Rows per statement; fewer where their texts are long, since a statement keeps the event loop until it is done. */
const BATCH_SIZE = 100
const MAX_BATCH_CHARACTERS = 64 * 1024

function* batches<T>(all: readonly T[], charactersOf: (one: T) => number = () => 0): Generator<readonly T[]> {
  let from = 0
  let characters = 0
  for (const [i, one] of all.entries()) {
    characters += charactersOf(one)
    if (i > from && (i - from === BATCH_SIZE || characters > MAX_BATCH_CHARACTERS)) {
      yield all.slice(from, i)
      from = i
      characters = charactersOf(one)
    }
  }
  if (from < all.length) yield all.slice(from)
}

export function* insertItem(db: Db, spaceId: number, item: PlacedItem): Step<void> {
  yield* insertRows(db, rowOf(item, [spaceId]))
}

/** Inserts items, and their words into the full-text index. */
export function* insertItems(engine: Engine, db: Db, spaceId: number, items: readonly PlacedItem[]): Step<void> {
  for (const batch of batches(items, ({ notes }) => notes?.length ?? 0)) {
    const values: unknown[] = []
    for (const item of batch) {
      values.push(spaceId)
      rowOf(item, values)
    }
    yield* engine.fullText.upsert(db, spaceId, yield* insertBatch(db, batch, values))
  }
}

/** Inserts the rows of items, whose values are given; gives them with their numbers. */
function* insertBatch(db: Db, items: readonly PlacedItem[], values: readonly unknown[]): Step<NumberedItem[]> {
  if (isPostgres(db)) {
    const rows = yield* insertReturning(db, values)
    const seqs = new Map(rows.map(({ id, seq }) => [id, seq]))
    return items.map((item) => ({ seq: seqs.get(item.id)!, item }))
  }
  // SQLite numbers the rows of a statement one after the other, and returning them takes a quarter longer
  const { insertId } = yield* insertRows(db, values)
  const first = Number(insertId) - items.length + 1
  return items.map((item, i) => ({ seq: first + i, item }))
}

/** Writes the columns that differ. */
export function* updateItem(db: Db, spaceId: number, before: PlacedItem, after: PlacedItem): Step<void> {
  const row = rowOf(after)
  const old = rowOf(before)
  const changed: Record<string, unknown> = {}
  for (const [i, name] of ROW_COLUMNS.entries()) if (row[i] !== old[i]) changed[name] = row[i]
  yield* updateRow(db, { ...changed, space_id: spaceId, id: after.id })
}

/** Deletes items, and their words from the full-text index. */
export function* deleteItems(engine: Engine, db: Db, spaceId: number, ids: readonly string[]): Step<void> {
  for (const batch of batches(ids)) {
    yield* together(
      engine.fullText.remove(db, spaceId, batch),
      rowsOf(db, db.deleteFrom('items').where('space_id', '=', spaceId).where('id', 'in', batch)),
    )
  }
}

/** Those of the items that exist, with their numbers. */
export function* numberedItems(db: Db, spaceId: number, ids: readonly string[]): Step<NumberedItem[]> {
  const found: NumberedItem[] = []
  for (const batch of batches(ids)) {
    const rows = yield* selectByIds(db, { spaceId, ids: batch })
    for (const row of rows) found.push({ seq: row.seq, item: itemOf(row) })
  }
  return found
}

const selectByIds = compiledQuery((db, { spaceId, ids }: { spaceId: number; ids: readonly string[] }) =>
  db.selectFrom('items').where('space_id', '=', spaceId).where('id', 'in', ids).selectAll(),
)

const selectTexts = compiledQuery((db, { spaceId, ids }: { spaceId: number; ids: readonly string[] }) =>
  db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where('id', 'in', ids)
    .select(['seq', 'title', 'notes', 'tags', 'project']),
)

/** Writes the words of items to the full-text index. */
export function* indexItems(engine: Engine, db: Db, spaceId: number, ids: readonly string[]): Step<void> {
  for (const batch of batches(ids)) {
    const rows = yield* selectTexts(db, { spaceId, ids: batch })
    const items = rows.map(({ seq, tags, ...texts }) => ({ seq, item: { tags: tagsOf(tags), ...texts } }))
    for (const some of batches(items, ({ item }) => item.notes?.length ?? 0)) {
      yield PAUSE
      yield* engine.fullText.upsert(db, spaceId, some)
    }
  }
}

/** Every item of a space, oldest first, a few at a time, since each may have 64 KiB of notes. */
export async function* itemBatches(db: Db, spaceId: number): AsyncGenerator<NumberedItem[]> {
  for (let after = 0; ;) {
    const rows = await db
      .selectFrom('items')
      .where('space_id', '=', spaceId)
      .where('seq', '>', after)
      .selectAll()
      .orderBy('seq')
      .limit(BATCH_SIZE)
      .execute()
    if (rows.length) yield rows.map((row) => ({ seq: row.seq, item: itemOf(row) }))
    if (rows.length < BATCH_SIZE) return
    after = rows.at(-1)!.seq
  }
}

/** Writes every item to the full-text index. */
export async function rebuildFullText(engine: Engine, db: Db): Promise<void> {
  for (const { space_id } of await db.selectFrom('spaces').select('space_id').orderBy('space_id').execute())
    for await (const items of itemBatches(db, space_id)) await runSteps(engine.fullText.upsert(db, space_id, items))
  await db
    .updateTable('spaces')
    .set((eb) => ({ indexed_revision: eb.ref('revision'), reindexed_to: null }))
    .execute()
}

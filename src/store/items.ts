import { type AliasableExpression, type Expression, type Insertable, type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Step, together } from '#domain/effects/steps.ts'
import { afterBeginning } from '#domain/ids.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Engine, FullTextRow } from './engine.ts'
import { itemOf, rowOf } from './item-rows.ts'
import { compiledQuery, compiledUpdate } from './compiled-query.ts'
import type { Db, ItemRow } from './schema.ts'
import { query, rowsOf } from './query.ts'
import { runSteps } from './run-steps.ts'

/**
 * Compares with a literal: if a parameter could decide whether a partial index applies, SQLite would plan the query
 * again on each run.
 */
export const openEquals = (open: number): Expression<SqlBool> => sql`open = ${sql.lit(open)}`

/** A subquery of an item's `seq`. */
export const seqOf = (userId: string, id: string): RawBuilder<number> =>
  sql`(select seq from items where user_id = ${userId} and id = ${id})`

const selectById = compiledQuery((db, { userId, id }: { userId: string; id: string }) =>
  db.selectFrom('items').where('user_id', '=', userId).where('id', '=', id).selectAll(),
)

/** The item with exactly this id. */
export const getItem = query(function* (db: Db, userId: string, id: string): Step<PlacedItem | undefined> {
  const [row] = yield* selectById(db, { userId, id })
  return row && itemOf(row)
})

const selectJson = compiledQuery(
  (db, { userId, id, json }: { userId: string; id: string; json: AliasableExpression<string> }) =>
    db
      .selectFrom('items')
      .where('user_id', '=', userId)
      .where('id', '=', id)
      .select(['id', 'revision', json.as('json')]),
)

/** The item with exactly this id, as JSON text. */
export async function getItemJson(
  engine: Engine,
  db: Db,
  userId: string,
  id: string,
): Promise<{ id: string; json: string; revision: number } | undefined> {
  return (await selectJson(db, { userId, id, json: engine.itemJson }))[0]
}

const selectRevision = compiledQuery((db, { userId, id }: { userId: string; id: string }) =>
  db.selectFrom('items').where('user_id', '=', userId).where('id', '=', id).select('revision'),
)

/** The revision of the item with exactly this id. */
export async function getItemRevision(db: Db, userId: string, id: string): Promise<number | undefined> {
  return (await selectRevision(db, { userId, id }))[0]?.revision
}

/** Those of the items that exist, by id. */
export function* getItemsById(db: Db, userId: string, ids: readonly string[]): Step<Map<string, PlacedItem>> {
  const found = new Map<string, PlacedItem>()
  for (const batch of batches(ids)) {
    const select = db.selectFrom('items').where('user_id', '=', userId).where('id', 'in', batch).selectAll()
    for (const row of yield* rowsOf(db, select)) found.set(row.id, itemOf(row))
  }
  return found
}

const MAX_CANDIDATES = 10

/** Up to MAX_CANDIDATES items whose id starts with `prefix`. */
export function* itemsByIdPrefix(db: Db, userId: string, prefix: string, open: boolean): Step<PlacedItem[]> {
  let select = db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where('id', '>=', prefix)
    .where('id', '<', afterBeginning(prefix))
  if (open) select = select.where(openEquals(1))
  return (yield* rowsOf(db, select.selectAll().orderBy('id').limit(MAX_CANDIDATES))).map(itemOf)
}

/** Suggestions for a mistyped id: ids of open items that share its first four characters and sort next to it. */
export function* neighbouringIds(db: Db, userId: string, id: string): Step<string[]> {
  const near = (side: '<' | '>') =>
    rowsOf(
      db,
      db
        .selectFrom('items')
        .where('user_id', '=', userId)
        .where('id', side, id)
        .where('id', side === '<' ? '>=' : '<', side === '<' ? id.slice(0, 4) : afterBeginning(id.slice(0, 4)))
        .where(openEquals(1))
        .select('id')
        .orderBy('id', side === '<' ? 'desc' : 'asc')
        .limit(2),
    )
  return [...(yield* near('<')), ...(yield* near('>'))].map((row) => row.id).toSorted()
}

const insertRows = compiledUpdate((db, { rows }: { rows: Insertable<ItemRow>[] }) =>
  db.insertInto('items').values(rows),
)
const updateRow = compiledUpdate(
  (db, { user_id, id, ...changed }: Partial<Insertable<ItemRow>> & { user_id: string; id: string }) =>
    db.updateTable('items').set(changed).where('user_id', '=', user_id).where('id', '=', id),
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

const toFullTextRow = (userId: string, { id, title, notes, tags, project }: PlacedItem): FullTextRow => ({
  userId,
  id,
  title,
  notes,
  tags,
  project,
})

/** Inserts items, and their words into the full-text index. */
export function* insertItems(engine: Engine, db: Db, userId: string, items: readonly PlacedItem[]): Step<void> {
  for (const batch of batches(items, ({ notes }) => notes?.length ?? 0)) {
    yield* together(
      insertRows(db, { rows: batch.map((item) => rowOf(userId, item)) }),
      engine.fullText.upsert(
        db,
        batch.map((item) => toFullTextRow(userId, item)),
      ),
    )
  }
}

/** Writes the columns that differ, and the full-text index where a text does. */
export function* updateItem(engine: Engine, db: Db, userId: string, before: PlacedItem, after: PlacedItem): Step<void> {
  const row = rowOf(userId, after)
  const old = rowOf(userId, before)
  const changed = Object.fromEntries(
    Object.entries(row).filter(([column, value]) => value !== old[column as keyof typeof old]),
  )
  const textChanged = ['title', 'notes', 'tags', 'project'].some((column) => column in changed)
  const update = updateRow(db, { ...changed, user_id: userId, id: after.id })
  if (textChanged) yield* together(update, engine.fullText.upsert(db, [toFullTextRow(userId, after)]))
  else yield* update
}

/** Deletes items, and their words from the full-text index. */
export function* deleteItems(engine: Engine, db: Db, userId: string, ids: readonly string[]): Step<void> {
  for (const batch of batches(ids)) {
    yield* together(
      engine.fullText.remove(db, userId, batch),
      rowsOf(db, db.deleteFrom('items').where('user_id', '=', userId).where('id', 'in', batch)),
    )
  }
}

/** Writes every item to the full-text index. */
export async function rebuildFullText(engine: Engine, db: Db): Promise<void> {
  for (let after = 0, more = true; more;) {
    const rows = await db
      .selectFrom('items')
      .where('seq', '>', after)
      .selectAll()
      .orderBy('seq')
      .limit(BATCH_SIZE)
      .execute()
    if (rows.length)
      await runSteps(
        engine.fullText.upsert(
          db,
          rows.map((row) => toFullTextRow(row.user_id, itemOf(row))),
        ),
      )
    more = rows.length === BATCH_SIZE
    if (more) after = rows.at(-1)!.seq
  }
}

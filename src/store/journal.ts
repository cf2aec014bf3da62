import { type ExpressionBuilder, sql } from 'kysely'
import { type Step, together } from '#domain/effects/steps.ts'
import { compiledQuery } from './compiled-query.ts'
import { query, type Query, rowsOf } from './query.ts'
import type { Db, DifferenceRow, EntityType, JournalRow, Tables } from './schema.ts'

/** Of differences that are inserted by one statement; fewer where they are long. */
const INSERT_BATCH_SIZE = 100
const MAX_BATCH_CHARACTERS = 128 * 1024
const insertJournalRow = compiledQuery((db, row: JournalRow) => db.insertInto('journal').values(row))
const insertDifferences = compiledQuery((db, { rows }: { rows: DifferenceRow[] }) =>
  db.insertInto('journal_differences').values(rows),
)

const charactersOf = ({ before, after }: DifferenceRow): number => (before?.length ?? 0) + (after?.length ?? 0)

/**
 * Inserts the rows of a write's differences batch by batch, since thousands may be long, but not the last batch: it
 * goes along with the journal row. Returns it, and the characters of all.
 */
export function* appendDifferences<T>(
  db: Db,
  differences: readonly T[],
  toRow: (difference: T) => DifferenceRow,
): Step<{ size: number; last: DifferenceRow[] }> {
  let [size, batchSize] = [0, 0]
  let batch: DifferenceRow[] = []
  for (const difference of differences) {
    const row = toRow(difference)
    if (batch.length === INSERT_BATCH_SIZE || (batch.length && batchSize + charactersOf(row) > MAX_BATCH_CHARACTERS)) {
      yield* insertDifferences(db, { rows: batch })
      batch = []
      batchSize = 0
    }
    batch.push(row)
    batchSize += charactersOf(row)
    size += charactersOf(row)
  }
  return { size, last: batch }
}

/** Inserts a journal row and differences in the same round trip. */
export function* appendJournal(db: Db, row: JournalRow, differences: DifferenceRow[]): Step<void> {
  if (differences.length) yield* together(insertJournalRow(db, row), insertDifferences(db, { rows: differences }))
  else yield* insertJournalRow(db, row)
}

export function* journalRow(db: Db, userId: string, revision: number): Step<JournalRow | undefined> {
  const select = db.selectFrom('journal').where('user_id', '=', userId).where('revision', '=', revision)
  return (yield* rowsOf(db, select.selectAll()))[0]
}

export interface JournalRange {
  /** Only later revisions, oldest first. */
  since?: number
  /** Only earlier revisions; newest first unless `since` is given. */
  before?: number
  /** Only writes that changed this item, project or feature. */
  entityId?: string
  limit: number
}

/** Rows of a user's journal, oldest first with `since`, else newest first. */
export function journalRows(db: Db, userId: string, range: JournalRange): Query<JournalRow[]> {
  let select = db.selectFrom('journal').where('journal.user_id', '=', userId)
  if (range.since !== undefined) select = select.where('journal.revision', '>', range.since)
  if (range.before !== undefined) select = select.where('journal.revision', '<', range.before)
  if (range.entityId !== undefined) {
    select = select.where(
      'journal.revision',
      'in',
      sql<number>`(
        select revision from journal_differences d where d.user_id = ${userId} and d.entity_id = ${range.entityId}
      )`,
    )
  }
  return rowsOf(
    db,
    select
      .selectAll()
      .orderBy('journal.revision', range.since === undefined ? 'desc' : 'asc')
      .limit(range.limit),
  )
}

export async function differencesOf(db: Db, userId: string, revisions: readonly number[]): Promise<DifferenceRow[]> {
  if (!revisions.length) return []
  return db
    .selectFrom('journal_differences')
    .where('user_id', '=', userId)
    .where('revision', 'in', revisions)
    .selectAll()
    .orderBy('revision')
    .orderBy('entity')
    .orderBy('entity_id')
    .execute()
}

/** What a write did to one entity, without the states. */
export interface DifferenceKey {
  entity: EntityType
  id: string
  isAdded: boolean
  isRemoved: boolean
}

/** The entities that a write changed. */
export function* differenceKeys(db: Db, userId: string, revision: number): Step<DifferenceKey[]> {
  const rows = yield* rowsOf(
    db,
    db
      .selectFrom('journal_differences')
      .where('user_id', '=', userId)
      .where('revision', '=', revision)
      .select([
        'entity',
        'entity_id',
        sql<number>`before is null`.as('added'),
        sql<number>`after is null`.as('removed'),
      ])
      .orderBy('entity')
      .orderBy('entity_id'),
  )
  return rows.map(({ entity, entity_id: id, added, removed }) => ({
    entity,
    id,
    isAdded: Boolean(added),
    isRemoved: Boolean(removed),
  }))
}

/** What a write did to some entities of one type, in the order of their ids. */
export const differencesOfEntities = (
  db: Db,
  userId: string,
  revision: number,
  entity: EntityType,
  ids: readonly string[],
): Query<DifferenceRow[]> =>
  rowsOf(
    db,
    db
      .selectFrom('journal_differences')
      .where('user_id', '=', userId)
      .where('revision', '=', revision)
      .where('entity', '=', entity)
      .where('entity_id', 'in', ids)
      .selectAll()
      .orderBy('entity_id'),
  )

/** The writes that undid these revisions, those that undid the undoing in turn, and so on, newest first. */
export const undoersOf = query(function* (
  db: Db,
  userId: string,
  revisions: readonly number[],
): Step<{ revision: number; undoes: number }[]> {
  if (!revisions.length) return []
  const select = db
    .withRecursive('undoers', (qb) =>
      qb
        .selectFrom('journal')
        .where('user_id', '=', userId)
        .where('undoes', 'in', revisions)
        .select(['revision', 'undoes'])
        .union(
          qb
            .selectFrom('undoers')
            .crossJoin('journal') // makes SQLite start from `undoers`, not from the journal
            .where('journal.user_id', '=', userId)
            .whereRef('journal.undoes', '=', 'undoers.revision')
            .select(['journal.revision', 'journal.undoes']),
        ),
    )
    .selectFrom('undoers')
    .selectAll()
    .orderBy('revision', 'desc')
  return (yield* rowsOf(db, select)) as { revision: number; undoes: number }[]
})

const SEARCHED_BATCH_SIZE = 64

/** Searches the journal, newest first: the first result of `accept` that is not undefined. */
export function* searchJournal<T>(
  db: Db,
  userId: string,
  accept: (row: JournalRow) => T | undefined,
): Step<T | undefined> {
  for (let before: number | undefined; ;) {
    const rows: JournalRow[] = yield* journalRows(db, userId, { before, limit: SEARCHED_BATCH_SIZE })
    for (const row of rows) {
      const accepted = accept(row)
      if (accepted !== undefined) return accepted
    }
    if (rows.length < SEARCHED_BATCH_SIZE) return undefined
    before = rows.at(-1)!.revision
  }
}

/**
 * Deletes the rows before the first one that is not older than the instant `before`, except completions of chores
 * (`kept`), and raises `journal_from` to the last revision that expired: clients at an older one must reload.
 * Instants outside `plausible` are of a wrong clock: such a row goes with those after it, not with those before.
 */
export async function compactJournal(
  db: Db,
  userId: string,
  before: string,
  plausible: { from: string; to: string },
): Promise<void> {
  const rows = db.selectFrom('journal').where('user_id', '=', userId)
  const firstYoung = await rows
    .where('at', '>=', before)
    .where('at', '<=', plausible.to)
    .select((eb) => eb.fn.min('revision').as('revision'))
    .executeTakeFirst()
  if (!firstYoung?.revision) return
  const { revision: lastExpired } = await rows
    .where('revision', '<', firstYoung.revision)
    .where('at', '>=', plausible.from)
    .where('at', '<', before)
    .select((eb) => eb.fn.max('revision').as('revision'))
    .executeTakeFirstOrThrow()
  if (lastExpired === null) return
  const isExpired = (eb: ExpressionBuilder<Tables, 'journal'>) =>
    eb.and([eb('user_id', '=', userId), eb('revision', '<=', lastExpired), eb('kept', '=', 0)])
  await db
    .deleteFrom('journal_differences')
    .where('user_id', '=', userId)
    .where('revision', 'in', db.selectFrom('journal').where(isExpired).select('revision'))
    .execute()
  await db.deleteFrom('journal').where(isExpired).execute()
  await db.updateTable('users').set({ journal_from: lastExpired }).where('id', '=', userId).execute()
}

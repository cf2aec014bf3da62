import { type ExpressionBuilder, sql } from 'kysely'
import { type Step, together } from '#domain/effects/steps.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Db, DifferenceRow, JournalRow, Tables } from './schema.ts'

const INSERT_BATCH_SIZE = 100
const insertJournalRow = compiledQuery((db, row: JournalRow) => db.insertInto('journal').values(row))
const insertDifferences = compiledQuery((db, { rows }: { rows: DifferenceRow[] }) =>
  db.insertInto('journal_differences').values(rows),
)

/** Inserts a journal row and its differences; the usual single difference goes along in the same round trip. */
export function* appendJournal(db: Db, row: JournalRow, differences: readonly DifferenceRow[]): Step<void> {
  if (differences.length === 1) {
    yield* together(insertJournalRow(db, row), insertDifferences(db, { rows: [...differences] }))
    return
  }
  yield* insertJournalRow(db, row)
  for (let from = 0; from < differences.length; from += INSERT_BATCH_SIZE) {
    yield* insertDifferences(db, { rows: differences.slice(from, from + INSERT_BATCH_SIZE) })
  }
}

export async function journalRow(db: Db, userId: string, revision: number): Promise<JournalRow | undefined> {
  return db
    .selectFrom('journal')
    .where('user_id', '=', userId)
    .where('revision', '=', revision)
    .selectAll()
    .executeTakeFirst()
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
export async function journalRows(db: Db, userId: string, range: JournalRange): Promise<JournalRow[]> {
  let query = db.selectFrom('journal').where('journal.user_id', '=', userId)
  if (range.since !== undefined) query = query.where('journal.revision', '>', range.since)
  if (range.before !== undefined) query = query.where('journal.revision', '<', range.before)
  if (range.entityId !== undefined) {
    query = query.where(
      'journal.revision',
      'in',
      sql<number>`(
        select revision from journal_differences d where d.user_id = ${userId} and d.entity_id = ${range.entityId}
      )`,
    )
  }
  return query
    .selectAll()
    .orderBy('journal.revision', range.since === undefined ? 'desc' : 'asc')
    .limit(range.limit)
    .execute()
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

/** The writes that undid these revisions, those that undid the undoing in turn, and so on, newest first. */
export async function undoersOf(
  db: Db,
  userId: string,
  revisions: readonly number[],
): Promise<{ revision: number; undoes: number }[]> {
  if (!revisions.length) return []
  const rows = await db
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
    .execute()
  return rows as { revision: number; undoes: number }[]
}

/** Journal rows without their differences, newest first, read in batches. */
export async function* journalBackwards(db: Db, userId: string): AsyncGenerator<JournalRow> {
  const BATCH_SIZE = 64
  let before: number | undefined
  for (;;) {
    const rows = await journalRows(db, userId, { before, limit: BATCH_SIZE })
    yield* rows
    if (rows.length < BATCH_SIZE) return
    before = rows.at(-1)!.revision
  }
}

/**
 * Deletes journal rows older than the instant `before`, except completions of chores (`kept`), and raises
 * `journal_from` to the last revision that expired: clients at an older one must reload everything.
 */
export async function compactJournal(db: Db, userId: string, before: string): Promise<void> {
  const { revision: lastExpired } = await db
    .selectFrom('journal')
    .where('user_id', '=', userId)
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
  await db
    .updateTable('users')
    .set({ journal_from: lastExpired })
    .where('id', '=', userId)
    .where('journal_from', '<', lastExpired)
    .execute()
}

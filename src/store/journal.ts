import { sql } from 'kysely'
import { prepared } from './prepared.ts'
import type { Db, DifferenceRow, JournalRow } from './schema.ts'
import { together } from './together.ts'

const ROWS_AN_INSERT = 100
const journaled = prepared((db, row: JournalRow) => db.insertInto('journal').values(row))
const differed = prepared((db, { rows }: { rows: DifferenceRow[] }) =>
  db.insertInto('journal_differences').values(rows),
)

export async function appendJournal(db: Db, row: JournalRow, differences: readonly DifferenceRow[]): Promise<void> {
  if (differences.length === 1)
    return void (await together(journaled(db, row), differed(db, { rows: [...differences] })))
  await journaled(db, row)
  for (let from = 0; from < differences.length; from += ROWS_AN_INSERT) {
    await differed(db, { rows: differences.slice(from, from + ROWS_AN_INSERT) })
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
  /** Exclusive; oldest first. */
  since?: number
  /** Exclusive; newest first. */
  before?: number
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
      sql<number>`(select revision from journal_differences d where d.user_id = ${userId} and d.entity_id = ${range.entityId})`,
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

/** The writes that took these ones back, those that took these back in turn, and so on, newest first. */
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
            .crossJoin('journal') // which keeps SQLite from beginning with the journal
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

/** Journal rows without what they changed, newest first, a stretch at a time. */
export async function* journalBackwards(db: Db, userId: string): AsyncGenerator<JournalRow> {
  const STRETCH = 64
  let before: number | undefined
  for (;;) {
    const rows = await journalRows(db, userId, { before, limit: STRETCH })
    yield* rows
    if (rows.length < STRETCH) return
    before = rows.at(-1)!.revision
  }
}

/** Forgets what is older than `before`, a chore's completions excepted, and remembers from where a reader must load anew. */
export async function compactJournal(db: Db, userId: string, before: string): Promise<void> {
  const { oldest } = await db
    .selectFrom('journal')
    .where('user_id', '=', userId)
    .where('at', '<', before)
    .select((eb) => eb.fn.max('revision').as('oldest'))
    .executeTakeFirstOrThrow()
  if (oldest === null) return
  const gone = db
    .selectFrom('journal')
    .where('user_id', '=', userId)
    .where('revision', '<=', oldest)
    .where('kept', '=', 0)
  await db
    .deleteFrom('journal_differences')
    .where('user_id', '=', userId)
    .where('revision', 'in', gone.select('revision'))
    .execute()
  await db
    .deleteFrom('journal')
    .where('user_id', '=', userId)
    .where('revision', '<=', oldest)
    .where('kept', '=', 0)
    .execute()
  await db
    .updateTable('users')
    .set({ journal_from: oldest })
    .where('id', '=', userId)
    .where('journal_from', '<', oldest)
    .execute()
}

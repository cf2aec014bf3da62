import { sql } from 'kysely'
import type { Step } from '#domain/effects/steps.ts'
import type { Engine } from './engine.ts'
import { bound, rowsOf } from './query.ts'
import type { Db } from './schema.ts'
import { deleteSpace } from './spaces.ts'

/** Rows that are deleted in one transaction: of those that may be long, and of others. */
const BATCH_SIZE = 50
const SHORT_BATCH_SIZE = 1000

/** The numbers of spaces that neither a user nor a shared space has any more. */
export async function spacesOfNobody(db: Db): Promise<number[]> {
  const owned = db.selectFrom('users').select('space_id')
  const shared = db.selectFrom('shared_spaces').where('space_id', 'is not', null).select('space_id')
  const rows = await db
    .selectFrom('spaces')
    .where('space_id', 'not in', owned)
    .where('space_id', 'not in', shared as typeof owned)
    .select('space_id')
    .execute()
  return rows.map(({ space_id }) => space_id)
}

/** Deletes some of what a space of nobody holds, its words, too, and in the end the space; returns whether it has. */
export function* removeSome(engine: Engine, db: Db, spaceId: number): Step<boolean> {
  if (yield* removeItems(engine, db, spaceId)) return false
  if (yield* removeRows(db, spaceId, 'journal', ['revision', 'part'], BATCH_SIZE)) return false
  if (yield* removeRows(db, spaceId, 'answers', ['scope', 'key'], BATCH_SIZE)) return false
  const entities = yield* removeRows(
    db,
    spaceId,
    'journal_entities',
    ['entity_id', 'revision', 'part'],
    SHORT_BATCH_SIZE,
  )
  if (entities || (yield* removeRows(db, spaceId, 'imported_ids', ['id'], SHORT_BATCH_SIZE))) return false
  yield () => deleteSpace(db, spaceId)
  return true
}

function* removeItems(engine: Engine, db: Db, spaceId: number): Step<boolean> {
  const its = db.selectFrom('items').where('space_id', '=', spaceId)
  const rows = yield* rowsOf(db, its.select('id').orderBy('id').limit(BATCH_SIZE))
  const ids = rows.map(({ id }) => id)
  if (!ids.length) return false
  yield* engine.fullText.remove(db, spaceId, ids)
  yield* rowsOf(db, db.deleteFrom('items').where('space_id', '=', spaceId).where('id', 'in', ids))
  return true
}

type Table = 'journal' | 'journal_entities' | 'answers' | 'imported_ids'

/** Deletes the first rows of a space by the other columns of the table's key; returns whether there were any. */
function* removeRows(db: Db, spaceId: number, table: Table, columns: readonly string[], limit: number): Step<boolean> {
  const key = sql.join(columns.map((column) => sql.ref(column)))
  const its = sql`from ${sql.table(table)} where space_id = ${spaceId}`
  const select = sql<Record<string, unknown>>`select ${key} ${its} order by ${key} limit ${sql.lit(limit)}`
  const last = (yield* rowsOf(db, bound(db, select))).at(-1)
  if (!last) return false
  const values = sql.join(columns.map((column) => last[column]))
  yield* rowsOf(db, bound(db, sql`delete ${its} and (${key}) <= (${values})`))
  return true
}

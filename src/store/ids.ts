import { sql } from 'kysely'
import type { Step } from '#domain/effects/steps.ts'
import { compiledQuery, compiledRows } from './compiled-query.ts'
import { rowsOf } from './query.ts'
import type { Db } from './schema.ts'

const BATCH_SIZE = 500

const selectImported = compiledQuery((db, { spaceId, id }: { spaceId: number; id: string }) =>
  db.selectFrom('imported_ids').where('space_id', '=', spaceId).where('id', '=', id).select('id'),
)

export function* isImported(db: Db, spaceId: number, id: string): Step<boolean> {
  return (yield* selectImported(db, { spaceId, id })).length > 0
}

export function* importedIds(db: Db, spaceId: number): Step<Set<string>> {
  const rows = yield* rowsOf(db, db.selectFrom('imported_ids').where('space_id', '=', spaceId).select('id'))
  return new Set(rows.map(({ id }) => id))
}

const insertRows = compiledRows(
  2,
  (rows) => sql`insert into imported_ids (space_id, id) values ${rows} on conflict do nothing`,
)

export function* insertImportedIds(db: Db, spaceId: number, ids: readonly string[]): Step<void> {
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const values: unknown[] = []
    for (const id of ids.slice(from, from + BATCH_SIZE)) values.push(spaceId, id)
    yield* insertRows(db, values)
  }
}

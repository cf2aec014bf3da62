import type { Step } from '#domain/effects/steps.ts'
import { compiledQuery } from './compiled-query.ts'
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

export function* insertImportedIds(db: Db, spaceId: number, ids: readonly string[]): Step<void> {
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const rows = ids.slice(from, from + BATCH_SIZE).map((id) => ({ space_id: spaceId, id }))
    yield* rowsOf(
      db,
      db
        .insertInto('imported_ids')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing()),
    )
  }
}

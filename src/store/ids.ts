import { type Step, together } from '#domain/effects/steps.ts'
import { compiledQuery, compiledUpdate } from './compiled-query.ts'
import { rowsOf } from './query.ts'
import type { Db } from './schema.ts'

const BATCH_SIZE = 500

/** Takes the next sequence number of a prefix; `imported`: whether the user has any imported ids. */
export function* incrementIdCounter(
  db: Db,
  userId: string,
  prefix: string,
): Step<{ given: number; imported: boolean }> {
  const [, [row]] = yield* together(incrementCounter(db, { userId, prefix }), selectCounter(db, { userId, prefix }))
  return { given: row!.given, imported: Boolean(row!.imported) }
}

const incrementCounter = compiledUpdate((db, { userId, prefix }: { userId: string; prefix: string }) =>
  db
    .insertInto('id_counters')
    .values({ user_id: userId, prefix, given: 1 })
    .onConflict((conflict) =>
      conflict.columns(['user_id', 'prefix']).doUpdateSet((eb) => ({ given: eb('id_counters.given', '+', 1) })),
    ),
)
const selectCounter = compiledQuery((db, { userId, prefix }: { userId: string; prefix: string }) =>
  db
    .selectFrom('id_counters')
    .where('user_id', '=', userId)
    .where('prefix', '=', prefix)
    .select([
      'given',
      ({ exists, selectFrom }) =>
        exists(selectFrom('imported_ids').where('user_id', '=', userId).select('id')).as('imported'),
    ]),
)

/** The number of ids issued, by prefix. */
export function* idCounters(db: Db, userId: string): Step<Map<string, number>> {
  const select = db.selectFrom('id_counters').where('user_id', '=', userId).select(['prefix', 'given'])
  const rows = yield* rowsOf(db, select)
  return new Map(rows.map(({ prefix, given }) => [prefix, given]))
}

const selectImported = compiledQuery((db, { userId, id }: { userId: string; id: string }) =>
  db.selectFrom('imported_ids').where('user_id', '=', userId).where('id', '=', id).select('id'),
)

export function* isImported(db: Db, userId: string, id: string): Step<boolean> {
  return (yield* selectImported(db, { userId, id })).length > 0
}

export function* importedIds(db: Db, userId: string): Step<Set<string>> {
  const rows = yield* rowsOf(db, db.selectFrom('imported_ids').where('user_id', '=', userId).select('id'))
  return new Set(rows.map(({ id }) => id))
}

export function* insertImportedIds(db: Db, userId: string, ids: readonly string[]): Step<void> {
  for (let from = 0; from < ids.length; from += BATCH_SIZE) {
    const rows = ids.slice(from, from + BATCH_SIZE).map((id) => ({ user_id: userId, id }))
    yield* rowsOf(
      db,
      db
        .insertInto('imported_ids')
        .values(rows)
        .onConflict((conflict) => conflict.doNothing()),
    )
  }
}

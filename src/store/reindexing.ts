import type { Step } from '#domain/effects/steps.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Engine } from './engine.ts'
import { indexItems } from './items.ts'
import { query, rowsOf } from './query.ts'
import type { Db } from './schema.ts'

/** Items that one step indexes. */
const BATCH_SIZE = 100

const selectReindexedTo = compiledQuery((db, { spaceIds }: { spaceIds: readonly number[] }) =>
  db.selectFrom('spaces').where('space_id', 'in', spaceIds).select(['space_id', 'reindexed_to']),
)

/** Those of the spaces that have items without the words that this program makes. */
export const spacesToReindex = query(function* (db: Db, spaceIds: readonly number[]): Step<number[]> {
  const rows = yield* selectReindexedTo(db, { spaceIds })
  return rows.flatMap(({ space_id, reindexed_to }) => (reindexed_to === null ? [] : [space_id]))
})

/** Makes the words of a space's next items anew. To be called under the lock of its writes, until it is reindexed. */
export function* reindexSome(engine: Engine, db: Db, spaceId: number): Step<void> {
  const [space] = yield* selectReindexedTo(db, { spaceIds: [spaceId] })
  if (!space || space.reindexed_to === null) return
  const rows = yield* rowsOf(
    db,
    db
      .selectFrom('items')
      .where('space_id', '=', spaceId)
      .where('id', '>', space.reindexed_to)
      .select('id')
      .orderBy('id')
      .limit(BATCH_SIZE),
  )
  const ids = rows.map(({ id }) => id)
  yield* indexItems(engine, db, spaceId, ids)
  const reindexed_to = ids.length < BATCH_SIZE ? null : ids.at(-1)!
  yield* rowsOf(db, db.updateTable('spaces').set({ reindexed_to }).where('space_id', '=', spaceId))
}

/** Users, each with their space, whose items wait for it. */
export function usersToReindex(db: Db, limit: number): Promise<{ id: string; space_id: number }[]> {
  return db
    .selectFrom('spaces')
    .innerJoin('users', 'users.space_id', 'spaces.space_id')
    .where('reindexed_to', 'is not', null)
    .select(['users.id', 'users.space_id'])
    .limit(limit)
    .execute()
}

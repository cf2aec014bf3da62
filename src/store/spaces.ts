import type { Step } from '#domain/effects/steps.ts'
import { NO_USAGE } from '#domain/usage.ts'
import { compiledUpdate } from './compiled-query.ts'
import type { Db, SpaceRow } from './schema.ts'

export const emptySpace = (spaceId: number): SpaceRow => ({
  space_id: spaceId,
  revision: 0,
  journal_from: 0,
  indexed_revision: 0,
  reindexed_to: null,
  issued_ids: '{}',
  has_imported_ids: 0,
  ...NO_USAGE,
})

/** Inserts an empty space and returns its number. All who add users or spaces hold the same lock. */
export async function insertSpace(db: Db): Promise<number> {
  const counter = db.updateTable('space_counter').set((eb) => ({ last_number: eb('last_number', '+', 1) }))
  if (!(await counter.executeTakeFirstOrThrow()).numUpdatedRows)
    await db.insertInto('space_counter').values({ last_number: 1 }).execute()
  const { last_number } = await db.selectFrom('space_counter').select('last_number').executeTakeFirstOrThrow()
  await db.insertInto('spaces').values(emptySpace(last_number)).execute()
  return last_number
}

export async function getSpace(db: Db, spaceId: number): Promise<SpaceRow | undefined> {
  return db.selectFrom('spaces').where('space_id', '=', spaceId).selectAll().executeTakeFirst()
}

/** Deletes a space with all that it holds, but not its words in SQLite's full-text index. */
export async function deleteSpace(db: Db, spaceId: number): Promise<void> {
  await db.deleteFrom('spaces').where('space_id', '=', spaceId).execute()
}

/** A space at its next revision, whose words are indexed as far as before. */
export function nextRevision<Space extends SpaceRow>(space: Space): Space {
  const revision = space.revision + 1
  return {
    ...space,
    revision,
    indexed_revision: space.indexed_revision === space.revision ? revision : space.indexed_revision,
  }
}

const updateSpace = compiledUpdate(
  (db, { space_id, before, ...after }: Partial<SpaceRow> & { space_id: number; before: number }) =>
    db.updateTable('spaces').set(after).where('space_id', '=', space_id).where('revision', '=', before),
)

export function spaceOf(owner: SpaceRow): SpaceRow {
  const { space_id, revision, journal_from, indexed_revision, reindexed_to } = owner
  const { item_count, text_bytes, issued_ids, has_imported_ids } = owner
  return {
    space_id,
    revision,
    journal_from,
    indexed_revision,
    reindexed_to,
    item_count,
    text_bytes,
    issued_ids,
    has_imported_ids,
  }
}

/** Replaces a space's row by that of the next revision; returns whether the present one was `revision - 1`. */
export function* advanceSpace(db: Db, space: SpaceRow): Step<boolean> {
  const { journal_from: _, reindexed_to: __, ...after } = spaceOf(space) // which upkeep and reindexing raise
  return (yield* updateSpace(db, { before: space.revision - 1, ...after })) === 1
}

import type { Entity } from '#domain/entities.ts'
import { addUsage, NO_USAGE, type Usage, usageChange } from '#domain/usage.ts'
import { itemOf } from './item-rows.ts'
import { allFeatures, allProjects } from './projects.ts'
import type { Db } from './schema.ts'

/** Items read at a time: little enough for 64 KiB of notes in each. */
const BATCH_SIZE = 200

/** What a space has, counted from scratch; the columns of `spaces` hold the same, kept by every write. */
export async function countUsage(db: Db, spaceId: number): Promise<Usage> {
  let usage = NO_USAGE
  const count = (entity: Entity, after: Parameters<typeof usageChange>[0]['after']) =>
    void (usage = addUsage(usage, usageChange({ entity, before: null, after })))
  for (const project of await allProjects(db, spaceId)) count('project', project)
  for (const feature of await allFeatures(db, spaceId)) count('feature', feature)
  for (let after = ''; ;) {
    const rows = await db
      .selectFrom('items')
      .where('space_id', '=', spaceId)
      .where('id', '>', after)
      .selectAll()
      .orderBy('id')
      .limit(BATCH_SIZE)
      .execute()
    for (const row of rows) count('item', itemOf(row))
    if (rows.length < BATCH_SIZE) return usage
    after = rows.at(-1)!.id
  }
}

/** Counts what each space has, where a migration has made the columns or changed what counts. */
export async function recountUsage(db: Db): Promise<void> {
  for (const { space_id } of await db.selectFrom('spaces').select('space_id').execute()) {
    const usage = await countUsage(db, space_id)
    await db.updateTable('spaces').set(usage).where('space_id', '=', space_id).execute()
  }
}

import type { Entity } from '#domain/entities.ts'
import { addUsage, NO_USAGE, type Usage, usageChange } from '#domain/usage.ts'
import { itemBatches } from './items.ts'
import { allFeatures, allProjects } from './projects.ts'
import type { Db } from './schema.ts'

/** What a space has, counted from scratch; the columns of `spaces` hold the same, kept by every write. */
export async function countUsage(db: Db, spaceId: number): Promise<Usage> {
  let usage = NO_USAGE
  const count = (entity: Entity, after: Parameters<typeof usageChange>[0]['after']) =>
    void (usage = addUsage(usage, usageChange({ entity, before: null, after })))
  for (const project of await allProjects(db, spaceId)) count('project', project)
  for (const feature of await allFeatures(db, spaceId)) count('feature', feature)
  for await (const items of itemBatches(db, spaceId)) for (const { item } of items) count('item', item)
  return usage
}

/** Counts what each space has, where a migration has made the columns or changed what counts. */
export async function recountUsage(db: Db): Promise<void> {
  for (const { space_id } of await db.selectFrom('spaces').select('space_id').execute()) {
    const usage = await countUsage(db, space_id)
    await db.updateTable('spaces').set(usage).where('space_id', '=', space_id).execute()
  }
}

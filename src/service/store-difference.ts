import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { deleteItems, insertItem, updateItem } from '#store/items.ts'
import { replaceFeature, replaceProject } from '#store/projects.ts'
import type { ReadContext } from './context.ts'

/** Writes one entity as a difference leaves it, or removes it. */
export function* storeDifference(
  { deps, db, spaceId }: ReadContext,
  { entity, before, after }: Pick<EntityDifference, 'entity' | 'before' | 'after'>,
): Step<void> {
  const gone = (before ?? after)!
  if (entity === 'project') yield* replaceProject(db, spaceId, (gone as Project).slug, after as Project | null)
  else if (entity === 'feature') yield* replaceFeature(db, spaceId, (gone as Feature).id, after as Feature | null)
  else if (before && after) yield* updateItem(db, spaceId, before as PlacedItem, after as PlacedItem)
  else if (after) yield* insertItem(db, spaceId, after as PlacedItem)
  else yield* deleteItems(deps.engine, db, spaceId, [(gone as PlacedItem).id])
}

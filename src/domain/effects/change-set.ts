import { type AnyEntity, changedFields, type Entity, type EntityDifference, idOf } from '../entities.ts'

/**
 * What one write changes, by entity: an entity that is written twice is one difference from its first to its last
 * state.
 */
export class ChangeSet {
  readonly #differences = new Map<string, EntityDifference>()

  /** Returns false, and notes nothing, where the two states differ in nothing but bookkeeping. */
  note(entity: Entity, before: AnyEntity | null, after: AnyEntity | null): boolean {
    if (!isChange({ before, after })) return false
    const id = idOf((after ?? before)!)
    const key = `${entity} ${id}`
    const noted = this.#differences.get(key)
    if (noted) noted.after = after
    else this.#differences.set(key, { entity, id, before, after })
    return true
  }

  /** Every entity that was written, even where it is the same again. */
  get touched(): EntityDifference[] {
    return [...this.#differences.values()]
  }

  /** The entities that differ from what they were before the write. */
  get changes(): EntityDifference[] {
    return this.touched.filter(isChange)
  }
}

/** Whether two states differ in more than bookkeeping; null stands for no entity. */
export function isChange({ before, after }: Pick<EntityDifference, 'before' | 'after'>): boolean {
  return before && after ? changedFields(before, after).length > 0 : before !== after
}

import { type AnyEntity, changedFields, type Entity, type EntityDifference, idOf } from '../entities.ts'

/** What one write changes, from first to last: what it changes twice is told once. */
export class ChangeSet {
  readonly #differences = new Map<string, EntityDifference>()

  note(entity: Entity, before: AnyEntity | null, after: AnyEntity | null): void {
    const id = idOf((after ?? before)!)
    const key = `${entity} ${id}`
    const noted = this.#differences.get(key)
    if (noted) noted.after = after
    else this.#differences.set(key, { entity, id, before, after })
  }

  /** All that was touched. */
  get touched(): EntityDifference[] {
    return [...this.#differences.values()]
  }

  /** What is not as it was before the write. */
  get changes(): EntityDifference[] {
    return this.touched.filter(isChange)
  }
}

export function isChange({ before, after }: Pick<EntityDifference, 'before' | 'after'>): boolean {
  return before && after ? changedFields(before, after).length > 0 : before !== after
}

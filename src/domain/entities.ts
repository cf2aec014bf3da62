import { completeItem, FIELD_NAMES, type FieldName, fieldOf } from './fields.ts'
import type { PlacedItem } from './items.ts'
import type { Feature, Project } from './projects.ts'

/** What a user has, and the journal records. */
export interface Entities {
  item: PlacedItem
  project: Project
  feature: Feature
}
export type Entity = keyof Entities
export type AnyEntity = Entities[Entity]

/** One entity before and after a write; null where it did not exist. */
export interface EntityDifference {
  entity: Entity
  id: string
  before: AnyEntity | null
  after: AnyEntity | null
}

/** The id by which an entity is asked for: a project's slug. */
export const idOf = (stored: AnyEntity): string => ('slug' in stored ? stored.slug : stored.id)

/** An entity as it was written down before some of its fields existed, or without those that are null. */
export function completeEntity(entity: Entity, stored: object): AnyEntity {
  return entity === 'item' ? completeItem(stored as PlacedItem) : ({ notes: null, ...stored } as Project | Feature)
}

type EntityField = keyof PlacedItem | keyof Project | keyof Feature

/** The letters by which the journal names fields; those that items have are in their table. */
export const FIELD_CODES: Readonly<Record<EntityField, string>> = {
  ...(Object.fromEntries(FIELD_NAMES.map((name) => [name, fieldOf(name).code])) as Record<FieldName, string>),
  position: 'o',
  slug: 'z',
  type: 'y',
}

/** The names of the fields in which two states differ, bookkeeping apart. */
export function changedFields<T extends object>(a: T, b: T): (keyof T & string)[] {
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<keyof T & string>
  fields.delete('revision' as never)
  fields.delete('updated_at' as never)
  return [...fields].filter((field) => !isSameValue(a[field], b[field]))
}

/** What `a` holds in the fields where `b` holds something else, bookkeeping included: `{...b, ...it}` is `a` again. */
export function differingFields<T extends object>(a: T, b: T): Partial<T> {
  const differing: Partial<T> = {}
  for (const field in a) if (!isSameValue(a[field], b[field])) differing[field] = a[field]
  return differing
}

function isSameValue(a: unknown, b: unknown): boolean {
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((value, i) => value === b[i])
  return a === b
}

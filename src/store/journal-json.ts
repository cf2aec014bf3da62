import {
  type AnyEntity,
  compactEntity,
  completeEntity,
  differingFields,
  type Entity,
  type EntityDifference,
  idOf,
} from '#domain/entities.ts'
import type { JournalRow } from './schema.ts'

/** What a state of an entity need not repeat: it stands in the journal's row. */
type Written = Pick<JournalRow, 'at' | 'revision'>

interface JournaledDifference {
  /** Absent for an item. */
  entity?: Entity
  id: string
  /** Of a changed entity only the differing fields, nulls included; absent if there was none. */
  before?: object
  /** Absent if it was removed. */
  after?: object
}

/** A difference as the journal keeps it: without nulls, and what follows from its row. */
export function differenceJson({ entity, id, before, after }: EntityDifference, written: Written): string {
  return JSON.stringify({
    entity: entity === 'item' ? undefined : entity,
    id,
    before: before ? (after ? differingFields(before, after) : compact(entity, before, written)) : undefined,
    after: after ? compact(entity, after, written) : undefined,
  } satisfies JournaledDifference)
}

/** The differences of a journal row. */
export function differencesFrom({ differences, at, revision }: Written & Pick<JournalRow, 'differences'>) {
  const written = { at, revision }
  return (JSON.parse(differences) as JournaledDifference[]).map(
    ({ entity = 'item', id, before, after }): EntityDifference => {
      const is = after ? complete(entity, id, after, written) : null
      const was = before ? complete(entity, id, { ...is, ...before }, written) : null
      return { entity, id, before: was, after: is }
    },
  )
}

/** Ids of the items that a journal row shows as new, or as changed in one of these fields. */
export function changedItemIds({ differences }: Pick<JournalRow, 'differences'>, fields: readonly string[]): string[] {
  const isOne = ({ entity = 'item', before, after }: JournaledDifference) =>
    entity === 'item' && after && (!before || fields.some((field) => Object.hasOwn(before, field)))
  return (JSON.parse(differences) as JournaledDifference[]).filter(isOne).map(({ id }) => id)
}

function compact(entity: Entity, state: AnyEntity, { at, revision }: Written): object {
  const implied: Record<string, unknown> = { [nameOf(entity)]: idOf(state), created_at: at, updated_at: at, revision }
  const stored: Record<string, unknown> = compactEntity(entity, state)
  const own: Record<string, unknown> = {}
  for (const field in stored) if (stored[field] !== implied[field]) own[field] = stored[field]
  return own
}

function complete(entity: Entity, id: string, state: object, { at, revision }: Written): AnyEntity {
  return completeEntity(entity, { [nameOf(entity)]: id, created_at: at, updated_at: at, revision, ...state })
}

const nameOf = (entity: Entity) => (entity === 'project' ? 'slug' : 'id')

import type { Instant } from '#domain/dates.ts'
import {
  type AnyEntity,
  completeEntity,
  differingFields,
  type Entity,
  type EntityDifference,
  FIELD_CODES,
} from '#domain/entities.ts'
import { FIELD_NAMES, fieldOf, initialValueOf, isInitialValue } from '#domain/fields.ts'
import { usualKindOf } from '#domain/kinds.ts'
import type { JournalRow } from './schema.ts'

/** What a state of an entity need not repeat: it stands in the journal's row. */
interface Written {
  at: Instant
  revision: number
}
type Fields = Readonly<Record<string, unknown>>

/**
 * A state: the codes of its fields as one word, then their values in the same order. The last ones may have none: these
 * have the value that a field begins with. Instants are milliseconds before the write.
 */
type JournaledState = [codes: string, ...values: unknown[]]

type JournaledDifference = [
  id: string,
  /** Null if it was removed. */
  after: JournaledState | null,
  /** Of a changed entity only the differing fields; absent or null if there was none. */
  before?: JournaledState | null,
  /** Absent for an item. */
  entity?: Entity,
]

const NAMES: Readonly<Record<string, string>> = Object.fromEntries(
  Object.entries(FIELD_CODES).map(([name, code]) => [code, name]),
)
const INSTANTS = new Set<string>(FIELD_NAMES.filter((name) => fieldOf(name).type.startsWith('instant')))

/** A difference as the journal keeps it: without what fields begin with, and what follows from its id and its row. */
export function differenceJson({ entity, id, before, after }: EntityDifference, written: Written): string {
  const implied = impliedFields(entity, id, written)
  const is = after && stateOf(after, implied, written)
  const was = before && stateOf(after ? differingFields(before, after) : before, after ? null : implied, written)
  const difference: JournaledDifference = entity === 'item' ? (was ? [id, is, was] : [id, is]) : [id, is, was, entity]
  return JSON.stringify(difference)
}

/** The differences of a journal row. */
export function differencesFrom({ differences, at, revision }: Pick<JournalRow, 'at' | 'revision' | 'differences'>) {
  const written = { at: new Date(at).toISOString(), revision }
  return (JSON.parse(differences) as JournaledDifference[]).map(
    ([id, after, before, entity = 'item']): EntityDifference => {
      const initial = () => completeEntity(entity, impliedFields(entity, id, written))
      const is = after && withState(initial(), after, at)
      const was = before ? withState(is ? { ...is } : initial(), before, at) : null
      return { entity, id, before: was, after: is }
    },
  )
}

/** A pattern of LIKE for the differences of a row that has an entity whose id begins so, and maybe for some others. */
export const patternOfIds = (beginning: string): string => `%["${beginning}%`

/** Ids of the items that a journal row shows as new, or as changed in one of these fields. */
export function changedItemIds(
  { differences }: Pick<JournalRow, 'differences'>,
  fields: readonly (keyof typeof FIELD_CODES)[],
): string[] {
  const isOne = ([, after, before, entity]: JournaledDifference) =>
    !entity && after && (!before || fields.some((field) => before[0].includes(FIELD_CODES[field])))
  return (JSON.parse(differences) as JournaledDifference[]).filter(isOne).map(([id]) => id)
}

/** What a state has unless it says otherwise. */
function impliedFields(entity: Entity, id: string, { at, revision }: Written): Fields {
  const bookkeeping = { created_at: at, updated_at: at, revision }
  if (entity === 'project') return { slug: id, ...bookkeeping }
  return entity === 'item' ? { id, kind: usualKindOf(id), status: 'todo', ...bookkeeping } : { id, ...bookkeeping }
}

/** Fields but for what is implied, and initial values; all where nothing is implied. */
function stateOf(of: object, implied: Fields | null, { at }: Written): JournaledState {
  const fields = of as Fields
  const state: JournaledState = ['']
  let initial = ''
  for (const name in fields) {
    const value = fields[name]
    if (implied && value === implied[name]) continue
    const code = FIELD_CODES[name as keyof typeof FIELD_CODES]
    if (isInitialValue(name, value)) initial += code
    else {
      state[0] += code
      state.push(INSTANTS.has(name) ? Date.parse(at) - Date.parse(value as Instant) : value)
    }
  }
  if (!implied) state[0] += initial
  return state
}

/** An entity, which is changed, with the fields of a state. */
function withState<T extends AnyEntity>(entity: T, [codes, ...values]: JournaledState, at: number): T {
  const fields = entity as object as Record<string, unknown>
  for (let i = 0; i < codes.length; i++) {
    const name = NAMES[codes[i]!]!
    const value = values[i]
    if (value === undefined) fields[name] = initialValueOf(name)
    else fields[name] = INSTANTS.has(name) ? new Date(at - (value as number)).toISOString() : value
  }
  return entity
}

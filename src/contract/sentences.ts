import type { EFFECTS } from '#domain/effects/effects.ts'
import { changedFields, type Entity } from '#domain/entities.ts'
import type { FieldType } from '#domain/field-types.ts'
import { type Field, ITEM_FIELDS, type Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { allOperations, type Operations } from './operations.ts'
import type { Change, Difference } from './types.ts'

type DidOf<Table> = { [Verb in keyof Table]: Table[Verb] extends { did: infer Did } ? Did : never }[keyof Table]
/** What operations did, as their table says. */
type Did = { [Noun in keyof Operations]: DidOf<Operations[Noun]> }[keyof Operations]
/** What histories say that a write did. Besides the verbs of operations those that follow from what was changed. */
export type PastVerb =
  | Extract<Did, string>
  | Extract<Did, readonly unknown[]>[0]
  | 'bought'
  | 'given'
  | 'archived'
  | 'ran'

type FieldValue = string | number | readonly string[] | null

/** A field before and after, as the API writes its type. */
export interface FieldChange {
  name: string
  label: string
  type: FieldType
  before: FieldValue
  after: FieldValue
}

/** What happened to one item, project or feature. */
export interface EntityChange {
  entity: Entity
  id: string
  title: string
  verb: PastVerb
  /** Fields that people set. */
  fields: FieldChange[]
  /** Fields that the verb implies, or that follow from others: status, anchor, the due date of a done chore. */
  implied: FieldChange[]
  /** The kinds of a conversion, for both the new item and the old one. */
  converted: { from: Kind; to: Kind } | null
}

/** A write in parts, for an interface to format. */
export interface WriteDescription {
  /** The rest describes the write that was undone or redone. */
  undo: 'undid' | 'redid' | null
  verb: PastVerb
  /** What the write was about. */
  subjects: EntityChange[]
  /** The number of subjects, `3 items`, or what was written instead, `the time zone`; null for one subject. */
  object: string | null
  /** What came along: the next copy of what recurs, the tasks of a removed project. */
  along: EntityChange[]
}

/** A state of an item, project or feature; `status` has the values of all three. */
type State = Partial<Omit<Item, 'status'>> & { title: string; status: string }
type EntityState = Difference<State> & { entity: Entity }

/** A journal entry, or what a write is expected to be. */
export type DescribedWrite = Pick<Change, 'op' | 'projects' | 'features' | 'linked'> & {
  items: readonly Difference<Item>[] | null
}

const didByName = new Map<string, Did | undefined>(allOperations.map(({ name, did }) => [name, did as Did]))
/** Fields that people set and a verb sets, too. */
const IMPLIED_FIELDS: Partial<Record<PastVerb, string[]>> = {
  done: ['due', 'last_done', 'assigned'],
  skipped: ['due', 'assigned'],
}
/** Operations of these nouns are about one entity. */
const ENTITIES: Record<string, Entity> = { projects: 'project', features: 'feature', items: 'item' }
const UNDO_VERBS: Record<string, 'undid' | 'redid'> = { 'changes.undo': 'undid', 'changes.redo': 'redid' }

/**
 * Describes a write; an undo or redo by what it took back or put back. For these `originalOp` is the operation that
 * first made the change, where it is known: it says more than before and after do.
 */
export function describeWrite(write: DescribedWrite, originalOp = ''): WriteDescription {
  const undo = UNDO_VERBS[write.op] ?? null
  const op = undo ? originalOp : write.op
  const entity = ENTITIES[op.split('.')[0]!]
  const states = statesOf(write).map((state) => (undo === 'undid' ? backwards(state) : state))
  if (!states.length || (write.items === null && !entity))
    return { undo, subjects: [], along: [], ...wordsFor(op, write) }
  const [about, others] = splitSubjects(op, states, entity)
  const verb = isMove(op, write, states) ? 'moved' : verbOfOperation(op, about[0])
  const converted = op === 'items.convert' ? kindsOf(states) : null
  const subjects = about.map((state) => describeEntity(state, converted, verb === 'moved' ? verb : entity && verb))
  const along = others.map((state) => describeEntity(state, converted))
  return { undo, verb: verb ?? sharedVerb(subjects), subjects, object: countEntities(subjects), along }
}

/** Whether items came from another space, or went there: of these a journal has but one side. */
function isMove(op: string, { linked }: DescribedWrite, states: readonly EntityState[]): boolean {
  const isOneSided = states.every(({ before, after }) => !before || !after)
  return isOneSided && (linked !== undefined || (op === 'items.convert' && states.length === 1))
}

/** Describes what an operation on items is about to do to each of them. `op` is that of one item, not a batch. */
export function describeItemOperation(op: keyof typeof EFFECTS, items: readonly Difference<Item>[]): WriteDescription {
  const subjects = statesOf({ op, items, projects: [], features: [] }).map((state) =>
    describeEntity(state, kindsOf([state]), verbOfOperation(op, state)),
  )
  return { undo: null, verb: sharedVerb(subjects), subjects, object: countEntities(subjects), along: [] }
}

/** The operation that first made what a write did, found through the undos between; undefined if one is missing. */
export function originalOperation(
  { op, undoes }: Pick<Change, 'op' | 'undoes'>,
  journal: readonly Pick<Change, 'revision' | 'op' | 'undoes'>[],
): string | undefined {
  if (undoes === null) return op
  const undone = journal.find(({ revision }) => revision === undoes)
  return undone && originalOperation(undone, journal)
}

/** The first `max` of them, for a sentence that names them, and how many are left: `A, B and 1 more`. */
export function nameSome<T>(all: readonly T[], max = 5): { named: readonly T[]; more: number } {
  return { named: all.slice(0, max), more: Math.max(0, all.length - max) }
}

function statesOf({ projects, features, items }: DescribedWrite): EntityState[] {
  const of = (entity: Entity, differences: readonly Difference<State>[]) =>
    differences.map((difference) => ({ ...difference, entity }))
  return [...of('project', projects), ...of('feature', features), ...of('item', items ?? [])]
}

const backwards = (state: EntityState): EntityState => ({ ...state, before: state.after, after: state.before })

/** A write whose entities are unknown, or that has none. */
function wordsFor(op: string, { items }: DescribedWrite): { verb: PastVerb; object: string } {
  if (!items) return { verb: verbOfOperation(op) ?? 'changed', object: 'a great many items' }
  const did = didByName.get(op)
  const [verb, object] = typeof did === 'object' && did ? did : (['ran', op] as const)
  return { verb, object }
}

/** What an operation was about, and what came along. */
function splitSubjects(op: string, states: EntityState[], entity?: Entity): [EntityState[], EntityState[]] {
  const candidates = states.filter((state) => state.entity === entity)
  const isNew = op === 'items.add' || op === 'items.convert'
  const subject = candidates.find(({ before }) => (before === null) === isNew) ?? candidates[0]
  if (subject) return [[subject], states.filter((state) => state !== subject)]
  const copies = new Set(states.flatMap(({ before, after }) => (before && after?.next ? after.next : [])))
  const isCopy = ({ id, before }: EntityState) => before === null && copies.has(id)
  return [states.filter((state) => !isCopy(state)), states.filter(isCopy)]
}

function describeEntity(
  state: EntityState,
  converted: EntityChange['converted'],
  verb = verbOfState(state),
): EntityChange {
  const { entity, id, before, after } = state
  const changes =
    before && after ? changedFields<State>(before, after).map((name) => fieldChange(name, before, after)) : []
  const isImplied = ({ name }: FieldChange) => !fieldOf(name).settable || IMPLIED_FIELDS[verb]?.includes(name)
  return {
    entity,
    id,
    title: (after ?? before)!.title,
    verb,
    fields: changes.filter((change) => !isImplied(change)),
    implied: changes.filter(isImplied),
    converted: entity === 'item' ? converted : null,
  }
}

function fieldChange(name: keyof State, before: State, after: State): FieldChange {
  const { label, type } = fieldOf(name)
  return { name, label, type, before: before[name] ?? null, after: after[name] ?? null }
}

/** Projects and features share most fields with items. */
function fieldOf(name: string): Pick<Field, 'label' | 'type' | 'settable'> {
  const label = name.charAt(0).toUpperCase() + name.slice(1).replaceAll('_', ' ')
  return (ITEM_FIELDS as Record<string, Field>)[name] ?? { label, type: 'line', settable: true }
}

/** The kinds between which an item was converted: two items in the journal, one before that. */
function kindsOf(states: readonly EntityState[]): EntityChange['converted'] {
  const turned = states.filter(({ before, after }) => before?.kind !== after?.kind)
  const from = turned.find(({ before }) => before)?.before?.kind
  const to = turned.find(({ after }) => after)?.after?.kind
  return from && to ? { from, to } : null
}

function verbOfOperation(op: string, state?: EntityState): PastVerb | undefined {
  const did = didByName.get(op)
  if (did !== 'done') return typeof did === 'string' ? did : undefined
  return state && completionVerb((state.after ?? state.before)!)
}

function sharedVerb([first, ...others]: EntityChange[]): PastVerb {
  return others.every(({ verb }) => verb === first!.verb) ? first!.verb : 'changed'
}

/** Read from before and after, whichever operation it was. */
function verbOfState({ before, after }: EntityState): PastVerb {
  if (!before) return 'added'
  if (!after) return 'removed'
  if (after.last_done && before.last_done !== after.last_done) return 'done'
  if (!before.bought_on && after.bought_on && after.status !== 'done') return 'bought'
  if (before.status === after.status) return changedFields(before, after).length ? 'changed' : 'moved'
  if (after.status === 'done') return completionVerb(after)
  if (after.status === 'canceled' || after.status === 'archived') return after.status
  return after.status === 'doing' ? 'started' : 'reopened'
}

/** What is bought is not done; a gift that is done was given. */
function completionVerb({ kind, status }: State): PastVerb {
  if (kind === 'gift') return status === 'done' ? 'given' : 'bought'
  return kind === 'shopping' || kind === 'grocery' ? 'bought' : 'done'
}

/** `3 items`, `1 project and 2 items`; null for one. */
function countEntities(subjects: readonly EntityChange[]): string | null {
  if (subjects.length === 1) return null
  const counts = Object.entries(ENTITIES).flatMap(([plural, entity]) => {
    const count = subjects.filter((subject) => subject.entity === entity).length
    return count ? `${count.toLocaleString('en')} ${count === 1 ? entity : plural}` : []
  })
  return counts.join(', ').replace(/, ([^,]*)$/, ' and $1')
}

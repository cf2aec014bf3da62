import { ChangeSet } from '#domain/effects/change-set.ts'
import { EFFECTS } from '#domain/effects/effects.ts'
import type { Bucket, Members, Neighbour, Records } from '#domain/effects/records.ts'
import { runNow, type Step } from '#domain/effects/steps.ts'
import { type AnyEntity, type Entities, type Entity, type EntityDifference, idOf } from '#domain/entities.ts'
import { notFound } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { poolOf } from '#domain/kinds.ts'
import type { Now } from '#domain/lifecycle.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { compareByOrder } from '#domain/views.ts'
import { type PredictedOperation, provisionalId, type State, type PendingChange } from './state.ts'

export interface Prediction {
  changes: EntityDifference[]
  /** Provisional ids of what was added, in order. */
  newIds: string[]
}

/** The ids in a prediction, as a pending change carries them. */
export function idsOf({ changes, newIds }: Prediction): Pick<PendingChange, 'newIds' | 'changedIds'> {
  return { newIds, changedIds: changes.flatMap(({ id, before }) => (before ? [id] : [])) }
}

type AnyEffect = (records: Records, input: unknown) => Step<unknown>

/**
 * Does to a state what the server will do to its own, by the same effects. Throws what the server would answer, and
 * leaves the state as it was then.
 */
export function predict(state: State, change: PendingChange): Prediction {
  const records = new StateRecords(state, change)
  try {
    for (const { op, input } of operationsOf(change)) runNow((EFFECTS[op] as AnyEffect)(records, input))
  } catch (error) {
    records.revert()
    throw error
  }
  return { changes: records.changeSet.changes, newIds: records.newIds }
}

function operationsOf({ op, input }: PendingChange): { op: PredictedOperation; input: unknown }[] {
  return op === 'batch.run' ? (input.operations as { op: PredictedOperation; input: unknown }[]) : [{ op, input }]
}

/** The page's maps as effects see them. Nothing has to be waited for, so every step runs to its end at once. */
class StateRecords implements Records {
  readonly now: Now
  readonly timezone: string
  readonly members: Members | undefined
  readonly changeSet = new ChangeSet()
  readonly newIds: string[] = []
  readonly #state: State
  readonly #change: PendingChange

  constructor(state: State, change: PendingChange) {
    this.now = { at: change.at, today: change.today }
    this.timezone = change.timezone
    this.members = change.in && membersFor(change.in.user)
    this.#state = state
    this.#change = change
  }

  *item(id: string): Step<PlacedItem> {
    return found(this.#state.items, 'item', id)
  }

  *project(slug: string): Step<Project> {
    return found(this.#state.projects, 'project', slug)
  }

  *feature(id: string): Step<Feature> {
    return found(this.#state.features, 'feature', id)
  }

  *hasProject(slug: string): Step<boolean> {
    return this.#state.projects.has(slug)
  }

  *endOf(bucket: Bucket, end: 'top' | 'bottom'): Step<Neighbour | undefined> {
    return this.#itemsOf(bucket).at(end === 'top' ? 0 : -1)
  }

  *neighbours({ pool, priority }: Bucket, place: Neighbour, side: 'before' | 'after'): Step<Neighbour[]> {
    const items = this.#itemsOf({ pool, priority })
    const compare = (item: PlacedItem) => compareByOrder(item, { priority, ...place })
    return side === 'before'
      ? items
          .filter((item) => compare(item) < 0)
          .slice(-2)
          .toReversed()
      : items.filter((item) => compare(item) > 0).slice(0, 2)
  }

  *bucket(bucket: Bucket): Step<PlacedItem[]> {
    return this.#itemsOf(bucket)
  }

  *pool(name: string): Step<PlacedItem[]> {
    return this.#itemsOf({ pool: name })
  }

  *items(ids: readonly string[]): Step<ReadonlyMap<string, PlacedItem>> {
    return new Map(ids.flatMap((id) => [[id, this.#state.items.get(id)!]]))
  }

  *tasksOf(project: string, feature?: string): Step<PlacedItem[]> {
    const isTask = (item: PlacedItem) => item.project === project && (feature === undefined || item.feature === feature)
    return [...this.#state.items.values()].filter(isTask)
  }

  *featuresOf(project: string): Step<Feature[]> {
    return [...this.#state.features.values()].filter((feature) => feature.project === project)
  }

  /** A provisional id; the same one each time the change is predicted. */
  *newId(prefix: string): Step<string> {
    const nth = this.newIds.length
    const id = this.#change.newIds[nth] ?? provisionalId(this.#change, prefix, nth)
    this.newIds.push(id)
    return id
  }

  *put<E extends Entity, After extends Entities[E] | null>(
    entity: E,
    before: Entities[E] | null,
    after: After,
  ): Step<After> {
    const stamped = after && { ...after, updated_at: this.now.at }
    if (!this.changeSet.note(entity, before, stamped)) return before as After
    this.#set(entity, idOf((after ?? before)!), stamped)
    return stamped
  }

  /** Takes back all that was put. */
  revert(): void {
    for (const { entity, id, before } of this.changeSet.touched) this.#set(entity, id, before)
  }

  #set(entity: Entity, id: string, value: AnyEntity | null): void {
    const { items, projects, features } = this.#state
    const map = { item: items, project: projects, feature: features }[entity] as Map<string, AnyEntity>
    if (value) map.set(id, value)
    else map.delete(id)
  }

  /** Open items of a pool, and of one priority if it is given, in their order. */
  #itemsOf({ pool, priority }: { pool: string; priority?: number }): PlacedItem[] {
    const items: PlacedItem[] = []
    for (const item of this.#state.items.values())
      if (isOpen(item) && poolOf(item.kind, item.project) === pool && (priority ?? item.priority) === item.priority)
        items.push(item)
    return items.toSorted(compareByOrder)
  }
}

/** The server knows who is a member, and who has done a chore how often. */
function membersFor(caller: string): Members {
  return {
    caller,
    *has() {
      return true
    },
    *countCompletions() {
      return new Map()
    },
  }
}

function found<T>(map: ReadonlyMap<string, T>, what: string, id: string): T {
  const value = map.get(id)
  if (value === undefined) throw notFound(`${what} ${id}`)
  return value
}

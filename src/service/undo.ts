import type { ParsedInput } from '#contract/schemas.ts'
import { MAX_LISTED } from '#contract/schemas/changes.ts'
import type { Undone } from '#contract/types.ts'
import { type AnyEntity, changedFields, type EntityDifference } from '#domain/entities.ts'
import { bucketOf, freePosition } from '#domain/effects/order.ts'
import type { Step } from '#domain/effects/steps.ts'
import { conflict, notFound } from '#domain/errors.ts'
import { isOpen } from '#domain/statuses.ts'
import type { PlacedItem } from '#domain/items.ts'
import { type DifferenceKey, differenceKeys, differencesOfEntities, journalRow, searchJournal } from '#store/journal.ts'
import { itemsAtPositions } from '#store/positions.ts'
import { featuresOf, getFeature, getProject, tasksOf } from '#store/projects.ts'
import type { DifferenceRow, EntityType, JournalRow } from '#store/schema.ts'
import { toDifferences, undoneRevisions } from './changes.ts'
import { differenceOf } from './journal.ts'
import type { Write } from './write.ts'

/** How the journal names an undo, and the undo of an undo. Only the first is an operation. */
export const UNDO = 'changes.undo'
export const REDO = 'changes.redo'

/** Changes of settings, keys and users are journaled without differences, so they cannot be undone. */
const isUndoable = ({ size }: JournalRow) => size > 0

/**
 * Undoes a write, as a write of its own. Throws `conflict` where an entity has changed since or there is nothing to
 * undo, `not_found` for a revision that the journal does not have.
 */
export function* undo(write: Write, input: ParsedInput<'changes.undo'>): Step<Undone> {
  const target =
    input.revision === undefined
      ? yield* findLatest(write, input.redo ?? false)
      : yield* findRevision(write, input.revision)
  write.undoes = target.revision
  write.op = target.op === UNDO ? REDO : UNDO
  const keys = yield* differenceKeys(write.db, write.user.id, target.revision)
  const restoredIds = new Set(keys.map(({ id }) => id))
  // Projects are restored first and removed last, so that no feature or item is ever without its project.
  for (const rank of RANKS)
    for (const entity of ENTITIES) {
      const ids = keys.filter((key) => key.entity === entity && rankOf(key) === rank).map(({ id }) => id)
      for (let from = 0; from < ids.length; from += BATCH_SIZE)
        yield* restoreBatch(write, target.revision, entity, ids.slice(from, from + BATCH_SIZE), restoredIds)
    }
  const { revision, at, client, op } = target
  const { touched } = write.changeSet
  return {
    revision: write.revision,
    at: write.now.at,
    client: write.session.client,
    op: write.op,
    undoes: revision,
    undone: false,
    ...toDifferences(touched.length > MAX_LISTED ? touched.filter(({ entity }) => entity !== 'item') : touched),
    ...(touched.length > MAX_LISTED && { items: null }),
    undid: { revision, at, client, op },
  }
}

/** Entities that are read and written at a time: each may have long notes. */
const BATCH_SIZE = 50

const DEPTH: Record<EntityType, number> = { project: 0, feature: 1, item: 2 }
const ENTITIES = Object.keys(DEPTH) as EntityType[]
const RANKS = [0, 1, 2, 3, 4, 5, 6]

/** Removed entities are restored first, then changed ones, and added ones are removed last. */
function rankOf({ entity, isAdded, isRemoved }: DifferenceKey): number {
  if (isRemoved) return DEPTH[entity]
  return isAdded ? 6 - DEPTH[entity] : 3
}

function* restoreBatch(
  write: Write,
  revision: number,
  entity: EntityType,
  ids: readonly string[],
  restoredIds: ReadonlySet<string>,
): Step<void> {
  const rows = yield* differencesOfEntities(write.db, write.user.id, revision, entity, ids)
  const items = entity === 'item' ? yield* write.items(ids) : new Map<string, PlacedItem>()
  const changes: EntityDifference[] = []
  for (const row of rows) changes.push(yield* restoreEntity(write, row, items))
  if (entity === 'item') yield* giveFreePositions(write, changes, restoredIds)
  yield* write.putAll(changes)
}

/** Where another open item that is not restored stands at the position of a restored one, that gets one beside it. */
function* giveFreePositions(
  write: Write,
  changes: readonly EntityDifference[],
  restoredIds: ReadonlySet<string>,
): Step<void> {
  const byBucket = new Map<string, EntityDifference[]>()
  for (const change of changes) {
    const item = change.after as PlacedItem | null
    if (!item || !isOpen(item)) continue
    const { pool, priority } = bucketOf(item)
    const key = `${pool} ${priority}`
    byBucket.set(key, [...(byBucket.get(key) ?? []), change])
  }
  for (const its of byBucket.values()) {
    const items = its.map(({ after }) => after as PlacedItem)
    const bucket = { userId: write.user.id, ...bucketOf(items[0]!) }
    const positions = items.map(({ position }) => position)
    const held = yield* itemsAtPositions(write.db, bucket, positions)
    const taken = new Set(held.filter(({ id }) => !restoredIds.has(id)).map(({ position }) => position))
    for (const [i, item] of items.entries())
      if (taken.has(item.position)) its[i]!.after = { ...item, position: yield* freePosition(write, item) }
  }
}

function* findRevision(write: Write, revision: number): Step<JournalRow> {
  const row = yield* journalRow(write.db, write.user.id, revision)
  if (!row) throw notFound(`write ${revision} in the journal`)
  if (!isUndoable(row)) throw conflict('settings, keys and users are not undone')
  if ((yield* undoneRevisions(write.db, write.user.id, [revision])).has(revision))
    throw conflict(`write ${revision} is undone already`)
  return row
}

/** The latest write that is not undone; to redo, the latest undo that is not redone and has no write after it. */
function* findLatest(write: Write, redo: boolean): Step<JournalRow> {
  const undone = new Set<number>()
  const found = yield* searchJournal(write.db, write.user.id, (row) => {
    if (!isUndoable(row) || undone.has(row.revision)) return undefined
    if (redo && row.op === UNDO) return row
    if (row.undoes === null) return redo ? null : row
    undone.add(row.undoes)
    return undefined
  })
  if (found) return found
  throw conflict(redo ? 'there is nothing to redo' : 'there is nothing to undo')
}

type Refuse = (why: string) => never

/** The difference that undoes one row. Throws `conflict` where the entity has changed since in the same fields. */
function* restoreEntity(
  write: Write,
  row: DifferenceRow,
  items: ReadonlyMap<string, PlacedItem>,
): Step<EntityDifference> {
  const difference = differenceOf(row)
  const { entity, id } = difference
  const current = (entity === 'item' ? items.get(id) : yield* getProjectOrFeature(write, entity, id)) ?? null
  const refuse: Refuse = (why) => {
    throw conflict(`this can't be undone: ${entity} ${id} ${why}`, { hint: 'Nothing was changed.' })
  }
  requireUnchanged(difference, current, refuse)
  const restored = restoredState(difference, current)
  if (restored) yield* requireParents(write, restored, refuse)
  else yield* requireNoChildren(write, row, refuse)
  return { entity, id, before: current, after: restored }
}

function getProjectOrFeature({ db, user }: Write, entity: 'project' | 'feature', id: string) {
  return entity === 'project' ? getProject(db, user.id, id) : getFeature(db, user.id, id)
}

/** Refuses where the fields that a write changed have changed again since; all count of an entity that it added. */
function requireUnchanged({ before, after }: EntityDifference, current: AnyEntity | null, refuse: Refuse): void {
  if (after && !current) refuse('has been removed since')
  if (!after && current) refuse('exists again')
  if (!after || !current) return
  const changedSince: string[] = changedFields(after, current)
  const touched: string[] = before ? changedFields(before, after) : changedSince
  const conflicting = changedSince.filter((field) => touched.includes(field))
  if (conflicting.length) refuse(`has changed since (${conflicting.join(', ')})`)
}

/** An entity as it was before a write, but with what has changed since in other fields; null if the write added it. */
function restoredState({ before, after }: EntityDifference, current: AnyEntity | null): AnyEntity | null {
  if (!before || !after || !current) return before
  return { ...current, ...pickFields(before, changedFields(before, after)) } as AnyEntity
}

function pickFields(from: AnyEntity, fields: readonly string[]): Partial<AnyEntity> {
  return Object.fromEntries(Object.entries(from).filter(([field]) => fields.includes(field)))
}

/** Refuses to restore an entity without its project or feature, and a general project that has features by now. */
function* requireParents(write: Write, stored: AnyEntity, refuse: Refuse): Step<void> {
  const { db, user } = write
  if ('project' in stored && stored.project && !(yield* getProject(db, user.id, stored.project)))
    refuse(`belongs to project ${stored.project}, which is gone`)
  if ('type' in stored && stored.type === 'general' && (yield* featuresOf(db, user.id, stored.slug)).length)
    refuse('has features by now')
  if (!('feature' in stored) || !stored.feature) return
  const feature = yield* getFeature(db, user.id, stored.feature)
  if (feature && feature.project !== stored.project)
    refuse(`belongs to feature ${stored.feature}, which is of ${feature.project}`)
  if (!feature) refuse(`belongs to feature ${stored.feature}, which is gone`)
}

/** Refuses to remove a project or feature that is not empty. */
function* requireNoChildren({ db, user }: Write, { entity, entity_id: id }: DifferenceRow, refuse: Refuse): Step<void> {
  if (entity === 'project' && ((yield* featuresOf(db, user.id, id)).length || (yield* tasksOf(db, user.id, id)).length))
    refuse('holds tasks or features by now')
  if (entity === 'feature' && (yield* tasksOf(db, user.id, (yield* getFeature(db, user.id, id))!.project, id)).length)
    refuse('holds tasks by now')
}

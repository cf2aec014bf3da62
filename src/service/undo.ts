import type { ParsedInput } from '#contract/schemas.ts'
import { MAX_LISTED } from '#contract/schemas/changes.ts'
import type { Undone } from '#contract/types.ts'
import { type AnyEntity, changedFields, type Entity, type EntityDifference } from '#domain/entities.ts'
import { bucketOf, freePosition } from '#domain/effects/order.ts'
import type { Step } from '#domain/effects/steps.ts'
import { conflict, notFound } from '#domain/errors.ts'
import { isOpen } from '#domain/statuses.ts'
import type { PlacedItem } from '#domain/items.ts'
import { ownerOf, type User } from '#domain/users.ts'
import { differencesInParts, differencesOfPart, journalEntry, searchJournal } from '#store/journal.ts'
import type { JournalEntry } from '#store/journal-entry.ts'
import type { Db } from '#store/schema.ts'
import { itemsAtPositions } from '#store/positions.ts'
import { featuresOf, getFeature, getProject, tasksOf } from '#store/projects.ts'
import { toDifferences, undoneRevisions } from './changes.ts'
import type { Write } from './write.ts'

/** How the journal names an undo, and the undo of an undo. Only the first is an operation. */
export const UNDO = 'changes.undo'
export const REDO = 'changes.redo'

/**
 * Changes of settings, keys and users are journaled without differences, or with those of what they took a member out
 * of: they cannot be undone.
 */
const isUndoable = ({ size, op }: JournalEntry) => size > 0 && !/^(members|users)\./.test(op)

/**
 * Undoes a write, as a write of its own. Throws `conflict` where an entity has changed since or there is nothing to
 * undo, `not_found` for a revision that the journal does not have.
 */
export function* undo(write: Write, input: ParsedInput<'changes.undo'>): Step<Undone> {
  const target =
    input.revision === undefined
      ? yield* requireLatest(write, input.redo ?? false)
      : yield* findRevision(write, input.revision)
  const linked = yield* otherHalf(write, target)
  yield* revert(write, target)
  if (linked) yield* revert(linked.write, linked.target)
  const { revision, at, client, op } = target
  const { name } = write.user
  const { touched } = write.changeSet
  return {
    revision: write.revision,
    at: write.now.at,
    by: name,
    client: write.session.client,
    op: write.op,
    undoes: revision,
    undone: false,
    ...toDifferences(touched.length > MAX_LISTED ? touched.filter(({ entity }) => entity !== 'item') : touched),
    ...(touched.length > MAX_LISTED && { items: null }),
    undid: { revision, at, by: target.by ?? ownerOf(write.user).name, client, op },
  }
}

/** What the call of an undo takes back, where there is such a write. */
export function entryToUndo(
  db: Db,
  user: Pick<User, 'id' | 'space_id' | 'name' | 'shared'>,
  { revision, redo = false }: ParsedInput<'changes.undo'>,
): Step<JournalEntry | undefined> {
  return revision === undefined ? latestUndoable(db, user, redo) : journalEntry(db, user.space_id, revision)
}

/**
 * The other half of a write that moved items between two spaces: neither is undone without the other. Throws `conflict`
 * where the caller is not in that space, or it is undone there or forgotten.
 */
function* otherHalf(
  { linked }: Write,
  { linked_space, linked_revision }: JournalEntry,
): Step<{ write: Write; target: JournalEntry } | undefined> {
  if (linked_space === null || linked_revision === null) return undefined
  const hint = 'Nothing was changed.'
  if (linked?.spaceId !== linked_space)
    throw conflict("this can't be undone: it moved something between two spaces, and you are not in both", { hint })
  const target = yield* journalEntry(linked.db, linked_space, linked_revision)
  if (!target) throw conflict("this can't be undone: the journal of the other space no longer has it", { hint })
  return { write: linked, target: yield* findRevision(linked, linked_revision) }
}

function* revert(write: Write, target: JournalEntry): Step<void> {
  write.undoes = target.revision
  write.op = target.op === UNDO ? REDO : UNDO
  const keys: DifferenceKey[] = []
  yield* differencesInParts(write.db, write.spaceId, target.revision, (differences, part) => {
    for (const one of differences) keys.push({ entity: one.entity, id: one.id, part, rank: rankOf(one) })
  })
  const restoredIds = new Set(keys.map(({ id }) => id))
  // Projects are restored first and removed last, so that no feature or item is ever without its project.
  for (const rank of RANKS)
    for (const entity of ENTITIES) {
      const its = keys.filter((key) => key.entity === entity && key.rank === rank)
      for (const part of new Set(its.map((key) => key.part))) {
        const all = yield* differencesOfPart(write.db, write.spaceId, target.revision, part)
        const differences = all.filter((one) => one.entity === entity && rankOf(one) === rank)
        for (let from = 0; from < differences.length; from += BATCH_SIZE)
          yield* restoreBatch(write, differences.slice(from, from + BATCH_SIZE), restoredIds)
      }
    }
}

/** Entities that are read and written at a time: each may have long notes. */
const BATCH_SIZE = 50

/** An entity that a write changed, and in which part of the journal that stands. */
interface DifferenceKey {
  entity: Entity
  id: string
  part: number
  rank: number
}

const DEPTH: Record<Entity, number> = { project: 0, feature: 1, item: 2 }
const ENTITIES = Object.keys(DEPTH) as Entity[]
const RANKS = [0, 1, 2, 3, 4, 5, 6]

/** Removed entities are restored first, then changed ones, and added ones are removed last. */
function rankOf({ entity, before, after }: EntityDifference): number {
  if (!after) return DEPTH[entity]
  return before ? 3 : 6 - DEPTH[entity]
}

/** Restores entities of one type. */
function* restoreBatch(
  write: Write,
  differences: readonly EntityDifference[],
  restoredIds: ReadonlySet<string>,
): Step<void> {
  const areItems = differences[0]!.entity === 'item'
  const items = areItems ? yield* write.items(differences.map(({ id }) => id)) : new Map<string, PlacedItem>()
  const changes: EntityDifference[] = []
  for (const difference of differences) changes.push(yield* restoreEntity(write, difference, items))
  if (areItems) yield* giveFreePositions(write, changes, restoredIds)
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
    const bucket = { spaceId: write.spaceId, ...bucketOf(items[0]!) }
    const positions = items.map(({ position }) => position)
    const held = yield* itemsAtPositions(write.db, bucket, positions)
    const taken = new Set(held.filter(({ id }) => !restoredIds.has(id)).map(({ position }) => position))
    for (const [i, item] of items.entries())
      if (taken.has(item.position)) its[i]!.after = { ...item, position: yield* freePosition(write, item) }
  }
}

function* findRevision(write: Write, revision: number): Step<JournalEntry> {
  const row = yield* journalEntry(write.db, write.spaceId, revision)
  if (!row) throw notFound(`write ${revision} in the journal`)
  if (!isUndoable(row)) throw conflict('settings, keys and users are not undone')
  if ((yield* undoneRevisions(write.db, write.spaceId, [revision])).has(revision))
    throw conflict(`write ${revision} is undone already`)
  return row
}

/**
 * The caller's latest write that is not undone; to redo, their latest undo that is not redone and has none of their
 * writes after it.
 */
export function* latestUndoable(
  db: Db,
  user: Pick<User, 'id' | 'space_id' | 'name' | 'shared'>,
  redo: boolean,
): Step<JournalEntry | undefined> {
  const undone = new Set<number>()
  const found = yield* searchJournal(db, user.space_id, (row) => {
    const isOwn = (row.by ?? ownerOf(user).name) === user.name
    if (row.undoes !== null && !isOwn) undone.add(row.undoes)
    if (!isUndoable(row) || undone.has(row.revision) || !isOwn) return undefined
    if (redo && row.op === UNDO) return row
    if (row.undoes === null) return redo ? null : row
    undone.add(row.undoes)
    return undefined
  })
  return found ?? undefined
}

function* requireLatest({ db, user }: Write, redo: boolean): Step<JournalEntry> {
  const found = yield* latestUndoable(db, user, redo)
  if (!found) throw conflict(redo ? 'there is nothing to redo' : 'there is nothing to undo')
  return found
}

type Refuse = (why: string) => never

/** The difference that undoes another one. Throws `conflict` where the entity has changed since in the same fields. */
function* restoreEntity(
  write: Write,
  difference: EntityDifference,
  items: ReadonlyMap<string, PlacedItem>,
): Step<EntityDifference> {
  const { entity, id } = difference
  const current = (entity === 'item' ? items.get(id) : yield* getProjectOrFeature(write, entity, id)) ?? null
  const refuse: Refuse = (why) => {
    throw conflict(`this can't be undone: ${entity} ${id} ${why}`, { hint: 'Nothing was changed.' })
  }
  requireUnchanged(difference, current, refuse)
  const restored = restoredState(difference, current)
  if (restored) yield* requireParents(write, restored, refuse)
  else yield* requireNoChildren(write, difference, refuse)
  return { entity, id, before: current, after: restored }
}

function getProjectOrFeature({ db, spaceId }: Write, entity: 'project' | 'feature', id: string) {
  return entity === 'project' ? getProject(db, spaceId, id) : getFeature(db, spaceId, id)
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

/**
 * Refuses to restore an entity without its project or feature, a general project that has features by now, and a time
 * of day without a due date.
 */
function* requireParents(write: Write, stored: AnyEntity, refuse: Refuse): Step<void> {
  const { db, spaceId } = write
  if ('at' in stored && stored.at && !stored.due) refuse('has changed since (at)')
  if ('project' in stored && stored.project && !(yield* getProject(db, spaceId, stored.project)))
    refuse(`belongs to project ${stored.project}, which is gone`)
  if ('type' in stored && stored.type === 'general' && (yield* featuresOf(db, spaceId, stored.slug)).length)
    refuse('has features by now')
  if (!('feature' in stored) || !stored.feature) return
  const feature = yield* getFeature(db, spaceId, stored.feature)
  if (feature && feature.project !== stored.project)
    refuse(`belongs to feature ${stored.feature}, which is of ${feature.project}`)
  if (!feature) refuse(`belongs to feature ${stored.feature}, which is gone`)
}

/** Refuses to remove a project or feature that is not empty. */
function* requireNoChildren({ db, spaceId }: Write, { entity, id }: EntityDifference, refuse: Refuse): Step<void> {
  if (entity === 'project' && ((yield* featuresOf(db, spaceId, id)).length || (yield* tasksOf(db, spaceId, id)).length))
    refuse('holds tasks or features by now')
  if (entity === 'feature' && (yield* tasksOf(db, spaceId, (yield* getFeature(db, spaceId, id))!.project, id)).length)
    refuse('holds tasks by now')
}

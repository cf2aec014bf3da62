import { setImmediate as nextTurn } from 'node:timers/promises'
import type { ParsedInput } from '#contract/schemas.ts'
import type { Undone } from '#contract/types.ts'
import { type AnyEntity, changedFields, type EntityDifference } from '#domain/entities.ts'
import { conflict, notFound } from '#domain/errors.ts'
import type { PlacedItem } from '#domain/items.ts'
import { getItemsById } from '#store/items.ts'
import { differencesOf, journalBackwards, journalRow } from '#store/journal.ts'
import { featuresOf, getFeature, getProject, tasksOf } from '#store/projects.ts'
import type { DifferenceRow, EntityType, JournalRow } from '#store/schema.ts'
import { toDifferences, undoneRevisions } from './changes.ts'
import { runSteps } from '#store/run-steps.ts'
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
export async function undo(write: Write, input: ParsedInput<'changes.undo'>): Promise<Undone> {
  const target =
    input.revision === undefined
      ? await findLatest(write, input.redo ?? false)
      : await findRevision(write, input.revision)
  write.undoes = target.revision
  write.op = target.op === UNDO ? REDO : UNDO
  const rows = await differencesOf(write.db, write.user.id, [target.revision])
  const items = await getItemsById(
    write.db,
    write.user.id,
    rows.filter(({ entity }) => entity === 'item').map((row) => row.entity_id),
  )
  // Projects are restored first and removed last, so that no feature or item is ever without its project.
  for (const step of STEPS) {
    const changes = []
    for (const row of rows.filter((one) => rank(one) === step)) {
      changes.push(await restoreEntity(write, row, items))
      if (changes.length % BATCH_SIZE === 0) await nextTurn()
    }
    await runSteps(write.putAll(changes))
  }
  const { revision, at, client, op } = target
  return {
    revision: write.revision,
    at: write.now.at,
    client: write.session.client,
    op: write.op,
    undoes: revision,
    undone: false,
    ...toDifferences(write.changeSet.touched),
    undid: { revision, at, client, op },
  }
}

/** Entities between turns of the event loop. */
const BATCH_SIZE = 500

const DEPTH: Record<EntityType, number> = { project: 0, feature: 1, item: 2 }
const STEPS = [0, 1, 2, 3, 4, 5, 6]

/** Removed entities are restored first, then changed ones, and added ones are removed last. */
function rank({ entity, before, after }: DifferenceRow): number {
  if (after === null) return DEPTH[entity]
  return before === null ? 6 - DEPTH[entity] : 3
}

async function findRevision(write: Write, revision: number): Promise<JournalRow> {
  const row = await journalRow(write.db, write.user.id, revision)
  if (!row) throw notFound(`write ${revision} in the journal`)
  if (!isUndoable(row)) throw conflict('settings, keys and users are not undone')
  if ((await undoneRevisions(write.db, write.user.id, [revision])).has(revision))
    throw conflict(`write ${revision} is undone already`)
  return row
}

/** The latest write that is not undone; to redo, the latest undo that is not redone and has no write after it. */
async function findLatest(write: Write, redo: boolean): Promise<JournalRow> {
  const undone = new Set<number>()
  for await (const row of journalBackwards(write.db, write.user.id)) {
    if (!isUndoable(row) || undone.has(row.revision)) continue
    if (redo && row.op === UNDO) return row
    if (row.undoes !== null) undone.add(row.undoes)
    else if (!redo) return row
    else break
  }
  throw conflict(redo ? 'there is nothing to redo' : 'there is nothing to undo')
}

type Refuse = (why: string) => never

/** The difference that undoes one row. Throws `conflict` where the entity has changed since in the same fields. */
async function restoreEntity(
  write: Write,
  row: DifferenceRow,
  items: ReadonlyMap<string, PlacedItem>,
): Promise<EntityDifference> {
  const difference = differenceOf(row)
  const { entity, id } = difference
  const current = (entity === 'item' ? items.get(id) : await getProjectOrFeature(write, entity, id)) ?? null
  const refuse: Refuse = (why) => {
    throw conflict(`this can't be undone: ${entity} ${id} ${why}`, { hint: 'Nothing was changed.' })
  }
  requireUnchanged(difference, current, refuse)
  const restored = restoredState(difference, current)
  if (restored) await requireParents(write, restored, refuse)
  else await requireNoChildren(write, row, refuse)
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
async function requireParents(write: Write, stored: AnyEntity, refuse: Refuse): Promise<void> {
  const { db, user } = write
  if ('project' in stored && stored.project && !(await getProject(db, user.id, stored.project)))
    refuse(`belongs to project ${stored.project}, which is gone`)
  if ('type' in stored && stored.type === 'general' && (await featuresOf(db, user.id, stored.slug)).length)
    refuse('has features by now')
  if (!('feature' in stored) || !stored.feature) return
  const feature = await getFeature(db, user.id, stored.feature)
  if (feature && feature.project !== stored.project)
    refuse(`belongs to feature ${stored.feature}, which is of ${feature.project}`)
  if (!feature) refuse(`belongs to feature ${stored.feature}, which is gone`)
}

/** Refuses to remove a project or feature that is not empty. */
async function requireNoChildren(
  { db, user }: Write,
  { entity, entity_id: id }: DifferenceRow,
  refuse: Refuse,
): Promise<void> {
  if (entity === 'project' && ((await featuresOf(db, user.id, id)).length || (await tasksOf(db, user.id, id)).length))
    refuse('holds tasks or features by now')
  if (entity === 'feature' && (await tasksOf(db, user.id, (await getFeature(db, user.id, id))!.project, id)).length)
    refuse('holds tasks by now')
}

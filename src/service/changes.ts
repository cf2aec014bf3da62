import type { Read } from '#contract/schemas.ts'
import type { Change, Changes, Difference } from '#contract/types.ts'
import { type PlacedItem, unplaced } from '#domain/items.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'
import { differencesOf, journalRows, undoersOf } from '#store/journal.ts'
import type { Db, DifferenceRow, Entity, JournalRow } from '#store/schema.ts'
import { userById } from '#store/users.ts'
import type { Reading } from './context.ts'
import { findFeature, findItem } from './find.ts'
import type { EntityDifference } from './write.ts'

const DEFAULT_LIMIT = 200

/** The journal of a user, forwards from `since` or backwards from `before`. */
export async function list(reading: Reading, { since, before, item, limit = DEFAULT_LIMIT }: Read<'changes', 'list'>): Promise<Changes> {
  const { db, user } = reading
  const { revision, journal_from } = (await userById(db, user.id))!
  if (since !== undefined && !followable(since, revision, journal_from)) return { revision, changes: [], more: false, reset: true }
  const entityId = item === undefined ? undefined : await idTold(reading, item)
  const rows = await journalRows(db, user.id, { since, before, entityId, limit: limit + 1 })
  return { revision, changes: await changesOf(db, user.id, rows.slice(0, limit)), more: rows.length > limit, reset: false }
}

/** An exact id that the journal tells of, also one that is gone by now; else what stands and begins so. */
async function idTold(reading: Reading, id: string): Promise<string> {
  if ((await journalRows(reading.db, reading.user.id, { entityId: id, limit: 1 })).length) return id
  return (await (id.startsWith(`${FEATURE_PREFIX}-`) ? findFeature : findItem)(reading, id)).id
}

/** Whether every write after `since` is still told; not when it was compacted away, or lost by a restore. */
export function followable(since: number, revision: number, journalFrom: number): boolean {
  return since >= journalFrom && since <= revision
}

/** Journal rows as people read them. */
export async function changesOf(db: Db, userId: string, rows: readonly JournalRow[]): Promise<Change[]> {
  const revisions = rows.map((row) => row.revision)
  const [differences, undone] = await Promise.all([differencesOf(db, userId, revisions), undoneAmong(db, userId, revisions)])
  const byRevision = new Map(revisions.map((revision): [number, DifferenceRow[]] => [revision, []]))
  for (const row of differences) byRevision.get(row.revision)!.push(row)
  return rows.map(({ revision, at, door, op, undoes }) => {
    const its = byRevision.get(revision)!
    return { revision, at, door, op, undoes, undone: undone.has(revision), ...shown(its.map(differenceOf)) }
  })
}

/** What changed, by entity, places left out. */
export function shown(differences: readonly EntityDifference[]): Pick<Change, 'items' | 'projects' | 'features'> {
  const of = <T>(entity: Entity) => differences.filter((one) => one.entity === entity).map(({ id, before, after }) => ({ id, before, after }) as Difference<T>)
  const placeless = (item: PlacedItem | null) => item && unplaced(item)
  return {
    items: of<PlacedItem>('item').map(({ id, before, after }) => ({ id, before: placeless(before), after: placeless(after), position: after?.position ?? null })),
    projects: of('project'),
    features: of('feature'),
  }
}

export function differenceOf({ entity, entity_id: id, before, after }: DifferenceRow): EntityDifference {
  return { entity, id, before: before && JSON.parse(before), after: after && JSON.parse(after) }
}

/** Which of these revisions stand taken back now: an undo that was itself undone counts for nothing. */
export async function undoneAmong(db: Db, userId: string, revisions: readonly number[]): Promise<Set<number>> {
  const undoers = await undoersOf(db, userId, revisions)
  if (!undoers.length) return new Set()
  const dead = await undoneAmong(db, userId, undoers.map((row) => row.revision))
  return new Set(undoers.filter((row) => !dead.has(row.revision)).map((row) => row.undoes))
}

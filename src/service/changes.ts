import type { ParsedInput } from '#contract/schemas.ts'
import type { Change, Changes, Difference } from '#contract/types.ts'
import { type PlacedItem, withoutPosition } from '#domain/items.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'
import { differencesOf, journalRows, undoersOf } from '#store/journal.ts'
import type { Db, DifferenceRow, EntityType, JournalRow } from '#store/schema.ts'
import type { Reading } from './context.ts'
import { findCaller, findFeature, findItem } from './find.ts'
import { differenceOf } from './journal.ts'
import { pageOf } from './page.ts'
import type { EntityDifference } from '#domain/entities.ts'

const DEFAULT_LIMIT = 200
/** Characters of JSON. */
const MOST_TOLD = 4 * 1024 * 1024

/** The journal of a user, forwards from `since` or backwards from `before`. */
export async function list(
  reading: Reading,
  { since, before, item, limit = DEFAULT_LIMIT }: ParsedInput<'changes.list'>,
): Promise<Changes> {
  const { db, user } = reading
  const { revision, journal_from } = await findCaller(db, user.id)
  if (since !== undefined && !followable(since, revision, journal_from))
    return { revision, changes: [], more: false, reset: true }
  const entityId = item === undefined ? undefined : await idTold(reading, item)
  const rows = await journalRows(db, user.id, { since, before, entityId, limit: limit + 1 })
  const told = atOnce(rows.slice(0, limit))
  return { revision, changes: await changesOf(db, user.id, told), more: rows.length > told.length, reset: false }
}

/** As many of these rows, from the first, as may be told in one go. */
export function atOnce(rows: readonly JournalRow[]): readonly JournalRow[] {
  return pageOf(rows, rows.length, (row) => (isHuge(row) ? 0 : row.size))
}

/** A write that weighs more than people read: that it happened is told, what it changed is loaded anew. */
const isHuge = ({ size }: JournalRow) => size > MOST_TOLD

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
  const huge = new Set(rows.filter(isHuge).map((row) => row.revision))
  const [differences, undone] = await Promise.all([
    differencesOf(
      db,
      userId,
      revisions.filter((revision) => !huge.has(revision)),
    ),
    undoneAmong(db, userId, revisions),
  ])
  const byRevision = new Map(revisions.map((revision): [number, DifferenceRow[]] => [revision, []]))
  for (const row of differences) byRevision.get(row.revision)!.push(row)
  return rows.map(({ revision, at, client, op, undoes }) => {
    const told = shown(byRevision.get(revision)!.map(differenceOf))
    return {
      revision,
      at,
      client,
      op,
      undoes,
      undone: undone.has(revision),
      ...told,
      ...(huge.has(revision) && { items: null }),
    }
  })
}

/** What changed, by entity, places left out. */
export function shown(differences: readonly EntityDifference[]): Pick<Change, 'items' | 'projects' | 'features'> {
  const of = <T>(entity: EntityType) =>
    differences
      .filter((one) => one.entity === entity)
      .map(({ id, before, after }) => ({ id, before, after }) as Difference<T>)
  const placeless = (item: PlacedItem | null) => item && withoutPosition(item)
  return {
    items: of<PlacedItem>('item').map(({ id, before, after }) => ({
      id,
      before: placeless(before),
      after: placeless(after),
      position: after?.position ?? null,
    })),
    projects: of('project'),
    features: of('feature'),
  }
}

/** The revisions, of these and of those that undid them, that stand taken back now: an undo that was itself undone counts for nothing. */
export async function undoneAmong(db: Db, userId: string, revisions: readonly number[]): Promise<Set<number>> {
  const undone = new Set<number>()
  for (const { revision, undoes } of await undoersOf(db, userId, revisions))
    if (!undone.has(revision)) undone.add(undoes)
  return undone
}

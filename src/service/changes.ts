import type { ParsedInput } from '#contract/schemas.ts'
import type { Change, Changes, Difference } from '#contract/types.ts'
import { type PlacedItem, withoutPosition } from '#domain/items.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'
import { differencesOf, journalEntries, undoersOf } from '#store/journal.ts'
import type { JournalEntry } from '#store/journal-entry.ts'
import { query } from '#store/query.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { runSteps } from '#store/run-steps.ts'
import { ownerOf } from '#domain/users.ts'
import { membershipsOf } from '#store/memberships.ts'
import type { Db } from '#store/schema.ts'
import { userById } from '#store/users.ts'
import type { ReadContext } from './context.ts'
import { findCaller, findFeature, findItem } from './find.ts'
import { pageOf } from './page.ts'
import type { Entity, EntityDifference } from '#domain/entities.ts'

const DEFAULT_LIMIT = 200
/** Of JSON, in one answer. */
const MAX_CHARACTERS = 4 * 1024 * 1024

/**
 * The journal of a user, forwards from `since` or backwards from `before`. Throws `not_found` for an item that neither
 * the journal nor the user has, `conflict` for an unclear beginning of an id.
 */
export async function list(
  context: ReadContext,
  { since, before, item, limit = DEFAULT_LIMIT }: ParsedInput<'changes.list'>,
): Promise<Changes> {
  const { db, user, spaceId } = context
  const { revision, journal_from } = await findCaller(db, user)
  if (since !== undefined && !canFollow(since, revision, journal_from))
    return { revision, changes: [], more: false, reset: true }
  const entityId = item === undefined ? undefined : await findEntityId(context, item)
  const rows = await journalEntries(db, spaceId, { since, before, entityId, limit: limit + 1 })
  const page = limitSize(rows.slice(0, limit))
  return {
    revision,
    changes: await withLinks(context, page, await changesOf(db, spaceId, page, ownerOf(user).name)),
    more: rows.length > page.length,
    reset: false,
  }
}

/** Changes with the other halves of those that moved items to or from a space in which the caller is, too. */
async function withLinks(
  { db, user }: ReadContext,
  rows: readonly JournalEntry[],
  changes: Change[],
): Promise<Change[]> {
  if (!user.memberships || rows.every(({ linked_space }) => linked_space === null)) return changes
  const [own, shared] = await Promise.all([userById(db, user.id), membershipsOf(db, user.id)])
  const joined = shared.filter(({ role }) => role !== 'invited')
  const spaces = new Map([...joined, ...(own ? [own] : [])].map(({ space_id, name }) => [space_id, name]))
  return changes.map((change, i) => {
    const { linked_space: number, linked_revision: revision } = rows[i]!
    const space = number === null ? undefined : spaces.get(number)
    return space === undefined || revision === null ? change : { ...change, linked: { space, revision } }
  })
}

/** The first of these rows that fit into one answer; at least one. */
export function limitSize(rows: readonly JournalEntry[]): readonly JournalEntry[] {
  return pageOf(rows, rows.length, charactersToRead)
}

/** Of the differences that are read for a row. */
export const charactersToRead = (row: JournalEntry): number => (isHuge(row) ? 0 : row.size)

/** A write too large to send: clients get it without its differences, and reload. */
const isHuge = ({ size }: JournalEntry) => size > MAX_CHARACTERS

/** The id itself if the journal has it, even of a removed entity; else that of the entity whose id begins with it. */
async function findEntityId(context: ReadContext, id: string): Promise<string> {
  if ((await journalEntries(context.db, context.spaceId, { entityId: id, limit: 1 })).length) return id
  return (await (id.startsWith(`${FEATURE_PREFIX}-`) ? findFeature : findItem)(context, id)).id
}

/** Whether the journal has every write after `since`; false where some were compacted, or a restore lost `since`. */
export function canFollow(since: number, revision: number, journalFrom: number): boolean {
  return since >= journalFrom && since <= revision
}

/** Journal rows with their differences; `name` is that of the space: who wrote what names nobody, its user's. */
export async function changesOf(
  db: Db,
  spaceId: number,
  rows: readonly JournalEntry[],
  name: string,
): Promise<Change[]> {
  const revisions = rows.map((row) => row.revision)
  const huge = new Set(rows.filter(isHuge).map((row) => row.revision))
  const [byRevision, undone] = await Promise.all([
    runSteps(
      differencesOf(
        db,
        spaceId,
        revisions.filter((revision) => !huge.has(revision)),
      ),
    ),
    undoneRevisions(db, spaceId, revisions),
  ])
  return runSteps(changesFrom(rows, byRevision, undone, huge, name))
}

/** Journal rows as changes: parsing those with long notes takes long, so other requests get turns. */
function* changesFrom(
  rows: readonly JournalEntry[],
  byRevision: ReadonlyMap<number, readonly EntityDifference[]>,
  undone: ReadonlySet<number>,
  huge: ReadonlySet<number>,
  name: string,
): Step<Change[]> {
  const changes: Change[] = []
  for (const { revision, at, by, client, op, undoes } of rows) {
    yield PAUSE
    const changed = toDifferences(byRevision.get(revision) ?? [])
    changes.push({
      revision,
      at,
      by: by ?? name,
      client,
      op,
      undoes,
      undone: undone.has(revision),
      ...changed,
      ...(huge.has(revision) && { items: null }),
    })
  }
  return changes
}

/** Differences by type of entity; items without their positions. */
export function toDifferences(
  differences: readonly EntityDifference[],
): Pick<Change, 'items' | 'projects' | 'features'> {
  const of = <T>(entity: Entity) =>
    differences
      .filter((one) => one.entity === entity)
      .map(({ id, before, after }) => ({ id, before, after }) as Difference<T>)
  const withoutPlace = (item: PlacedItem | null) => item && withoutPosition(item)
  return {
    items: of<PlacedItem>('item').map(({ id, before, after }) => ({
      id,
      before: withoutPlace(before),
      after: withoutPlace(after),
      position: after?.position ?? null,
    })),
    projects: of('project'),
    features: of('feature'),
  }
}

/** Those of `revisions`, and of their undos, that are undone now; an undo that was itself undone does not count. */
export const undoneRevisions = query(function* (
  db: Db,
  spaceId: number,
  revisions: readonly number[],
): Step<Set<number>> {
  const undone = new Set<number>()
  for (const { revision, undoes } of yield* undoersOf(db, spaceId, revisions))
    if (!undone.has(revision)) undone.add(undoes)
  return undone
})

import type { Step } from '#domain/effects/steps.ts'
import type { EntityDifference } from '#domain/entities.ts'
import { conflict, type Gone, notFound, type TrackError, unauthenticated } from '#domain/errors.ts'
import { afterBeginning } from '#domain/ids.ts'
import type { PlacedItem } from '#domain/items.ts'
import { FEATURE_PREFIX } from '#domain/kinds.ts'
import type { Feature, Project } from '#domain/projects.ts'
import { ownerOf, type User } from '#domain/users.ts'
import { getItem, neighbouringIds, itemsByIdPrefix } from '#store/items.ts'
import { differencesOf, lastWriteOf } from '#store/journal.ts'
import { featuresByIdPrefix, getFeature, getProject } from '#store/projects.ts'
import { query } from '#store/query.ts'
import type { Db, JournalRow, OwnerRow } from '#store/schema.ts'
import { memberById, userById } from '#store/users.ts'
import type { ReadContext } from './context.ts'

/** Whoever is no member of a space is told the same as if there were none. */
export function noSuchSpace(name: string): TrackError {
  return notFound(`space ${name}`, { hint: 'track space list shows yours.' })
}

/**
 * The caller in their space as the database has them now: removal and expulsion count up to the last moment. Throws
 * `unauthenticated`, and `not_found` where they are no member of the space any more.
 */
export const findCaller = query(function* (db: Db, { id, space_id, shared }: User): Step<OwnerRow> {
  const user = yield* shared ? memberById(db, id, { by: 'space_id', value: space_id }) : userById(db, id)
  if (!user) throw unauthenticated()
  if (shared && !user.shared) throw noSuchSpace(shared.name)
  return user
})

/** The one of several that is meant: the only one, or a `conflict` that names them. */
function only<T extends { id: string; title: string }>(found: readonly T[], beginning: string): T | undefined {
  if (found.length < 2) return found[0]
  throw conflict(`"${beginning}" is the beginning of several ids`, {
    candidates: found.map((one) => one.id),
    hint: `Type more of the id: ${found.map((one) => `${one.id} ${one.title.slice(0, 40)}`).join(', ')}`,
  })
}

/**
 * The user's item of an id or a beginning of one: an exact id wins, then open items, then all. Throws `conflict` for a
 * beginning of several ids, `not_found` for that of none.
 */
export const findItem = query(function* (context: ReadContext, id: string): Step<PlacedItem> {
  const { db, spaceId } = context
  const item =
    (yield* getItem(db, spaceId, id)) ??
    only(yield* itemsByIdPrefix(db, spaceId, id, true), id) ??
    only(yield* itemsByIdPrefix(db, spaceId, id, false), id)
  if (item) return item
  const gone = yield* whatBecameOf(context, id)
  if (gone) throw notFound(`item ${id}`, { gone, hint: hintOf(id, gone) })
  const candidates = yield* neighbouringIds(db, spaceId, id)
  throw notFound(`item ${id}`, candidates.length ? { candidates, hint: `Near it: ${candidates.join(', ')}` } : {})
})

const hintOf = (id: string, { became, revision }: Gone): string =>
  became === null ? `Write ${revision} took it away; track log ${id} tells more.` : `It is ${became} now.`

/** What the journal knows of an item that is not there any more. */
function* whatBecameOf({ db, spaceId, user }: ReadContext, id: string): Step<Gone | undefined> {
  const last = yield* lastWriteOf(db, spaceId, id)
  const removed = last?.differences.findIndex((one) => one.entity === 'item' && one.id === id && !one.after) ?? -1
  if (!last || removed < 0) return undefined
  const { revision, op, differences } = last
  const former = differences[removed]!
  return {
    revision,
    op,
    became: convertedTo(former, differences[removed + 1]) ?? (yield* movedTo(db, user, former, last)),
  }
}

/** The id of the item, with its space, that one became which was moved there, where its user is a member. */
function* movedTo(
  db: Db,
  user: User,
  { before: former }: EntityDifference,
  { linked_space: number, linked_revision: revision }: Pick<JournalRow, 'linked_space' | 'linked_revision'>,
): Step<string | null> {
  if (number === null || revision === null) return null
  const other = yield* memberById(db, user.id, { by: 'space_id', value: number })
  if (other?.space_id !== number) return null
  const { created_at, title } = former as PlacedItem
  const moved = (yield* differencesOf(db, number, [revision])).get(revision)!.find(({ entity, before, after }) => {
    const item = entity === 'item' && !before ? (after as PlacedItem) : null
    return item?.created_at === created_at && item.title === title
  })
  return moved ? `${ownerOf(other).name}/${moved.id}` : null
}

/** The id of the item that another was converted to: a write notes it next, and it is as old and of another kind. */
function convertedTo({ before }: EntityDifference, next: EntityDifference | undefined): string | null {
  if (next?.entity !== 'item' || next.before) return null
  const [former, added] = [before as PlacedItem, next.after as PlacedItem]
  return added.created_at === former.created_at && added.kind !== former.kind ? next.id : null
}

/** The same for a feature. */
export const findFeature = query(function* ({ db, spaceId }: ReadContext, id: string): Step<Feature> {
  const feature = id.startsWith(`${FEATURE_PREFIX}-`)
    ? ((yield* getFeature(db, spaceId, id)) ?? only(yield* featuresByIdPrefix(db, spaceId, id, afterBeginning(id)), id))
    : undefined
  if (!feature) throw notFound(`feature ${id}`)
  return feature
})

/** Throws `not_found`. */
export const findProject = query(function* ({ db, spaceId }: ReadContext, slug: string): Step<Project> {
  const project = yield* getProject(db, spaceId, slug)
  if (!project) throw notFound(`project ${slug}`, { hint: 'track projects lists them.' })
  return project
})

import type { ParsedInput } from '#contract/schemas.ts'
import type { Page } from '#contract/types.ts'
import { shiftDays, startOfDay } from '#domain/dates.ts'
import { resolveBounds } from '#domain/effects/dates.ts'
import type { Item } from '#domain/fields.ts'
import type { TrackError } from '#domain/errors.ts'
import { isOpen, STATUSES, type Status } from '#domain/statuses.ts'
import { queryTerms } from '#domain/search-words.ts'
import { getItemJson } from '#store/items.ts'
import { cursorAfter, type ListedItem, listItems } from '#store/lists.ts'
import { nameOfSpace, type ReadContext } from './context.ts'
import { encodeCursor, listCursorJson, listCursorOf } from './cursors.ts'
import { findFeature, findItem } from './find.ts'
import { readPage } from './page.ts'
import { whenReindexed } from './reindexing.ts'
import { JsonAnswer, jsonInSpace } from './json-answer.ts'

const DEFAULT_LIMIT = 200

/** The item of an id or a clear beginning of one. Throws `not_found` and `conflict`. */
export async function get(context: ReadContext, { id }: ParsedInput<'items.get'>): Promise<JsonAnswer<Item>> {
  const { deps, db, spaceId } = context
  const json =
    (await getItemJson(deps.engine, db, spaceId, id)) ??
    (await getItemJson(deps.engine, db, spaceId, (await findItem(context, id)).id))!
  return new JsonAnswer(json.json, json)
}

/**
 * One page of the items that a filter leaves. Throws `invalid` for a date or a cursor that is none, `not_found` and
 * `conflict` for a feature.
 */
export const list = (context: ReadContext, input: ParsedInput<'items.list'>): Promise<JsonAnswer<Page>> =>
  listIn([context], input)

/** The same of several spaces, each item with its space. */
export const listOfAll = (contexts: readonly ReadContext[], input: ParsedInput<'items.list'>) =>
  listIn(contexts, input, contexts.map(nameOfSpace))

async function listIn(
  contexts: readonly ReadContext[],
  input: ParsedInput<'items.list'>,
  names?: readonly string[],
): Promise<JsonAnswer<Page>> {
  const { deps, db } = contexts[0]!
  const limit = input.limit ?? DEFAULT_LIMIT
  const terms = input.q === undefined ? undefined : queryTerms(input.q)
  if (terms?.length === 0) return new JsonAnswer('{"items":[],"next_cursor":null}')
  if (terms) await whenReindexed(contexts)
  const order = orderOf(input)
  const first = input.cursor === undefined ? undefined : listCursorOf(input.cursor, order, names)
  const filter = { ...order, ...(await narrowingOf(input, contexts)), terms }
  const spaceIds = contexts.map(({ spaceId }) => spaceId)
  const { page, isLast } = await readPage<ListedItem>(
    contexts.map(({ user }) => user),
    limit,
    ({ json }) => json.length,
    (last, limit) =>
      listItems(deps.engine, db, spaceIds, {
        ...filter,
        after: last ? cursorAfter(last, order) : first,
        limit,
      }),
  )
  const cursor = isLast ? null : encodeCursor(listCursorJson(cursorAfter(page.at(-1)!, order), order, names))
  const items = names ? page.map(({ json, space }) => ({ json: jsonInSpace(json, names[space ?? 0]!) })) : page
  return new JsonAnswer(`{"items":${JsonAnswer.array(items)},"next_cursor":${JSON.stringify(cursor)}}`)
}

/** By place where one is named that has an order of its own. */
function orderOf({ sort, reverse, kind, project, feature }: ParsedInput<'items.list'>) {
  const hasPlaces = Boolean(kind ?? project ?? feature)
  return { sort: sort ?? (hasPlaces ? 'place' : 'due'), isReversed: reverse ?? false } as const
}

async function narrowingOf(input: ParsedInput<'items.list'>, contexts: readonly ReadContext[]) {
  const features = input.feature && (await Promise.all(input.feature.map((id) => findFeatures(contexts, id))))
  return {
    ...boundsOf(input, contexts[0]!),
    kinds: input.kind,
    statuses: statusesOf(input.status ?? defaultStatus(input)),
    tags: input.tag?.flatMap(spellings),
    notTags: input.not_tag?.flatMap(spellings),
    priorities: input.priority,
    projects: input.project,
    features: features?.flat(),
    assigned: input.assigned,
    isUndated: input.due === 'none',
  }
}

/** Ids of the features that an id means in each space that has one. Throws `not_found` where none has. */
async function findFeatures(contexts: readonly ReadContext[], id: string): Promise<string[]> {
  const found = await Promise.allSettled(contexts.map((context) => findFeature(context, id)))
  const known = found.flatMap((one) => (one.status === 'fulfilled' ? [one.value.id] : []))
  const failed = found.flatMap((one) => (one.status === 'rejected' ? [one.reason as TrackError] : []))
  const failure = failed.find(({ code }) => code !== 'not_found') ?? (known.length ? undefined : failed[0])
  if (failure) throw failure
  return known
}

const BOUNDS = ['due_after', 'due_before', 'done_after', 'done_before'] as const

/** The days of a filter; those of `done` as the instants at which they begin and end for the user. */
function boundsOf(input: ParsedInput<'items.list'>, { now, user }: ReadContext) {
  const { due_after, due_before, done_after, done_before } = resolveBounds(input, BOUNDS, now.today)
  return {
    dueAfter: due_after,
    dueBefore: due_before,
    doneFrom: done_after && startOfDay(user.timezone, done_after),
    doneUntil: done_before && startOfDay(user.timezone, shiftDays(done_before, 1) ?? done_before),
  }
}

/** Who asks for what was done does not mean what is open. */
const defaultStatus = ({ done_after, done_before, sort }: ParsedInput<'items.list'>): ('open' | 'done')[] =>
  (done_after ?? done_before) !== undefined || sort === 'done' ? ['done'] : ['open']

/** Both forms of a tag: older databases hold decomposed ones. */
export const spellings = (tag: string): string[] => [...new Set([tag, tag.normalize('NFD')])]

function statusesOf(named: readonly (Status | 'open' | 'all')[]): Status[] {
  return STATUSES.filter(
    (status) => named.includes('all') || named.includes(status) || (named.includes('open') && isOpen({ status })),
  )
}

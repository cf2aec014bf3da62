import type { ParsedInput } from '#contract/schemas.ts'
import type { Page } from '#contract/types.ts'
import { resolveBounds } from '#domain/effects/dates.ts'
import { invalid } from '#domain/errors.ts'
import type { Item } from '#domain/fields.ts'
import { isOpen, STATUSES, type Status } from '#domain/statuses.ts'
import { queryWords } from '#domain/search.ts'
import type { ListPosition } from '#domain/views.ts'
import { getItemJson } from '#store/items.ts'
import { type ListedItem, listItems } from '#store/lists.ts'
import type { ReadContext } from './context.ts'
import { findFeature, findItem } from './find.ts'
import { readPage } from './page.ts'
import { JsonAnswer } from './json-answer.ts'

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
export async function list(context: ReadContext, input: ParsedInput<'items.list'>): Promise<JsonAnswer<Page>> {
  const { due_after, due_before } = resolveBounds(input, ['due_after', 'due_before'], context.now.today)
  const limit = input.limit ?? DEFAULT_LIMIT
  const words = input.q === undefined ? undefined : queryWords(input.q)
  if (words?.length === 0) return new JsonAnswer('{"items":[],"next_cursor":null}')
  const features =
    input.feature &&
    (await Promise.all(input.feature.map((id) => findFeature(context, id)))).map((feature) => feature.id)
  const first = input.cursor === undefined ? undefined : positionOf(input.cursor, 'a list')
  const filter = {
    kinds: input.kind,
    statuses: statusesOf(input.status ?? ['open']),
    tags: input.tag?.flatMap(spellings),
    projects: input.project,
    features,
    dueAfter: due_after,
    dueBefore: due_before,
    words,
  }
  const { page, isLast } = await readPage<ListedItem>(
    limit,
    ({ json }) => json.length,
    (after = first, limit) => listItems(context.deps.engine, context.db, context.spaceId, { ...filter, after, limit }),
  )
  const cursor = isLast ? null : cursorOf(page.at(-1)!)
  return new JsonAnswer(`{"items":${JsonAnswer.array(page)},"next_cursor":${JSON.stringify(cursor)}}`)
}

/** Both forms of a tag: older databases hold decomposed ones. */
export const spellings = (tag: string): string[] => [...new Set([tag, tag.normalize('NFD')])]

function statusesOf(named: readonly (Status | 'open' | 'all')[]): Status[] {
  return STATUSES.filter(
    (status) => named.includes('all') || named.includes(status) || (named.includes('open') && isOpen({ status })),
  )
}

/** A cursor that leads to what comes after an item in list order. */
export function cursorOf({ priority, position, id }: ListPosition): string {
  return Buffer.from(JSON.stringify([priority, position, id])).toString('base64url')
}

/** Throws `invalid` for a cursor that `source` did not return. */
export function positionOf(cursor: string, source: string): ListPosition {
  try {
    const [priority, position, id] = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Number.isInteger(priority) && typeof position === 'string' && typeof id === 'string')
      return { priority, position, id }
  } catch {
    // the error below
  }
  throw invalid({ path: 'cursor', message: `is not a cursor that ${source} returned` })
}

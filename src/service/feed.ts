import type { PlacedItem } from '#domain/items.ts'
import { invalid, notFound } from '#domain/errors.ts'
import { isKind, KINDS } from '#domain/kinds.ts'
import type { User } from '#domain/users.ts'
import { itemsWithDue } from '#store/feed.ts'
import { getProject } from '#store/projects.ts'
import { foldTag } from '#domain/text.ts'
import type { ServiceDeps } from './context.ts'
import { spellings } from './items.ts'

/** The query of a feed URL, not validated. */
export interface FeedQuery {
  all?: string
  kinds?: string
  tags?: string
  project?: string
}

/** Values separated by commas, in lower case; undefined where there are none: no filter. */
function split(text = ''): string[] | undefined {
  const words = text
    .toLowerCase()
    .split(',')
    .map((word) => word.trim())
    .filter(Boolean)
  return words.length ? words : undefined
}

/** Items, and the user in the space that they are of. */
export interface FeedBatch {
  user: User
  items: PlacedItem[]
}

/**
 * The items of a calendar feed of the spaces in which a user is given, in batches. Throws `invalid` for unknown kinds,
 * `not_found` for a project that no space has.
 */
export async function* feedItems(
  deps: ServiceDeps,
  users: readonly User[],
  query: FeedQuery,
): AsyncGenerator<FeedBatch> {
  const kinds = split(query.kinds)
  const unknown = kinds?.find((kind) => !isKind(kind))
  if (unknown) throw invalid({ path: 'kinds', message: `"${unknown}" is none of ${KINDS.join(', ')}` })
  const { read } = deps.engine
  const { project } = query
  const found =
    project === undefined ||
    (await Promise.all(users.map((user) => getProject(read, user.space_id, project)))).some(Boolean)
  if (!found) throw notFound(`project ${project}`)
  const filter = {
    all: query.all === '1',
    kinds: kinds?.filter(isKind),
    tags: split(query.tags)?.flatMap((tag) => spellings(foldTag(tag))),
    project,
  }
  for (const user of users) for await (const items of itemsWithDue(read, user.space_id, filter)) yield { user, items }
}

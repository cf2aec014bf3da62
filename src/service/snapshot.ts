import type { ParsedInput } from '#contract/schemas.ts'
import type { Snapshot } from '#contract/types.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { DoneCount } from '#domain/projects.ts'
import { finishedItems, openItems } from '#store/lists.ts'
import { allFeatures, allProjects, type Tally, tallies } from '#store/projects.ts'
import type { ReadContext } from './context.ts'
import { findCaller } from './find.ts'
import { cursorOf, positionOf } from './cursors.ts'
import { readPage } from './page.ts'

const FINISHED_DAYS = 7
const DAY_MS = 24 * 60 * 60 * 1000
const PAGE_SIZE = 2000

/**
 * The first page has everything except the open items that do not fit; the cursor leads to these. The revision is read
 * first, so that the changes after it miss nothing. Throws `invalid` for a cursor that no snapshot returned.
 */
export async function snapshot(context: ReadContext, { cursor }: ParsedInput<'changes.snapshot'>): Promise<Snapshot> {
  const { db, user, spaceId, now } = context
  const first = cursor === undefined ? undefined : positionOf(cursor, 'a snapshot')
  const { revision } = await findCaller(db, user)
  const { page: items, isLast } = await readPage<PlacedItem>([user], PAGE_SIZE, charactersOf, (after = first, limit) =>
    openItems(db, spaceId, after, limit),
  )
  const next_cursor = isLast ? null : cursorOf(items.at(-1)!)
  if (cursor !== undefined) return { revision, items, projects: [], features: [], done_before: [], next_cursor }
  const since = new Date(Date.parse(now.at) - FINISHED_DAYS * DAY_MS).toISOString()
  const [finished, projects, features, all] = await Promise.all([
    lastFinished(context, since),
    allProjects(db, spaceId),
    allFeatures(db, spaceId),
    tallies(db, spaceId),
  ])
  return {
    revision,
    items: [...items, ...finished],
    projects,
    features,
    done_before: all.map((tally) => doneBefore(tally, finished)).filter(({ done }) => done > 0),
    next_cursor,
  }
}

/** Those finished since an instant, oldest first; of very many, the last ones. */
async function lastFinished({ db, user, spaceId }: ReadContext, since: string): Promise<PlacedItem[]> {
  let read = 0
  const { page } = await readPage<PlacedItem>([user], PAGE_SIZE, charactersOf, async (_, limit) => {
    const items = await finishedItems(db, spaceId, since, read, limit)
    read += limit
    return items
  })
  return [...new Map(page.toReversed().map((item) => [item.id, item])).values()] // one may have moved on meanwhile
}

/** Its notes, and about as much as all the rest. */
const charactersOf = ({ notes }: PlacedItem): number => (notes?.length ?? 0) + 500

/** The done tasks of a project or feature that are not among `finished`. */
function doneBefore({ project, feature, done }: Tally, finished: readonly PlacedItem[]): DoneCount {
  const its = finished.filter((item) => item.project === project && item.feature === feature && item.status === 'done')
  return { project, feature, done: done - its.length }
}

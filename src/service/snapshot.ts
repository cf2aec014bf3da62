import type { Read } from '#contract/schemas.ts'
import type { Snapshot } from '#contract/types.ts'
import { invalid } from '#domain/errors.ts'
import { finishedItems, openItems } from '#store/lists.ts'
import { allFeatures, allProjects, doneBefore } from '#store/projects.ts'
import { userById } from '#store/users.ts'
import type { Reading } from './context.ts'
import { pageOf } from './page.ts'

const FINISHED_DAYS = 7
const DAY_MS = 24 * 60 * 60 * 1000
const PAGE = 2000

/** The first page holds everything but the open items that do not fit; a cursor asks for more of these. The revision is read first, so that following the changes after it misses nothing. */
export async function snapshot({ db, user, now }: Reading, { cursor }: Read<'changes', 'snapshot'>): Promise<Snapshot> {
  if (cursor !== undefined && !/^\d{1,15}$/.test(cursor)) throw invalid({ path: 'cursor', message: 'is none that a snapshot gave' })
  const { revision } = (await userById(db, user.id))!
  const open = await openItems(db, user.id, Number(cursor ?? 0), PAGE + 1)
  const page = pageOf(open, PAGE, ({ item }) => item.notes?.length ?? 0)
  const next_cursor = open.length > page.length ? String(page.at(-1)!.seq) : null
  const items = page.map(({ item }) => item)
  if (cursor !== undefined) return { revision, items, projects: [], features: [], done_before: [], next_cursor }
  const since = new Date(Date.parse(now.at) - FINISHED_DAYS * DAY_MS).toISOString()
  const [finished, projects, features, done_before] = await Promise.all([finishedItems(db, user.id, since), allProjects(db, user.id), allFeatures(db, user.id), doneBefore(db, user.id, since)])
  return { revision, items: [...items, ...finished], projects, features, done_before, next_cursor }
}

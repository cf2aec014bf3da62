import { type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Kind } from '#domain/kinds.ts'
import { openEquals } from './items.ts'
import { itemOf } from './item-rows.ts'
import { inVisibleProject } from './list-scans.ts'
import { nextTurn } from './next-turn.ts'
import type { Db } from './schema.ts'

export interface FeedFilter {
  /** Closed items too, after the open ones. */
  all: boolean
  kinds?: Kind[]
  tags?: string[]
  project?: string
}

/** The row's item, or none if the row was damaged from outside, so that the rest of the calendar still works. */
function readableItems(row: Parameters<typeof itemOf>[0]): PlacedItem[] {
  try {
    return [itemOf(row)]
  } catch {
    return []
  }
}

/** Rows of the first batch, and of a later one at most: rows may have long notes, and many feeds be read at once. */
const FIRST_BATCH_SIZE = 16
const MAX_BATCH_SIZE = 500
/** Of notes, in a later batch, about. */
const MAX_BATCH_CHARACTERS = 256 * 1024

/** Items with a due date, for the calendar, in batches. Yields to the event loop between batches. */
export async function* itemsWithDue(db: Db, spaceId: number, filter: FeedFilter): AsyncGenerator<PlacedItem[]> {
  const { tags } = filter
  for (const open of filter.all ? [1, 0] : [1]) {
    for await (const rows of batchesOfDue(db, spaceId, filter, open)) {
      const items = rows.flatMap(readableItems)
      yield tags ? items.filter((item) => item.tags.some((tag) => tags.includes(tag))) : items
    }
  }
}

async function* batchesOfDue(db: Db, spaceId: number, filter: FeedFilter, open: number) {
  let limit = FIRST_BATCH_SIZE
  let rows = await selectDue(db, spaceId, filter, open, limit)
  yield rows
  while (rows.length === limit) {
    await nextTurn()
    const characters = rows.reduce((sum, { notes }) => sum + (notes?.length ?? 0), 0)
    limit = Math.min(MAX_BATCH_SIZE, Math.ceil((MAX_BATCH_CHARACTERS * rows.length) / (characters + 1)))
    rows = await selectDue(db, spaceId, filter, open, limit, rows.at(-1) as FeedCursor)
    yield rows
  }
}

/** The last row of a batch; the next batch starts after it. */
interface FeedCursor {
  due: Day
  seq: number
}

function selectDue(db: Db, spaceId: number, filter: FeedFilter, open: number, limit: number, after?: FeedCursor) {
  let query = db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where(openEquals(open))
    .where('due', 'is not', null)
    .where(inVisibleProject)
  if (after) query = query.where(sql<SqlBool>`(due, seq) > (${after.due}, ${after.seq})`)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  // `|| ''` keeps the database from using another index, whose rows it would have to sort.
  if (filter.project !== undefined) query = query.where(sql`project || ''`, '=', filter.project)
  return query.selectAll().orderBy('due').orderBy('seq').limit(sql.lit(limit)).execute()
}

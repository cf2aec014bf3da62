import { type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Kind } from '#domain/kinds.ts'
import { openEquals } from './items.ts'
import { itemOf } from './item-rows.ts'
import { inVisibleProject } from './lists.ts'
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

/** Rows per batch, which bounds both memory and the time that other requests wait. */
const BATCH_SIZE = 100

/** Items with a due date, for the calendar, in batches. Yields to the event loop between batches. */
export async function* itemsWithDue(db: Db, userId: string, filter: FeedFilter): AsyncGenerator<PlacedItem[]> {
  const { tags } = filter
  for (const open of filter.all ? [1, 0] : [1]) {
    for await (const rows of batchesOfDue(db, userId, filter, open)) {
      const items = rows.flatMap(readableItems)
      yield tags ? items.filter((item) => item.tags.some((tag) => tags.includes(tag))) : items
    }
  }
}

async function* batchesOfDue(db: Db, userId: string, filter: FeedFilter, open: number) {
  let rows = await selectDue(db, userId, filter, open)
  yield rows
  while (rows.length === BATCH_SIZE) {
    await nextTurn()
    rows = await selectDue(db, userId, filter, open, rows.at(-1) as FeedCursor)
    yield rows
  }
}

/** The last row of a batch; the next batch starts after it. */
interface FeedCursor {
  due: Day
  seq: number
}

function selectDue(db: Db, userId: string, filter: FeedFilter, open: number, after?: FeedCursor) {
  let query = db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where(openEquals(open))
    .where('due', 'is not', null)
    .where(inVisibleProject)
  if (after) query = query.where(sql<SqlBool>`(due, seq) > (${after.due}, ${after.seq})`)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  // `|| ''` keeps the database from using another index, whose rows it would have to sort.
  if (filter.project !== undefined) query = query.where(sql`project || ''`, '=', filter.project)
  return query.selectAll().orderBy('due').orderBy('seq').limit(sql.lit(BATCH_SIZE)).execute()
}

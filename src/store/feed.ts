import { setImmediate as turn } from 'node:timers/promises'
import { type SqlBool, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Kind } from '#domain/kinds.ts'
import { itemOf, openIs } from './items.ts'
import { shown } from './lists.ts'
import type { Db } from './schema.ts'

export interface FeedFilter {
  all: boolean
  kinds?: Kind[]
  tags?: string[]
  project?: string
}

/** A row that someone else has damaged is left out, so that a calendar never breaks as a whole. */
function readable(row: Parameters<typeof itemOf>[0]): PlacedItem[] {
  try {
    return [itemOf(row)]
  } catch {
    return []
  }
}

/** Read together, so that neither all rows are held at once nor everyone else waits for them. */
const STRETCH = 500

/** Items with a due date, for the calendar, in stretches; between two of them others get a turn. */
export async function* itemsWithDue(db: Db, userId: string, filter: FeedFilter): AsyncGenerator<PlacedItem[]> {
  const { tags } = filter
  for (const open of filter.all ? [1, 0] : [1]) {
    for (let after: Dated | undefined, more = true; more;) {
      const rows = await withDue(db, userId, filter, open, after)
      const items = rows.flatMap(readable)
      yield tags ? items.filter((item) => item.tags.some((tag) => tags.includes(tag))) : items
      more = rows.length === STRETCH
      after = rows.at(-1) as Dated | undefined
      if (more) await turn()
    }
  }
}

interface Dated {
  due: Day
  seq: number
}

function withDue(db: Db, userId: string, filter: FeedFilter, open: number, after: Dated | undefined) {
  let query = db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where(openIs(open))
    .where('due', 'is not', null)
    .where(shown)
  if (after) query = query.where(sql<SqlBool>`(due, seq) > (${after.due}, ${after.seq})`)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  if (filter.project !== undefined) query = query.where(sql`project || ''`, '=', filter.project)
  return query.selectAll().orderBy('due').orderBy('seq').limit(sql.lit(STRETCH)).execute()
}

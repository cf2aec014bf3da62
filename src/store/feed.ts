import { sql } from 'kysely'
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

/** Items with a due date, for the calendar. */
export async function itemsWithDue(db: Db, userId: string, filter: FeedFilter): Promise<PlacedItem[]> {
  const { tags } = filter
  const halves = await Promise.all((filter.all ? [1, 0] : [1]).map((open) => withDue(db, userId, filter, open)))
  const items = halves.flat().flatMap(readable)
  return tags ? items.filter((item) => item.tags.some((tag) => tags.includes(tag))) : items
}

function withDue(db: Db, userId: string, filter: FeedFilter, open: number) {
  let query = db.selectFrom('items').where('user_id', '=', userId).where(openIs(open)).where('due', 'is not', null).where(shown)
  if (filter.kinds) query = query.where('kind', 'in', filter.kinds)
  if (filter.project !== undefined) query = query.where(sql`project || ''`, '=', filter.project)
  return query.selectAll().orderBy('due').orderBy('seq').execute()
}

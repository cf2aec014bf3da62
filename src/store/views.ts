import { type AliasableExpression, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Status } from '#domain/statuses.ts'
import type { Engine } from './engine.ts'
import { openEquals } from './items.ts'
import { itemOf } from './item-rows.ts'
import { type ListedItem, inVisibleProject } from './lists.ts'
import { compiledQuery } from './compiled-query.ts'
import type { Db } from './schema.ts'

/** An item of Today as JSON text, with the fields that determine its section and order. */
export interface TodayItem extends ListedItem {
  status: Status
  due: Day | null
  bought_on: Day | null
  estimate: number | null
}

const selectForToday = compiledQuery(
  (db, { userId, today, json }: { userId: string; today: Day; json: AliasableExpression<string> }) => {
    const open = db.selectFrom('items').where('user_id', '=', userId).where(openEquals(1)).select('seq')
    const due = open.where('due', '<=', today)
    const doing = db
      .selectFrom('items')
      .where('user_id', '=', userId)
      .where('status', '=', sql.lit('doing' as const))
      .select('seq')
    const urgent = open.where('due', 'is', null).where('priority', '<=', sql.lit(2))
    return db
      .selectFrom('items')
      .where('seq', 'in', due.unionAll(doing).unionAll(urgent))
      .where(inVisibleProject)
      .select(['priority', 'position', 'id', 'status', 'due', 'bought_on', 'estimate', json.as('json')])
  },
)

/** Open items that Today may show, unordered. */
export async function itemsForToday(engine: Engine, db: Db, userId: string, today: Day): Promise<TodayItem[]> {
  return selectForToday(db, { userId, today, json: engine.itemJson })
}

const selectDueBy = compiledQuery((db, { userId, last }: { userId: string; last: Day }) =>
  db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where(openEquals(1))
    .where('due', '<=', last)
    .where(inVisibleProject)
    .selectAll(),
)

/** Open items due up to a day. Overdue ones are included, since a recurring one may occur again by then. */
export async function itemsDueBy(db: Db, userId: string, last: Day): Promise<PlacedItem[]> {
  return (await selectDueBy(db, { userId, last })).map(itemOf)
}

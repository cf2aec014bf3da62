import { type AliasableExpression, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { Status } from '#domain/statuses.ts'
import type { Engine } from './engine.ts'
import { openEquals, ownedBy } from './items.ts'
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
  (db, { spaceId, today, json }: { spaceId: number; today: Day; json: AliasableExpression<string> }) => {
    const open = db.selectFrom('items').where('space_id', '=', spaceId).where(openEquals(1)).select('seq')
    const due = open.where('due', '<=', today)
    const doing = db
      .selectFrom('items')
      .where('space_id', '=', spaceId)
      .where('status', '=', sql.lit('doing' as const))
      .select('seq')
    const urgent = open.where('due', 'is', null).where('priority', '<=', sql.lit(2))
    return db
      .selectFrom('items')
      .where('seq', 'in', due.unionAll(doing).unionAll(urgent))
      .where(ownedBy(db, spaceId))
      .where(inVisibleProject)
      .select(['priority', 'position', 'id', 'status', 'due', 'bought_on', 'estimate', json.as('json')])
  },
)

/** Open items that Today may show, unordered. */
export async function itemsForToday(engine: Engine, db: Db, spaceId: number, today: Day): Promise<TodayItem[]> {
  return selectForToday(db, { spaceId, today, json: engine.itemJson })
}

const selectDueBy = compiledQuery((db, { spaceId, last }: { spaceId: number; last: Day }) =>
  db
    .selectFrom('items')
    .where('space_id', '=', spaceId)
    .where(openEquals(1))
    .where('due', '<=', last)
    .where(inVisibleProject)
    .selectAll(),
)

/** Open items due up to a day. Overdue ones are included, since a recurring one may occur again by then. */
export async function itemsDueBy(db: Db, spaceId: number, last: Day): Promise<PlacedItem[]> {
  return (await selectDueBy(db, { spaceId, last })).map(itemOf)
}

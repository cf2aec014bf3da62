import { type AliasableExpression, sql } from 'kysely'
import type { Day } from '#domain/dates.ts'
import type { PlacedItem, Status } from '#domain/items.ts'
import type { Engine } from './engine.ts'
import { itemOf, openIs } from './items.ts'
import { type Listed, shown } from './lists.ts'
import { prepared } from './prepared.ts'
import type { Db } from './schema.ts'

/** An item of Today as its answer's text, with what says where it stands there. */
export interface ForToday extends Listed {
  status: Status
  due: Day | null
  bought_on: Day | null
  estimate: number | null
}

const forToday = prepared(
  (db, { userId, today, json }: { userId: string; today: Day; json: AliasableExpression<string> }) => {
    const open = db.selectFrom('items').where('user_id', '=', userId).where(openIs(1)).select('seq')
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
      .where(shown)
      .select(['priority', 'position', 'id', 'status', 'due', 'bought_on', 'estimate', json.as('json')])
  },
)

/** Open items that Today may show, in no order. */
export async function itemsForToday(engine: Engine, db: Db, userId: string, today: Day): Promise<ForToday[]> {
  return forToday(db, { userId, today, json: engine.itemJson })
}

const dueBy = prepared((db, { userId, last }: { userId: string; last: Day }) =>
  db
    .selectFrom('items')
    .where('user_id', '=', userId)
    .where(openIs(1))
    .where('due', '<=', last)
    .where(shown)
    .selectAll(),
)

/** Open items that are due up to a day, overdue ones included, since what recurs comes again. */
export async function itemsDueBy(db: Db, userId: string, last: Day): Promise<PlacedItem[]> {
  return (await dueBy(db, { userId, last })).map(itemOf)
}

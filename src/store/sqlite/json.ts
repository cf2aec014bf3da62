import { sql } from 'kysely'
import { ITEM_COLUMNS } from '../item-rows.ts'

const plain = (column: string) => sql.ref(column)
const toJson = {
  text: plain,
  number: plain,
  json: (column: string) => sql`json(${sql.ref(column)})`,
  /** Whole amounts without a fraction, as a person would write them. */
  cents: (column: string) =>
    sql`case when ${sql.ref(column)} % 100 = 0 then ${sql.ref(column)} / 100 else ${sql.ref(column)} / 100.0 end`,
}

const pairs = ITEM_COLUMNS.map(({ name, column }) => sql`${sql.lit(name)}, ${toJson[column](`items.${name}`)}`)

/** A row of `items` as JSON, as responses contain it. */
export const itemJson = sql<string>`json_object(${sql.join(pairs)})`

import { sql } from 'kysely'
import { ITEM_COLUMNS } from '../item-rows.ts'

const plain = (column: string) => sql.ref(column)
const toJson = {
  text: plain,
  number: plain,
  json: (column: string) => sql`${sql.ref(column)}::json`,
  cents: (column: string) => sql`trim_scale(${sql.ref(column)} / 100.0)`,
}

const columns = ITEM_COLUMNS.map(({ name, column }) => sql`${toJson[column](`items.${name}`)} as ${sql.ref(name)}`)

/** A row of `items` as JSON, as responses contain it. Unlike json_build_object, row_to_json puts no spaces between. */
export const itemJson = sql<string>`row_to_json((select item from (select ${sql.join(columns)}) as item))::text`

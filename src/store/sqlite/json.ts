import { sql } from 'kysely'
import { ITEM_FIELDS } from '../items.ts'

const plain = (column: string) => sql.ref(column)
const written = {
  text: plain,
  number: plain,
  json: (column: string) => sql`json(${sql.ref(column)})`,
  /** Whole currency units without a fraction, as a person would type them. */
  cents: (column: string) =>
    sql`case when ${sql.ref(column)} % 100 = 0 then ${sql.ref(column)} / 100 else ${sql.ref(column)} / 100.0 end`,
}

const pairs = Object.entries(ITEM_FIELDS).map(
  ([name, kept]) => sql`${sql.lit(name)}, ${written[kept](`items.${name}`)}`,
)

/** A row of `items` as the JSON of its answer. */
export const itemJson = sql<string>`json_object(${sql.join(pairs)})`

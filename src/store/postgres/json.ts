import { sql } from 'kysely'
import { ITEM_FIELDS } from '../items.ts'

const written = {
  plain: (column: string) => sql.ref(column),
  json: (column: string) => sql`${sql.ref(column)}::json`,
  /** Whole currency units without a fraction, as a person would type them. */
  cents: (column: string) => sql`trim_scale(${sql.ref(column)}::numeric / 100)`,
}

const columns = Object.entries(ITEM_FIELDS).map(([name, kept]) => sql`${written[kept](`items.${name}`)} as ${sql.ref(name)}`)

/** A row of `items` as the JSON of its answer; as a row, since json_build_object writes it with spaces. */
export const itemJson = sql<string>`(select row_to_json(item) from (select ${sql.join(columns)}) item)::text`

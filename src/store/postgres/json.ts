import { sql } from 'kysely'
import { ITEM_FIELDS } from '../items.ts'

const written = {
  plain: (column: string) => sql.ref(column),
  json: (column: string) => sql`${sql.ref(column)}::json`,
  /** Whole currency units without a fraction, as a person would type them. */
  cents: (column: string) => sql`trim_scale(${sql.ref(column)}::numeric / 100)`,
}

const pairs = Object.entries(ITEM_FIELDS).map(([name, kept]) => sql`${sql.lit(name)}, ${written[kept](`items.${name}`)}`)

/** A row of `items` as the JSON of its answer. */
export const itemJson = sql<string>`json_build_object(${sql.join(pairs)})::text`

import { sql } from 'kysely'
import { fromCents } from '#domain/money.ts'
import { ITEM_COLUMNS } from '../item-rows.ts'

/** The name of the first of an item's columns where they are to become JSON. */
export const JSON_COLUMN = 'json of item'

const columns = ITEM_COLUMNS.map(({ name }) => sql.ref(`items.${name}`))

/** The columns of an item, which itemJsonFrom makes JSON of: the last ones of a query. */
export const itemJson = sql<string>`${columns[0]} as ${sql.ref(JSON_COLUMN)}, ${sql.join(columns.slice(1))}`

/** What JSON has to escape: PostgreSQL's text is well-formed. */
const UNUSUAL = /["\\\u0000-\u001f]/

const toJson = {
  text: (value: string) => (UNUSUAL.test(value) ? JSON.stringify(value).slice(1, -1) : value),
  number: (value: string) => value,
  json: (value: string) => value,
  cents: (value: string) => String(fromCents(Number(value))),
}
const fields = ITEM_COLUMNS.map(({ name, column }) => ({
  lead: `"${name}":`,
  quote: column === 'text' ? '"' : '',
  json: toJson[column],
}))
const END = fields.length

/** The JSON between the value of a field, or the beginning (-1), and that of a later one, or the end: nulls. */
const between = fields.map(() => [] as string[]).concat([[]])

function textBetween(last: number, next: number): string {
  const known = between[last + 1]![next]
  if (known !== undefined) return known
  const nulls = fields.slice(last + 1, next).map(({ lead }) => `${lead}null`)
  const lead = next < END ? [fields[next]!.lead + fields[next]!.quote] : []
  const before = last < 0 ? '{' : fields[last]!.quote + (nulls.length + lead.length ? ',' : '')
  return (between[last + 1]![next] = `${before}${[...nulls, ...lead].join()}${next === END ? '}' : ''}`)
}

/** The JSON of an item whose columns begin at `from`, by PostgreSQL's text format. */
export function itemJsonFrom(values: readonly (string | null)[], from: number): string {
  const parts: string[] = []
  let last = -1
  for (let i = 0; i < END; i++) {
    const value = values[from + i]!
    if (value === null) continue
    parts.push(textBetween(last, i), fields[i]!.json(value))
    last = i
  }
  parts.push(textBetween(last, END))
  return parts.join('')
}

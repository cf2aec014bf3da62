import { sql } from 'kysely'
import { fromCents } from '#domain/money.ts'
import { ITEM_COLUMNS } from '../item-rows.ts'

const asIs = (value: string) => value
const toJson = {
  text: (value: string, plain: boolean) => (plain && !value.includes('"') ? `"${value}"` : JSON.stringify(value)),
  number: asIs,
  json: asIs,
  cents: (value: string) => String(fromCents(Number(value))),
}
const fields = ITEM_COLUMNS.map(({ name, column }, i) => {
  const lead = `${i ? ',' : '{'}"${name}":`
  return { lead, none: `${lead}null`, json: toJson[column] }
})

/** A row of `items` as a record, which itemJsonOf converts to JSON. */
export const itemJson = sql<string>`row(${sql.join(ITEM_COLUMNS.map(({ name }) => sql.ref(`items.${name}`)))})`

const [QUOTE, CLOSE, COMMA] = ['"', ')', ','].map((sign) => sign.charCodeAt(0))
const UNUSUAL = /[\u0000-\u001f\\]/
const DOUBLED = /(["\\])\1/g

/**
 * The JSON of an item from a record in PostgreSQL's text format: `(1,two,"of ""three"" words",,"")`. An empty field is
 * null; text that is empty or contains delimiters or spaces is quoted, and quotes and backslashes in it are doubled
 * (PostgreSQL manual, 8.16.6). JSON written by the database would take twice as long.
 */
export function itemJsonOf(record: string): string {
  const plain = !UNUSUAL.test(record)
  let at = 1
  const parts = fields.map(({ lead, none, json }) => {
    const first = record.charCodeAt(at)
    if (first === COMMA || first === CLOSE) {
      at++
      return none
    }
    const from = at
    if (first !== QUOTE) {
      const comma = record.indexOf(',', from)
      at = comma < 0 ? record.length : comma + 1
      return lead + json(record.slice(from, at - 1), plain)
    }
    const end = endOfQuoted(record, from + 1)
    at = end + 2
    const value = record.slice(from + 1, end)
    return lead + json(plain && !value.includes('"') ? value : value.replace(DOUBLED, '$1'), plain)
  })
  return `${parts.join('')}}`
}

/** The index of the closing quote: the first one that is not doubled. */
function endOfQuoted(record: string, from: number): number {
  let end = record.indexOf('"', from)
  while (record.charCodeAt(end + 1) === QUOTE) end = record.indexOf('"', end + 2)
  return end
}

import { sql } from 'kysely'
import { fromCents } from '#domain/money.ts'
import { ITEM_FIELDS } from '../items.ts'

const asIs = (value: string) => value
const written = {
  text: (value: string, plain: boolean) => (plain && !value.includes('"') ? `"${value}"` : JSON.stringify(value)),
  number: asIs,
  json: asIs,
  cents: (value: string) => String(fromCents(Number(value))),
}
const names = Object.keys(ITEM_FIELDS) as (keyof typeof ITEM_FIELDS)[]
const fields = names.map((name, i) => {
  const lead = `${i ? ',' : '{'}"${name}":`
  return { lead, none: `${lead}null`, json: written[ITEM_FIELDS[name]] }
})

/** A row of `items` as PostgreSQL's own text, for itemJsonOf. */
export const itemJson = sql<string>`row(${sql.join(names.map((name) => sql.ref(`items.${name}`)))})`

const [QUOTE, CLOSE, COMMA] = ['"', ')', ','].map((sign) => sign.charCodeAt(0))
const UNUSUAL = /[\u0000-\u001f\\]/
const DOUBLED = /(["\\])\1/g

/**
 * The JSON of an item's answer from its record: `(1,two,"of ""three"" words",,"")`. What is empty is null; a text that is empty or holds a sign of
 * these or a space stands in quotes, in which quotes and backslashes are doubled (PostgreSQL, 8.16.6). To write JSON takes the database twice as long.
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

/** Where the quote stands that is not one of two. */
function endOfQuoted(record: string, from: number): number {
  let end = record.indexOf('"', from)
  while (record.charCodeAt(end + 1) === QUOTE) end = record.indexOf('"', end + 2)
  return end
}

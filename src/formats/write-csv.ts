import type { Export } from '#contract/types.ts'
import { FIELD_NAMES, type FieldName, type Item } from '#domain/fields.ts'

/** Fields that say nothing outside of Track. */
const LEFT_OUT: readonly FieldName[] = ['anchor', 'next', 'updated_at', 'revision']
const COLUMNS = FIELD_NAMES.filter((name) => !LEFT_OUT.includes(name))

/** What a spreadsheet runs as a formula (OWASP, CSV injection), also behind the quote that prevents it. */
const FORMULA = /^'*[=+\-@\t\r]/
const NEEDS_QUOTES = /[",;\r\n\t]|^\s|\s$/

/**
 * A table of all items as CSV (RFC 4180), with the titles of projects and features. No cell begins a formula: one that
 * would has a quote before it, which an import takes away.
 */
export function toCsv({ items, projects, features }: Export): string {
  const titles = new Map<string, string>([
    ...projects.map(({ slug, title }) => [slug, title] as const),
    ...features.map(({ id, title }) => [id, title] as const),
  ])
  const valueOf = (item: Item, name: FieldName): string | number | string[] | null => {
    const value = item[name]
    return name === 'project' || name === 'feature' ? (titles.get(String(value)) ?? null) : value
  }
  const rows = items.map((item) => COLUMNS.map((name) => cellOf(valueOf(item, name))).join())
  return [COLUMNS.join(), ...rows, ''].join('\r\n')
}

function cellOf(value: string | number | string[] | null): string {
  if (value === null) return ''
  const text = Array.isArray(value) ? value.join(', ') : String(value)
  const safe = FORMULA.test(text) ? `'${text}` : text
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

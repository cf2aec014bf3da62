import type { Selectable } from 'kysely'
import { FIELD_TYPES } from '#domain/field-types.ts'
import { FIELD_NAMES, fieldOf } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { poolOf } from '#domain/kinds.ts'
import { fromCents, toCents } from '#domain/money.ts'
import type { ItemRow } from './schema.ts'

/** An item with the number that its row has. */
export interface NumberedItem {
  seq: number
  item: PlacedItem
}

/** As much of an item as the full-text index takes in. */
export interface IndexedItem {
  seq: number
  item: Pick<PlacedItem, 'title' | 'notes' | 'tags' | 'project'>
}

/** Each column of an item's answer, in order, and how it holds the value. */
export const ITEM_COLUMNS = FIELD_NAMES.map((name) => ({ name, column: FIELD_TYPES[fieldOf(name).type].column }))
/** The columns of a row but `seq`, which the database gives, and `space_id`. */
export const ROW_COLUMNS = ['pool', 'open', 'position', ...FIELD_NAMES] as const satisfies (keyof ItemRow)[]

/** The tags of their column. Throws a SyntaxError where it is no JSON. */
export const tagsOf = (column: string): string[] => (column === '[]' ? [] : (JSON.parse(column) as string[]))

const FROM_COLUMN = {
  text: (value: unknown) => value,
  number: (value: unknown) => value,
  json: (value: unknown) => (value === null ? null : tagsOf(value as string)),
  cents: (value: unknown) => (value === null ? null : fromCents(value as number)),
}

/** The item of a row. Throws a SyntaxError where its tags are no JSON, as only damage from outside can leave them. */
export function itemOf(row: Selectable<ItemRow>): PlacedItem {
  const item: Record<string, unknown> = {}
  for (const { name, column } of ITEM_COLUMNS) item[name] = FROM_COLUMN[column](row[name])
  item.position = row.position
  return item as unknown as PlacedItem
}

/** A tag as JSON. Quotes inside are escaped as \u0022, so that plain quotes in the column only delimit whole tags. */
export function tagJson(tag: string): string {
  return `"${JSON.stringify(tag)
    .slice(1, -1)
    .replace(/\\./g, (escape) => (escape === '\\"' ? '\\u0022' : escape))}"`
}

/** What a column holds that holds something else than the value. */
const TO_COLUMN: Partial<Record<string, (value: unknown) => unknown>> = {
  json: (value: unknown) => (value === null ? null : `[${(value as string[]).map(tagJson).join()}]`),
  cents: (value: unknown) => (value === null ? null : toCents(value as number)),
}

const CONVERSIONS = ITEM_COLUMNS.map(({ name, column }) => ({ name, toColumn: TO_COLUMN[column] }))

/** What the row of an item holds, in the order of ROW_COLUMNS, added to `values`. */
export function rowOf(item: PlacedItem, values: unknown[] = []): unknown[] {
  values.push(poolOf(item.kind, item.project), isOpen(item) ? 1 : 0, item.position)
  for (const { name, toColumn } of CONVERSIONS) values.push(toColumn ? toColumn(item[name]) : item[name])
  return values
}

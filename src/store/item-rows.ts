import type { Insertable, Selectable } from 'kysely'
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

const TO_COLUMN = {
  text: (value: unknown) => value,
  number: (value: unknown) => value,
  json: (value: unknown) => (value === null ? null : `[${(value as string[]).map(tagJson).join()}]`),
  cents: (value: unknown) => (value === null ? null : toCents(value as number)),
}

const COLUMN_WRITERS = ITEM_COLUMNS.map(({ name, column }) => ({ name, toColumn: TO_COLUMN[column] }))

/** What the row of an item holds of it, added to `columns`. */
export function columnsOf(item: PlacedItem, columns: Record<string, unknown> = {}): Record<string, unknown> {
  columns.pool = poolOf(item.kind, item.project)
  columns.open = isOpen(item) ? 1 : 0
  columns.position = item.position
  for (const { name, toColumn } of COLUMN_WRITERS) columns[name] = toColumn(item[name])
  return columns
}

/** The row of an item, without `seq`, which the database gives. */
export function rowOf(spaceId: number, item: PlacedItem): Insertable<ItemRow> {
  return columnsOf(item, { space_id: spaceId }) as unknown as Insertable<ItemRow>
}

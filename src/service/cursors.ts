import { invalid } from '#domain/errors.ts'
import type { ListPosition, Sort } from '#domain/views.ts'
import { partsOf, type SortColumn } from '#store/list-parts.ts'
import type { ListCursor } from '#store/lists.ts'

/** A cursor that leads to what comes after an item in the order of its pool. */
export function cursorOf({ priority, position, id }: ListPosition): string {
  return encodeCursor([priority, position, id])
}

export const encodeCursor = (json: unknown): string => Buffer.from(JSON.stringify(json)).toString('base64url')

function decodeCursor(cursor: string): unknown {
  try {
    return JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    return undefined
  }
}

const unknownCursor = (source: string) =>
  invalid({ path: 'cursor', message: `is not a cursor that ${source} returned` })

/** Throws `invalid` for a cursor that `source` did not return. */
export function positionOf(cursor: string, source: string): ListPosition {
  const values = decodeCursor(cursor)
  if (!areValuesOf(['priority', 'position', 'id'], values)) throw unknownCursor(source)
  const [priority, position, id] = values as [number, string, string]
  return { priority, position, id }
}

interface ListOrder {
  sort: Sort
  isReversed: boolean
}

/** What a cursor of a list holds. */
export function listCursorJson({ part, values }: ListCursor, { sort, isReversed }: ListOrder): unknown {
  return [`${sort}${isReversed ? ' reversed' : ''}`, part, ...values]
}

/** Throws `invalid` for a cursor that no list in this order returned. */
export function listCursorOf(cursor: string, { sort, isReversed }: ListOrder): ListCursor {
  const decoded = decodeCursor(cursor)
  if (!Array.isArray(decoded)) throw unknownCursor('a list')
  const [order, part, ...values] = decoded as [unknown, unknown, ...unknown[]]
  const known = partsOf(sort, isReversed)[part as number]
  const isOfOrder = JSON.stringify(order) === JSON.stringify(`${sort}${isReversed ? ' reversed' : ''}`)
  if (!isOfOrder || typeof part !== 'number' || !known || !areValuesOf(known.columns, values))
    throw unknownCursor('a list sorted in this way')
  return { part, values: values as ListCursor['values'] }
}

const NUMBERS: readonly SortColumn[] = ['priority', 'seq']

function areValuesOf(columns: readonly SortColumn[], values: unknown): boolean {
  return (
    Array.isArray(values) &&
    values.length === columns.length &&
    columns.every((column, i) =>
      NUMBERS.includes(column) ? Number.isSafeInteger(values[i]) : typeof values[i] === 'string',
    )
  )
}

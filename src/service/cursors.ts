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

const nameOf = ({ sort, isReversed }: ListOrder) => `${sort}${isReversed ? ' reversed' : ''}`

/** What a cursor of a list holds; of several spaces, the name of the one of the last item, too. */
export function listCursorJson({ part, values, space }: ListCursor, order: ListOrder, spaces?: readonly string[]) {
  const json = [nameOf(order), part, ...values]
  return spaces ? [`${nameOf(order)} *`, spaces[space], ...json.slice(1)] : json
}

/** Throws `invalid` for a cursor that no list in this order, of these spaces if any, returned. */
export function listCursorOf(cursor: string, order: ListOrder, spaces?: readonly string[]): ListCursor {
  const decoded = decodeCursor(cursor)
  if (!Array.isArray(decoded)) throw unknownCursor('a list')
  const [name, ...rest] = decoded as unknown[]
  const last = spaces && rest.shift()
  const [part, ...values] = rest
  const known = partsOf(order.sort, order.isReversed)[part as number]
  const isOfOrder =
    name === `${nameOf(order)}${spaces ? ' *' : ''}` && typeof last === (spaces ? 'string' : 'undefined')
  if (!isOfOrder || typeof part !== 'number' || !known || !areValuesOf(known.columns, values))
    throw unknownCursor('a list sorted in this way')
  return { part, values: values as ListCursor['values'], space: spaces ? placeOf(last as string, spaces) : 0 }
}

/** The place of a space, or, where the caller has left it, between those of the names before and after. */
function placeOf(name: string, [own, ...shared]: readonly string[]): number {
  if (name === own) return 0
  const place = shared.indexOf(name)
  return place < 0 ? shared.filter((other) => other < name).length + 0.5 : place + 1
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

import { setImmediate as turn } from 'node:timers/promises'
import type { NamedOperation } from '#contract/operations.ts'
import { MAX_ROWS } from '#contract/schemas/data.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { readInput } from './guard.ts'

/** Rows that are read at a time. */
const STRETCH = 1000

/** What an input of many rows means. Other requests get a turn between stretches of them; only the first stretch with wrong rows is told. */
export async function readDocument(operation: NamedOperation, input: object): Promise<object> {
  const lists = Object.entries(input).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
  if (lists.some(([, rows]) => rows.length > MAX_ROWS)) return readInput(operation, input)
  const without = { ...input, ...Object.fromEntries(lists.map(([name]) => [name, []])) }
  const document = readInput(operation, without) as Record<string, unknown[]>
  for (const [name, rows] of lists) {
    for (let from = 0; from < rows.length; from += STRETCH) {
      const part = shifted(from, () =>
        readInput(operation, { ...without, [name]: rows.slice(from, from + STRETCH) }),
      ) as Record<string, unknown[]>
      document[name]!.push(...part[name]!)
      await turn()
    }
  }
  return document
}

/** Runs `read`; what it refuses is told with the places that rows have in the whole. */
function shifted<T>(by: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TrackError) || !error.details.errors) throw error
    throw invalid(
      ...error.details.errors.map(({ path, message }) => ({
        path: path.replace(/(?<=^\w+\.)\d+/, (nth) => String(Number(nth) + by)),
        message,
      })),
    )
  }
}

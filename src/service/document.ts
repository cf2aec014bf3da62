import { turnTaker } from '#store/next-turn.ts'
import type { NamedOperation } from '#contract/operations.ts'
import { MAX_ROWS } from '#contract/schemas/data.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { readInput } from './guard.ts'

/** Rows that are validated at a time: fewer where they are large. */
const MAX_BATCH_SIZE = 100
const MAX_BATCH_MS = 5
/** Operations have shorter lists than this, but for those that transfer all data. */
const MAX_SHORT_ROWS = 1000

/** Whether an input has so many rows that validating them may keep others waiting. */
export const isLong = ({ large }: NamedOperation, input: object): boolean =>
  Object.values(input).some((value) => Array.isArray(value) && value.length > (large ? MAX_BATCH_SIZE : MAX_SHORT_ROWS))

/**
 * Validates an input of many rows in batches, between which other requests get a turn. Throws `invalid` for the first
 * batch with invalid rows.
 */
export async function readDocument(operation: NamedOperation, input: object): Promise<object> {
  const lists = Object.entries(input).filter((entry): entry is [string, unknown[]] => Array.isArray(entry[1]))
  if (lists.some(([, rows]) => rows.length > MAX_ROWS)) return readInput(operation, input)
  const rowsAtFirst = operation.large ? 0 : MAX_SHORT_ROWS + 1 // enough to see that a list has too many
  const short = { ...input, ...Object.fromEntries(lists.map(([name, rows]) => [name, rows.slice(0, rowsAtFirst)])) }
  const document = readInput(operation, short) as Record<string, unknown[]>
  const takeTurn = turnTaker()
  let size = MAX_BATCH_SIZE / 10
  for (const [name, rows] of lists) {
    document[name] = []
    for (let from = 0; from < rows.length;) {
      const startedAt = performance.now()
      const some = rows.slice(from, from + size)
      const batch = withRowOffset(from, () => readInput(operation, { ...short, [name]: some })) as typeof document
      document[name].push(...batch[name]!)
      from += size
      size = performance.now() - startedAt > MAX_BATCH_MS ? Math.ceil(size / 2) : Math.min(size * 2, MAX_BATCH_SIZE)
      await takeTurn()
    }
  }
  return document
}

/** Runs `read`, and shifts the row numbers in the paths of its errors by `offset`. */
function withRowOffset<T>(offset: number, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (!(error instanceof TrackError) || !error.details.errors) throw error
    throw invalid(
      ...error.details.errors.map(({ path, message }) => ({
        path: path.replace(/(?<=^\w+\.)\d+/, (nth) => String(Number(nth) + offset)),
        message,
      })),
    )
  }
}

import { allOperations } from '#contract/operations.ts'
import type { Read } from '#contract/schemas.ts'
import type { BatchAnswer } from '#contract/types.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { readInput } from './guard.ts'
import type { Write } from './write.ts'

type Handler = (write: Write, input: never) => Promise<unknown>

const MOST_ORDERS = 10

const byName = new Map(allOperations.map((operation) => [operation.name as string, operation]))

/** Runs the operations one after another inside one write; the first that fails fails them all, named by its place. */
export async function run(
  handlers: Record<string, Record<string, Handler>>,
  write: Write,
  input: Read<'batch', 'run'>,
): Promise<BatchAnswer> {
  const results: unknown[] = []
  if (input.operations.filter(({ op }) => op === 'order.set').length > MOST_ORDERS)
    throw invalid({
      path: 'operations',
      message: `holds more than ${MOST_ORDERS} order.set, each of which answers a whole pool`,
    })
  for (const [i, { op, input: given = {} }] of input.operations.entries()) {
    const operation = byName.get(op)
    if (!operation?.batch)
      throw invalid({
        path: `operations.${i}.op`,
        message: operation ? `${op} can't stand in a batch` : `there is no operation "${op}"`,
      })
    try {
      results.push(
        (await handlers[operation.noun]![operation.verb]!(write, readInput(operation, given) as never)) ?? null,
      )
    } catch (error) {
      throw placed(error, i)
    }
  }
  return { results }
}

function placed(error: unknown, i: number): unknown {
  if (!(error instanceof TrackError)) return error
  const errors = error.details.errors?.map(({ path, message }) => ({
    path: `operations.${i}.input${path && `.${path}`}`,
    message,
  }))
  return new TrackError(error.code, `operation ${i + 1}: ${error.message}`, {
    ...error.details,
    ...(errors && { errors }),
  })
}

import { allOperations, type OperationName } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import type { BatchResult } from '#contract/types.ts'
import type { Step } from '#domain/effects/steps.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { readInput, requireCurrency } from './guard.ts'
import type { Write } from './write.ts'

type HandlerOf = (name: OperationName) => (write: Write, input: unknown) => Step<unknown>

const byName = new Map(allOperations.map((operation) => [operation.name as string, operation]))

/**
 * Runs the operations in order in one write. Throws the error of the first that fails, with its index; `invalid` for an
 * operation that no batch takes.
 */
export function* run(handlerOf: HandlerOf, write: Write, input: ParsedInput<'batch.run'>): Step<BatchResult> {
  const results: unknown[] = []
  refuseRepeatedOrders(input)
  for (const [i, { op, input: given = {} }] of input.operations.entries()) {
    const operation = byName.get(op)
    if (!operation?.batch)
      throw invalid({
        path: `operations.${i}.op`,
        message: operation ? `${op} can't stand in a batch` : `there is no operation "${op}"`,
      })
    try {
      const parsed = readInput(operation, given)
      requireCurrency(given, write.user.currency)
      results.push((yield* handlerOf(operation.name)(write, parsed)) ?? null)
    } catch (error) {
      throw withOperationIndex(error, i)
    }
  }
  return { results }
}

/** Throws `invalid` where a pool is ordered twice, since each order reads the whole pool. */
function refuseRepeatedOrders({ operations }: ParsedInput<'batch.run'>): void {
  const pools = new Set<unknown>()
  for (const [i, { op, input }] of operations.entries()) {
    if (op !== 'order.set') continue
    const pool = String(input?.pool).trim().toLowerCase()
    if (pools.has(pool))
      throw invalid({ path: `operations.${i}.input.pool`, message: `${pool} is ordered twice in this batch` })
    pools.add(pool)
  }
}

function withOperationIndex(error: unknown, i: number): unknown {
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

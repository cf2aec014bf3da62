import { allOperations, type NamedOperation, type OperationName } from '#contract/operations.ts'
import type { ParsedInput } from '#contract/schemas.ts'
import type { BatchResult } from '#contract/types.ts'
import { PAUSE, type Step } from '#domain/effects/steps.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { MAX_ERRORS, readInput, requireCurrency } from './guard.ts'
import type { Write } from './write.ts'

type HandlerOf = (name: OperationName) => (write: Write, input: unknown) => Step<unknown>

const byName = new Map(allOperations.map((operation) => [operation.name as string, operation]))

/**
 * Runs the operations in order in one write. Throws `invalid` naming what is wrong with the input of any of them, and
 * each operation that no batch takes; else the error of the first that fails, with its index.
 */
export function* run(handlerOf: HandlerOf, write: Write, input: ParsedInput<'batch.run'>): Step<BatchResult> {
  const results: unknown[] = []
  refuseRepeatedOrders(input)
  for (const [i, { operation, parsed }] of (yield* readOperations(input, write.user.currency)).entries()) {
    try {
      results.push((yield* handlerOf(operation.name)(write, parsed)) ?? null)
    } catch (error) {
      throw error instanceof TrackError ? withOperationIndex(error, i) : error
    }
  }
  return { results }
}

/**
 * Operations with their parsed inputs. Throws `invalid` naming each wrong field of all of them, up to as many as are
 * named, after which no more are read.
 */
function* readOperations(
  { operations }: ParsedInput<'batch.run'>,
  currency: string,
): Step<{ operation: NamedOperation; parsed: unknown }[]> {
  const read: { operation: NamedOperation; parsed: unknown }[] = []
  const failures: TrackError[] = []
  let count = 0
  for (const [i, one] of operations.entries()) {
    yield PAUSE
    try {
      read.push(readOperation(one, i, currency))
    } catch (error) {
      if (!(error instanceof TrackError)) throw error
      failures.push(error)
      count += error.details.errors?.length ?? 1
      if (count >= MAX_ERRORS) break
    }
  }
  const [first, ...others] = failures
  if (!first) return read
  throw others.length ? invalid(...failures.flatMap(({ details }) => details.errors ?? []).slice(0, MAX_ERRORS)) : first
}

function readOperation(
  { op, input = {} }: ParsedInput<'batch.run'>['operations'][number],
  i: number,
  currency: string,
): { operation: NamedOperation; parsed: unknown } {
  const operation = byName.get(op)
  if (!operation?.batch) {
    const message = operation ? `${op} can't stand in a batch` : `there is no operation "${op}"`
    throw invalid({ path: `operations.${i}.op`, message })
  }
  try {
    const parsed = readInput(operation, input)
    requireCurrency(input, currency)
    return { operation, parsed }
  } catch (error) {
    throw error instanceof TrackError ? withOperationIndex(error, i) : error
  }
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

function withOperationIndex(error: TrackError, i: number): TrackError {
  const errors = error.details.errors?.map(({ path, message }) => ({
    path: `operations.${i}.input${path && `.${path}`}`,
    message,
  }))
  return new TrackError(error.code, `operation ${i + 1}: ${error.message}`, {
    ...error.details,
    ...(errors && { errors }),
  })
}

import { isDeepStrictEqual } from 'node:util'
import { failuresOf } from '#contract/failures.ts'
import type { NamedOperation } from '#contract/operations.ts'
import { schemasOf } from '#contract/schemas.ts'
import { type Track, trackFrom } from '#contract/track.ts'
import type { BatchInput, BatchResult } from '#contract/types.ts'
import { TrackError } from '#domain/errors.ts'

/** A Track that checks each of its answers against the contract: results by their schemas, failures by their codes. */
export function withAnswerChecks(track: Track): Track {
  return trackFrom(async (operation, input, options) => {
    const result = await track.call(operation.name, input, options).catch((error: unknown) => {
      checkFailure(operation, error)
      throw error
    })
    checkAnswer(operation, result.output)
    if (operation.name === 'batch.run') checkResults(input as BatchInput, result.output as BatchResult)
    return result
  })
}

/** Throws if an operation failed with a code that the table does not declare. */
function checkFailure(operation: NamedOperation, error: unknown): void {
  if (!(error instanceof TrackError) || failuresOf(operation).includes(error.code)) return
  throw new Error(`${operation.name} does not declare ${error.code}, but failed with: ${error.message}`)
}

/** Throws if an answer does not match its schema, or changes when it is written as JSON and read again. */
export function checkAnswer({ name, noun, verb }: Record<'name' | 'noun' | 'verb', string>, answer: unknown): void {
  const { output: schema } = schemasOf({ noun, verb })
  if (schema === null) {
    if (answer !== undefined) throw new Error(`${name} answers nothing, but gave ${JSON.stringify(answer)}`)
    return
  }
  const read = schema.safeParse(answer)
  if (!read.success)
    throw new Error(`the answer of ${name} is not as its schema says: ${read.error.message}\n${JSON.stringify(answer)}`)
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(answer)), answer))
    throw new Error(`the answer of ${name} is not plain JSON`)
}

function checkResults({ operations }: BatchInput, { results }: BatchResult): void {
  if (results.length !== operations.length)
    throw new Error(`${operations.length} operations, ${results.length} results`)
  for (const [i, { op }] of operations.entries()) {
    const [noun = '', verb = ''] = op.split('.')
    checkAnswer({ name: op, noun, verb }, results[i] ?? undefined)
  }
}

import { isDeepStrictEqual } from 'node:util'
import type * as z from 'zod'
import { answers } from '#contract/answers.ts'
import { type NamedOperation, type Track, trackFrom } from '#contract/operations.ts'
import type { BatchAnswer, BatchInput } from '#contract/types.ts'

const schemas = answers as Record<string, Record<string, z.ZodType | null>>

/** A Track whose every answer is held against what the contract says of it. */
export function checked(track: Track): Track {
  const verbs = track as unknown as Record<string, Record<string, (...args: unknown[]) => Promise<unknown>>>
  return trackFrom(async (operation, input, options) => {
    const answer = await verbs[operation.noun]![operation.verb]!(input, options)
    checkAnswer(operation, answer)
    if (operation.name === 'batch.run') checkResults(input as BatchInput, answer as BatchAnswer)
    return answer
  })
}

/** Throws when an answer is not what the contract says, or does not survive being written as JSON. */
export function checkAnswer(
  { name, noun, verb }: Pick<NamedOperation, 'name' | 'noun' | 'verb'>,
  answer: unknown,
): void {
  const schema = schemas[noun]![verb]!
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

function checkResults({ operations }: BatchInput, { results }: BatchAnswer): void {
  if (results.length !== operations.length)
    throw new Error(`${operations.length} operations, ${results.length} results`)
  for (const [i, { op }] of operations.entries()) {
    const [noun = '', verb = ''] = op.split('.')
    checkAnswer({ name: op, noun, verb }, results[i] ?? undefined)
  }
}

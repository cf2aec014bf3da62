import { createHash } from 'node:crypto'
import type { NamedOperation } from '#contract/operations.ts'
import type { CallResult } from '#contract/track.ts'
import type { Step } from '#domain/effects/steps.ts'
import { conflict, invalid } from '#domain/errors.ts'
import type { User } from '#domain/users.ts'
import type { JsonAnswer } from './json-answer.ts'
import { jsonPieces } from './json-pieces.ts'
import { getAnswer, insertAnswer } from '#store/idempotency.ts'
import { runSteps } from '#store/run-steps.ts'
import type { Db } from '#store/schema.ts'

const KEY = /^[\x20-\x7e]{1,255}$/

/** What is known of an idempotency key. */
export interface IdempotencyCheck {
  savedResult: CallResult | undefined
  save(result: CallResult<JsonAnswer<unknown>>, at: string): Step<unknown>
}

/**
 * Looks up an idempotency key, which belongs to the user, the space, the method and the path. Throws `invalid` for a
 * malformed key and a body that is nested too deeply, `conflict` where the key was used for another body, or for an
 * answer that is never repeated.
 */
export function* checkIdempotency(
  db: Db,
  user: User,
  operation: NamedOperation,
  input: object,
  key: string,
): Step<IdempotencyCheck> {
  if (!KEY.test(key)) throw invalid({ path: 'Idempotency-Key', message: 'is 1 to 255 printable ASCII characters' })
  const spaceId = user.space_id
  const { scope: address, body } = addressOf(operation, input)
  const scope = scopeOf(user, address)
  const digest = yield* digestOf(body)
  const row = yield* getAnswer(db, spaceId, scope, key)
  if (row && row.digest !== digest)
    throw conflict('this Idempotency-Key was used for another body', { hint: 'Use a new key for a new write.' })
  if (row && row.answer === null)
    throw conflict('this was done already, and its answer held an API key, which is shown only once', {
      hint: 'Its key was told by that answer alone. To get a new one: track user rotate NAME',
    })
  return {
    savedResult: row?.answer ? resultOf(row.answer) : undefined,
    *save({ output, revision, created }, at) {
      yield* insertAnswer(db, {
        space_id: spaceId,
        scope,
        key,
        digest,
        answer: operation.secret ? null : keptAnswer(output.json, revision, created),
        at,
      })
    },
  }
}

/** Whether a call was carried out with this key in the space that the user is in. */
export async function hasSavedAnswer(
  db: Db,
  user: User,
  operation: NamedOperation,
  input: object,
  key: string,
): Promise<boolean> {
  const scope = scopeOf(user, addressOf(operation, input).scope)
  return (await runSteps(getAnswer(db, user.space_id, scope, key))) !== undefined
}

const scopeOf = ({ id, shared }: User, address: string) => (shared ? `${id} ${address}` : address)

interface KeptAnswer {
  value?: unknown
  revision?: number | null
  created?: boolean
}

function keptAnswer(json: string, revision: number | null, created = false): string {
  return `{${json && `"value":${json},`}${created ? '"created":true,' : ''}"revision":${revision}}`
}

/** Version 0.1.0 saved answers without their revision. */
function resultOf(kept: string): CallResult {
  const { value, revision = null, created } = JSON.parse(kept) as KeptAnswer
  return { output: value, revision, ...(created && { created }) }
}

function* digestOf(body: object): Step<string> {
  const hash = createHash('sha256')
  try {
    yield* jsonPieces(body, (piece) => void hash.update(piece))
    return hash.digest('hex')
  } catch (error) {
    throw error instanceof RangeError ? invalid({ path: '', message: 'is nested too deeply' }) : error
  }
}

function addressOf({ method, path }: NamedOperation, input: object): { scope: string; body: object } {
  const body: Record<string, unknown> = { ...input }
  const scope = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = String(body[name])
    delete body[name]
    return value
  })
  return { scope: `${method} ${scope}`, body }
}

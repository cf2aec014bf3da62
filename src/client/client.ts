import type { NamedOperation } from '#contract/operations.ts'
import { type CallOptions, type CallResult, type Track, trackFrom } from '#contract/track.ts'
import type { KnownUser } from '#contract/types.ts'
import { type Code, TrackError, UnknownOutcomeError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import { outputOf, problemIn, retryAfter, revisionOf, userOf } from './reply.ts'
import { requestFor, type Sender } from './request.ts'
import { NoResponseError, type Transport, type WireReply } from './transport.ts'

export interface ClientOptions extends Sender {
  transport: Transport
  sleep(milliseconds: number): Promise<void>
  /** Milliseconds of the epoch. */
  now(): number
  /** Called with what an answer tells of the key's user. */
  onUser?(user: KnownUser): void
  /** Called with the reason before each wait for another attempt. */
  onRetry?(reason: string): void
}

/** How long an answer is waited for. */
interface Patience {
  /** A call is not retried after this time. */
  retryMs: number
  /** The same where the server cannot be reached. */
  connectMs: number
  idleMs: number
  /** Limit for one attempt, even if data keeps arriving. */
  totalMs: number
}

const READ: Patience = { retryMs: 10_000, connectMs: 10_000, idleMs: 30_000, totalMs: 60_000 }
const WRITE: Patience = { ...READ, idleMs: 5_000 }
/** A new key is told once, by an answer that may have to wait for other users' long writes. */
const USERS: Patience = { ...WRITE, retryMs: 60_000, idleMs: 60_000 }
/** For operations that transfer all data of a user. */
const LARGE: Patience = { retryMs: 60_000, connectMs: 60_000, idleMs: 60_000, totalMs: 600_000 }

function patienceFor({ large, method, noun }: NamedOperation): Patience {
  if (large) return LARGE
  if (method === 'GET') return READ
  return noun === 'users' ? USERS : WRITE
}

const MAX_READ_ATTEMPTS = 3
const FIRST_PAUSE_MS = 200
const MAX_PAUSE_MS = 2_000

type Outcome = { reply: WireReply } | { failure: NoResponseError }

/**
 * A Track over HTTP. A write without an answer is retried with the same idempotency key for up to 10 s (one on users: a
 * minute), a read twice; after 429 and 503 Retry-After is respected within this time. Every failure is a TrackError; it
 * is an UnknownOutcomeError where a write may have been done nevertheless.
 */
export function client(options: ClientOptions): Track {
  return trackFrom((operation, input, callOptions) => call(options, operation, input, callOptions))
}

async function call(
  options: ClientOptions,
  operation: NamedOperation,
  input: object,
  callOptions: CallOptions,
): Promise<CallResult> {
  const { now, url } = options
  const request = requestFor(operation, input, callOptions, options)
  const write = operation.method !== 'GET'
  const { retryMs, connectMs, idleMs, totalMs } = patienceFor(operation)
  const startedAt = now()
  let mayBeDone = false
  for (let attempt = 1; ; attempt++) {
    const leftMs = startedAt + retryMs - now()
    const idleTimeoutMs = write ? Math.max(1_000, Math.min(idleMs, leftMs)) : idleMs
    const outcome = await attemptRequest(options.transport, { ...request, idleTimeoutMs, totalTimeoutMs: totalMs })
    mayBeDone ||= write && isUnanswered(outcome)
    const delayMs = retryDelayMs(outcome, attempt, write, now())
    if ('reply' in outcome) tellUser(outcome.reply, options)
    if (delayMs === null || now() + delayMs > startedAt + (isUnreachable(outcome) ? connectMs : retryMs))
      return resultOf(outcome, operation, maskedUrl(url), mayBeDone)
    options.onRetry?.('failure' in outcome ? outcome.failure.message : `status ${outcome.reply.status}`)
    await options.sleep(delayMs)
  }
}

function tellUser(reply: WireReply, { onUser }: ClientOptions): void {
  const user = onUser && userOf(reply)
  if (user) onUser(user)
}

async function attemptRequest(transport: Transport, request: Parameters<Transport>[0]): Promise<Outcome> {
  try {
    return { reply: await transport(request) }
  } catch (error) {
    if (error instanceof NoResponseError) return { failure: error }
    throw error
  }
}

const isUnreachable = (outcome: Outcome) => 'failure' in outcome && !outcome.failure.mayHaveArrived

/** A proxy got no answer from Track. */
const isProxyFailure = (reply: WireReply) => reply.status >= 500 && !problemIn(reply)

/** Whether Track may have done what it gave no answer to. */
function isUnanswered(outcome: Outcome): boolean {
  return 'failure' in outcome ? outcome.failure.mayHaveArrived : isProxyFailure(outcome.reply)
}

/** Failures that Track finds after the idempotency key, so that they tell what became of earlier attempts. */
const SETTLED: readonly Code[] = ['invalid', 'not_found', 'conflict', 'too_large']

/** The result of the last attempt. `mayBeDone`: this one or an earlier one may have been done without an answer. */
function resultOf(outcome: Outcome, operation: NamedOperation, url: string, mayBeDone: boolean): CallResult {
  try {
    if ('reply' in outcome)
      return { output: outputOf(operation, outcome.reply, url), revision: revisionOf(outcome.reply) }
    throw new TrackError('unavailable', `no answer from ${url}: ${outcome.failure.message}`)
  } catch (error) {
    if (!mayBeDone || !(error instanceof TrackError) || SETTLED.includes(error.code)) throw error
    throw new UnknownOutcomeError(error.message)
  }
}

/** Milliseconds until the next attempt; null if this outcome is final. */
function retryDelayMs(outcome: Outcome, attempt: number, write: boolean, now: number): number | null {
  const backoffMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS)
  if ('reply' in outcome) {
    const { status } = outcome.reply
    const retryAfterSeconds = status === 429 || status === 503 ? retryAfter(outcome.reply, now) : null
    if (retryAfterSeconds !== null) return Math.max(retryAfterSeconds * 1000, backoffMs)
    if (status !== 429 && status !== 503 && !isProxyFailure(outcome.reply)) return null
  } else if (!outcome.failure.retryable) return null
  return write || attempt < MAX_READ_ATTEMPTS ? backoffMs : null
}

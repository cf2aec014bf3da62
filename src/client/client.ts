import type { NamedOperation } from '#contract/operations.ts'
import { type CallOptions, type CallResult, type Track, trackFrom } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import { outputOf, problemIn, retryAfter, revisionOf } from './reply.ts'
import { requestFor, type Sender } from './request.ts'
import { NoResponseError, type Transport, type WireReply } from './transport.ts'

export interface ClientOptions extends Sender {
  transport: Transport
  sleep(milliseconds: number): Promise<void>
  /** Milliseconds of the epoch. */
  now(): number
  /** Called with the reason before each wait for another attempt. */
  onRetry?(reason: string): void
}

/** A call is not retried after this time. */
const RETRY_BUDGET_MS = 10_000
const WRITE_IDLE_TIMEOUT_MS = 5_000
const READ_IDLE_TIMEOUT_MS = 30_000
/** Limit for one attempt, even if data keeps arriving. */
const TOTAL_TIMEOUT_MS = 60_000
/** For operations that transfer all data of a user. */
const LARGE_RETRY_BUDGET_MS = 60_000
const LARGE_TOTAL_TIMEOUT_MS = 600_000
const MAX_READ_ATTEMPTS = 3
const FIRST_PAUSE_MS = 200
const MAX_PAUSE_MS = 2_000

type Outcome = { reply: WireReply } | { failure: NoResponseError }

/**
 * A Track over HTTP. A write without an answer is retried with the same idempotency key for up to 10 s, a read twice;
 * after 429 and 503 Retry-After is respected within these 10 s. Every failure is a TrackError.
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
  const deadline = now() + (operation.large ? LARGE_RETRY_BUDGET_MS : RETRY_BUDGET_MS)
  const maxIdleTimeoutMs = operation.large
    ? LARGE_RETRY_BUDGET_MS
    : write
      ? WRITE_IDLE_TIMEOUT_MS
      : READ_IDLE_TIMEOUT_MS
  for (let attempt = 1; ; attempt++) {
    const idleTimeoutMs = write ? Math.max(1_000, Math.min(maxIdleTimeoutMs, deadline - now())) : maxIdleTimeoutMs
    const outcome = await attemptRequest(options.transport, {
      ...request,
      idleTimeoutMs,
      totalTimeoutMs: operation.large ? LARGE_TOTAL_TIMEOUT_MS : TOTAL_TIMEOUT_MS,
    })
    const delayMs = retryDelayMs(outcome, attempt, write, now())
    if (delayMs === null || now() + delayMs > deadline) {
      if ('failure' in outcome)
        throw new TrackError('unavailable', `no answer from ${maskedUrl(url)}: ${outcome.failure.message}`)
      return { output: outputOf(operation, outcome.reply, maskedUrl(url)), revision: revisionOf(outcome.reply) }
    }
    options.onRetry?.('failure' in outcome ? outcome.failure.message : `status ${outcome.reply.status}`)
    await options.sleep(delayMs)
  }
}

async function attemptRequest(transport: Transport, request: Parameters<Transport>[0]): Promise<Outcome> {
  try {
    return { reply: await transport(request) }
  } catch (error) {
    if (error instanceof NoResponseError) return { failure: error }
    throw error
  }
}

/** Milliseconds until the next attempt; null if this outcome is final. */
function retryDelayMs(outcome: Outcome, attempt: number, write: boolean, now: number): number | null {
  const backoffMs = Math.min(FIRST_PAUSE_MS * 2 ** (attempt - 1), MAX_PAUSE_MS)
  if ('reply' in outcome) {
    const { status } = outcome.reply
    const retryAfterSeconds = status === 429 || status === 503 ? retryAfter(outcome.reply, now) : null
    if (retryAfterSeconds !== null) return Math.max(retryAfterSeconds * 1000, backoffMs)
    const isProxyFailure = status >= 500 && !problemIn(outcome.reply) // a proxy got no answer from Track
    if (status !== 429 && status !== 503 && !isProxyFailure) return null
  } else if (!outcome.failure.retryable) return null
  return write || attempt < MAX_READ_ATTEMPTS ? backoffMs : null
}

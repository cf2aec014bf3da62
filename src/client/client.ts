import type { NamedOperation } from '#contract/operations.ts'
import { type CallOptions, type CallResult, type Track, trackFrom } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { outputOf, retryAfter, revisionOf } from './reply.ts'
import { requestFor, type Sender } from './request.ts'
import { NoAnswer, type Transport, type WireReply } from './transport.ts'

export interface ClientOptions extends Sender {
  transport: Transport
  sleep(milliseconds: number): Promise<void>
  /** Milliseconds of the epoch. */
  now(): number
  /** Told before each wait for another attempt. */
  waiting?(reason: string): void
}

/** How long one call goes on trying. */
const PATIENCE = 10_000
const WRITE_TIMEOUT = 5_000
const READ_TIMEOUT = 30_000
/** How long one attempt may take, however lively it is. */
const WHOLE = 60_000
/** For what holds all that a user has. */
const LARGE_PATIENCE = 60_000
const LARGE_WHOLE = 600_000
const READ_ATTEMPTS = 3
const FIRST_PAUSE = 200
const LONGEST_PAUSE = 2_000

type Outcome = { reply: WireReply } | { silence: NoAnswer }

/**
 * A Track over HTTP. A write that gets no answer is repeated with the same idempotency key for up to 10 s, a read twice;
 * 429 and 503 wait for Retry-After within these 10 s. Every failure is a TrackError.
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
  const deadline = now() + (operation.large ? LARGE_PATIENCE : PATIENCE)
  const longest = operation.large ? LARGE_PATIENCE : write ? WRITE_TIMEOUT : READ_TIMEOUT
  for (let attempt = 1; ; attempt++) {
    const timeout = write ? Math.max(1_000, Math.min(longest, deadline - now())) : longest
    const outcome = await sent(options.transport, {
      ...request,
      timeout,
      within: operation.large ? LARGE_WHOLE : WHOLE,
    })
    const pause = pauseBefore(outcome, attempt, write, now())
    if (pause === null || now() + pause > deadline) {
      if ('silence' in outcome) throw new TrackError('unavailable', `no answer from ${url}: ${outcome.silence.message}`)
      return { output: outputOf(operation, outcome.reply, url), revision: revisionOf(outcome.reply) }
    }
    options.waiting?.('silence' in outcome ? outcome.silence.message : `status ${outcome.reply.status}`)
    await options.sleep(pause)
  }
}

async function sent(transport: Transport, request: Parameters<Transport>[0]): Promise<Outcome> {
  try {
    return { reply: await transport(request) }
  } catch (error) {
    if (error instanceof NoAnswer) return { silence: error }
    throw error
  }
}

/** Milliseconds until the next attempt; null when this outcome is final. */
function pauseBefore(outcome: Outcome, attempt: number, write: boolean, now: number): number | null {
  const pause = Math.min(FIRST_PAUSE * 2 ** (attempt - 1), LONGEST_PAUSE)
  if ('reply' in outcome) {
    const { status } = outcome.reply
    const asked = status === 429 || status === 503 ? retryAfter(outcome.reply, now) : null
    if (asked !== null) return Math.max(asked * 1000, pause)
    // 502 and 504: a proxy got no answer from Track
    if (status !== 429 && status !== 502 && status !== 503 && status !== 504) return null
  } else if (!outcome.silence.passing) return null
  return write || attempt < READ_ATTEMPTS ? pause : null
}

import type { NamedOperation } from '#contract/operations.ts'
import { errorOf } from '#contract/problems.ts'
import type { KnownUser } from '#contract/types.ts'
import type { TrackError } from '#domain/errors.ts'
import { foreignAnswer } from './foreign-answer.ts'
import type { WireReply } from './transport.ts'

/** The operation's output. Throws the TrackError of a problem, or ForeignAnswerError if the reply is not Track's. */
export function outputOf(operation: NamedOperation, reply: WireReply, server: string): unknown {
  const { status } = reply
  if (status === 204 && operation.status === 204) return undefined
  const body = jsonOf(reply.body)
  const isTrack = /\bx-track-key\b/i.test(reply.header('vary')) // no other server sends this
  if (
    isTrack &&
    status >= 200 &&
    status < 300 &&
    status !== 204 &&
    operation.status !== 204 &&
    typeof body === 'object' &&
    body !== null
  )
    return body
  throw problemIn(reply) ?? foreignAnswer(reply, server)
}

/** The error that Track answered; null if the reply is none, or not Track's. */
export function problemIn({ status, body }: WireReply): TrackError | null {
  return status >= 400 ? errorOf(jsonOf(body)) : null
}

/** The revision that a write made; null when it changed nothing. */
export function revisionOf(reply: WireReply): number | null {
  const revision = reply.header('track-revision')
  return /^\d{1,15}$/.test(revision) ? Number(revision) : null
}

/** What the header Track-User tells of the key's user, which servers before 0.3.0 do not send; null without it. */
export function userOf(reply: WireReply): KnownUser | null {
  const user = jsonOf(reply.header('track-user') || 'null') as Partial<KnownUser> | null | undefined
  return user?.name && user.currency && user.defaults ? (user as KnownUser) : null
}

/** Seconds by Retry-After (a number or a date; RFC 9110, 10.2.3), or null without one. */
export function retryAfter(reply: WireReply, now: number): number | null {
  const text = reply.header('retry-after')
  if (/^\d{1,6}$/.test(text)) return Number(text)
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000))
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

import type { NamedOperation } from '#contract/operations.ts'
import { errorOf } from '#contract/problems.ts'
import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import type { WireReply } from './transport.ts'

/** The operation's output; throws the TrackError of a problem, or `unavailable` if the reply is not Track's. */
export function outputOf(operation: NamedOperation, reply: WireReply, server: string): unknown {
  const { status } = reply
  if (status >= 300 && status < 400) throw redirectError(reply, server)
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
  const error = status >= 400 ? errorOf(body) : null
  if (error) throw error
  throw new TrackError(
    'unavailable',
    `${server} answered something that is not Track (${contentKind(reply)}, status ${status}); check api_url`,
  )
}

/** The revision that a write made; null when it changed nothing. */
export function revisionOf(reply: WireReply): number | null {
  const revision = reply.header('track-revision')
  return /^\d{1,15}$/.test(revision) ? Number(revision) : null
}

/** Seconds by Retry-After (a number or a date; RFC 9110, 10.2.3), or null without one. */
export function retryAfter(reply: WireReply, now: number): number | null {
  const text = reply.header('retry-after')
  if (/^\d{1,6}$/.test(text)) return Number(text)
  const date = Date.parse(text)
  return Number.isNaN(date) ? null : Math.max(0, Math.ceil((date - now) / 1000))
}

function redirectError(reply: WireReply, server: string): TrackError {
  const target = maskedUrl(reply.header('location'))
  return new TrackError(
    'unavailable',
    `${server} redirects${target ? ` to ${target}` : ' elsewhere'}; a key never follows there, so check api_url`,
    {
      ...(target && { hint: 'If Track has moved, name its new address: track config --api-url URL' }),
    },
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function contentKind({ header, body }: WireReply): string {
  const type = header('content-type').split(';')[0]!.trim().toLowerCase()
  if (body.trim() === '') return 'empty'
  if (type === 'text/html' || /^\s*<(?:!doctype|html)/i.test(body)) return 'HTML page'
  if (type.endsWith('json')) return 'other JSON'
  return type === 'text/plain' ? 'plain text' : type || 'no JSON'
}

import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'
import type { WireReply } from './transport.ts'

/** Something else than Track answered: a proxy, a login page, another server. Nothing is known about the key. */
export class ForeignAnswerError extends TrackError {
  readonly status: number

  constructor(status: number, message: string, hint?: string) {
    super('unavailable', message, hint === undefined ? {} : { hint })
    this.status = status
  }
}

/** The error of a reply that did not come from Track at `server`; says who answered, as far as the reply tells. */
export function foreignAnswer(reply: WireReply, server: string): ForeignAnswerError {
  const { status } = reply
  const fail = (message: string, hint?: string) => new ForeignAnswerError(status, message, hint)
  if (status >= 300 && status < 400) {
    const target = maskedUrl(reply.header('location'))
    return fail(
      `${server} redirects${target ? ` to ${target}` : ' elsewhere'}; a key never follows there, so check api_url`,
      target ? 'If Track has moved, name its new address: track config --api-url URL' : undefined,
    )
  }
  const software = reply.header('server').slice(0, MAX_SOFTWARE_LENGTH)
  const seen = `(${contentKind(reply)}, status ${status}${software && `, ${software}`})`
  if (REFUSALS.has(status))
    return fail(
      `a proxy in front of ${server} turned the request away ${seen}; Track has not seen your key`,
      'If the proxy asks for a login of its own: sign in there, or let it pass /api and /calendar.ics without one.',
    )
  if (status >= 500)
    return fail(
      `a proxy in front of ${server} answered for it ${seen}; Track itself did not`,
      'Does the server run, and does the proxy lead to its port?',
    )
  return fail(`${server} answered something that is not Track ${seen}; check api_url`)
}

const MAX_SOFTWARE_LENGTH = 40
/** Statuses by which proxies refuse on their own: login, rules, proxy login, too many requests. */
const REFUSALS = new Set([401, 403, 407, 429])

function contentKind({ header, body }: WireReply): string {
  const type = header('content-type').split(';')[0]!.trim().toLowerCase()
  if (body.trim() === '') return 'empty'
  if (type === 'text/html' || /^\s*<(?:!doctype|html)/i.test(body)) return 'HTML page'
  if (type.endsWith('json')) return 'other JSON'
  return type === 'text/plain' ? 'plain text' : type || 'no JSON'
}

import { type Code, type Details, type FieldError, type Gone, TrackError } from '#domain/errors.ts'

/** The HTTP status code of each kind of failure. */
export const STATUS: Record<Code, number> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  internal: 500,
  unavailable: 503,
}

/** The title of each kind of failure: the same whatever the occasion (RFC 9457, 3.1.3). */
export const TITLE: Record<Code, string> = {
  invalid: 'The request is not valid',
  unauthenticated: 'The key is missing or unknown',
  forbidden: 'Not allowed',
  not_found: 'Not found',
  conflict: 'It conflicts with the present state',
  too_large: 'Too large',
  rate_limited: 'Too many requests',
  internal: 'Something broke',
  unavailable: 'Not available right now',
}

const TYPE = 'urn:track:problem:'

/** `application/problem+json`, RFC 9457. */
export interface Problem {
  type: string
  title: string
  status: number
  detail: string
  code: Code
  hint?: string
  errors?: FieldError[]
  candidates?: string[]
  gone?: Gone
  /** Whole seconds. */
  retry_after?: number
  /** Of an internal error: the server's log has the rest under it. */
  id?: string
}

/** An error as a problem, without what belongs to HTTP's headers. */
export function problemOf({ code, message, details }: TrackError): Problem {
  const { retryAfter, ...rest } = details
  const retry = retryAfter === undefined ? {} : { retry_after: retryAfter }
  return {
    type: TYPE + code,
    title: TITLE[code],
    status: STATUS[code],
    detail: message,
    code,
    ...rest,
    ...retry,
  }
}

/** The error that a problem describes; null if a body is not a problem of Track: proxies answer errors, too. */
export function errorOf(body: unknown): TrackError | null {
  if (typeof body !== 'object' || body === null) return null
  const { type, code, detail, hint, errors, candidates, gone, retry_after: retryAfter, id } = body as Partial<Problem>
  if (!code || !(code in STATUS) || type !== TYPE + code || typeof detail !== 'string') return null
  const details: Details = Object.fromEntries(
    Object.entries({ hint, errors, candidates, gone, retryAfter, id }).filter(([, value]) => value !== undefined),
  )
  return new TrackError(code, detail, details)
}

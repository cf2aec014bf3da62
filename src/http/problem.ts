import { randomUUID } from 'node:crypto'
import { problemOf } from '#contract/problems.ts'
import { TrackError } from '#domain/errors.ts'
import { withoutKeys } from '#domain/keys.ts'
import type { Log } from './backend.ts'
import type { Exchange } from './exchange.ts'

/** Any failure as a TrackError. A bug becomes `internal`, whose id is all that it shows; the log has the rest. */
export function toTrackError(error: unknown, { method, route }: Exchange, log: Log): TrackError {
  if (error instanceof TrackError) return error
  const id = randomUUID()
  log.error({ id, method, route, err: error }, 'a bug')
  return new TrackError('internal', `something broke on the server; its log tells more under ${id}`, { id })
}

export interface PreparedProblem {
  status: number
  headers: Record<string, string>
  body: string
}

/**
 * An error as a problem (RFC 9457). Its text may repeat what was sent, so keys are taken out of it. `status` replaces
 * the one of the error's code, where HTTP has a more exact one.
 */
export function prepareProblem(error: TrackError, status?: number): PreparedProblem {
  const problem = { ...problemOf(error), ...(status !== undefined && { status }) }
  const { retryAfter } = error.details
  return {
    status: problem.status,
    headers: {
      ...(error.code === 'unauthenticated' && { 'www-authenticate': 'TrackKey' }),
      ...(retryAfter !== undefined && { 'retry-after': String(retryAfter) }),
    },
    body: withoutKeys(JSON.stringify(problem)),
  }
}

import { randomUUID } from 'node:crypto'
import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { problemOf } from '#contract/problems.ts'
import { invalid, TrackError } from '#domain/errors.ts'
import { withoutKeys } from '#domain/keys.ts'
import type { Log } from './backend.ts'
import { SECURITY_HEADERS } from './headers.ts'

const MIB = 1024 * 1024

/** Any failure as one that can be told. A bug is told by an id only, which the log has too. */
export function tellable(error: unknown, request: FastifyRequest, log: Log): TrackError {
  if (error instanceof TrackError) return error
  const { code, statusCode, message } = error as { code?: string; statusCode?: number; message?: string }
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE')
    return new TrackError('too_large', 'the body is too large', {
      hint: `At most ${(request.routeOptions.bodyLimit ?? 0) / MIB} MiB; split it.`,
    })
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE')
    return invalid({
      path: '',
      message: 'the body is not JSON: send it with the header content-type: application/json',
    })
  if (statusCode && statusCode >= 400 && statusCode < 500)
    return invalid({ path: '', message: message ?? 'the request is not valid' })
  const id = randomUUID()
  log.error({ id, method: request.method, route: request.routeOptions.url, err: error }, 'a bug')
  return new TrackError('internal', `something broke on the server; its log tells more under ${id}`, { id })
}

const LATE = 'ERR_HTTP_REQUEST_TIMEOUT'
const OTHER_HEADERS = Object.entries(SECURITY_HEADERS)
  .map(([name, value]) => `${name}: ${value}\r\n`)
  .join('')

/** Bytes that are no request (RFC 9110), or come too slowly, get a problem as well, straight on the socket. */
export function refuseBytes({ code }: { code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || socket.destroyed || !socket.writable) return void socket.destroy()
  const problem = problemOf(
    code === 'HPE_HEADER_OVERFLOW'
      ? new TrackError('too_large', 'the address and the headers are too large')
      : invalid({
          path: '',
          message: code === LATE ? 'the request did not come in time' : 'the request is not HTTP/1.1',
        }),
  )
  const status = code === LATE ? 408 : problem.status
  const body = JSON.stringify({ ...problem, status })
  socket.end(
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${OTHER_HEADERS}content-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`,
  )
}

export function sendProblem(reply: FastifyReply, error: TrackError): FastifyReply {
  return reply.send(sendable(reply, error))
}

/** Sets everything of a problem but its body, and gives that. What it repeats of the request may hold a key, which is left out. */
export function sendable(reply: FastifyReply, error: TrackError): string {
  const problem = problemOf(error)
  reply.removeHeader('etag') // of what was asked for, which this is not
  if (error.code === 'unauthenticated') reply.header('www-authenticate', 'TrackKey')
  if (error.details.retryAfter !== undefined) reply.header('retry-after', String(error.details.retryAfter))
  reply.status(problem.status).header('content-type', 'application/problem+json')
  return withoutKeys(JSON.stringify(problem))
}

import { createServer, type RequestListener, type Server } from 'node:http'
import type { Socket } from 'node:net'
import { invalid, TrackError } from '#domain/errors.ts'
import type { Backend } from './backend.ts'
import { closeIdle } from './idle-connections.ts'
import { limitPipelining } from './pipelining.ts'
import { respondOnSocket } from './respond.ts'

/** Often, so that few of many slow connections are answered in one turn of the event loop. */
const MAX_CHECK_INTERVAL_MS = 100
/** How long a connection is kept for the next request. */
const KEEP_ALIVE_MS = 72_000

/** A node:http server within the bounds of a connection. Everything that it refuses by itself is a problem, too. */
export function createHttpServer(backend: Backend, listener: RequestListener): Server {
  const { bounds } = backend
  const handle = limitPipelining(listener, backend)
  const server = createServer(
    {
      headersTimeout: bounds.headersMs,
      requestTimeout: bounds.requestMs,
      keepAliveTimeout: KEEP_ALIVE_MS,
      connectionsCheckingInterval: Math.min(bounds.headersMs, MAX_CHECK_INTERVAL_MS),
      requireHostHeader: false, // Node's own refusal has no body; dispatch.ts asks for the header
    },
    handle,
  )
  closeIdle(server, bounds.idleMs)
  server.on('checkExpectation', handle) // expectations other than 100-continue are ignored (RFC 9110, section 10.1.1)
  server.on('clientError', handleClientError)
  return server
}

const TIMEOUT = 'ERR_HTTP_REQUEST_TIMEOUT'

/** Answers bytes that are no request (RFC 9112), and requests that come too slowly. */
function handleClientError({ code }: { code?: string }, socket: Socket): void {
  if (code === 'ECONNRESET' || !socket.writable) socket.destroy()
  else if (code === TIMEOUT) respondOnSocket(socket, refusal('the request did not come in time'), 408)
  else if (code === 'HPE_HEADER_OVERFLOW')
    respondOnSocket(socket, new TrackError('too_large', 'the address and the headers are too large'))
  else respondOnSocket(socket, refusal('the request is not HTTP/1.1'))
}

const refusal = (message: string) => invalid({ path: '', message })

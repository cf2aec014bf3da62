import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** Checks in the time after which a connection is closed. */
const CHECKS = 45

/** What node:net knows of a connection, but does not publish. */
interface Handle {
  bytesWritten: number
  /** Of these, those that the system has not taken yet. */
  writeQueueSize: number
}

interface Connection {
  bytes: number
  since: number
  /** The last one that was asked for. */
  response?: ServerResponse
}

/**
 * Closes the connections of a server on which nothing has moved for `idleMs`, in either direction, while the server
 * waits for the client. The timeout of node:net does the same, but only after twice the time where a part of a write
 * has left, and also while a request waits for its turn.
 */
export function closeIdle(server: Server, idleMs: number): void {
  const open = new Map<Socket, Connection>()
  server.on('connection', (socket: Socket) => {
    open.set(socket, { bytes: 0, since: performance.now() })
    socket.once('close', () => open.delete(socket))
  })
  server.on('request', ({ socket }: IncomingMessage, response: ServerResponse) => {
    const connection = open.get(socket)
    if (connection) connection.response = response
  })
  const check = () => {
    const now = performance.now()
    for (const [socket, last] of open) {
      const bytes = bytesMoved(socket)
      if (bytes !== last.bytes || isWorkedFor(socket, last)) {
        last.bytes = bytes
        last.since = now
      } else if (now - last.since >= idleMs) socket.destroy()
    }
  }
  const timer = setInterval(check, idleMs / CHECKS).unref()
  server.on('close', () => clearInterval(timer))
}

/** Whether the client can do nothing but wait: all of its request has come, and it has taken all that was sent. */
function isWorkedFor(socket: Socket, { response }: Connection): boolean {
  if (!response || response.writableFinished || !response.req.complete) return false
  return socket.writableLength === 0 && handleOf(socket)?.writeQueueSize === 0
}

function handleOf(socket: Socket): Handle | null {
  const { _handle: handle } = socket as unknown as { _handle: Handle | null }
  return handle
}

/** What has come, and what the system has taken: events that wait for a reader do not count as moving. */
function bytesMoved(socket: Socket): number {
  const handle = handleOf(socket)
  return handle ? socket.bytesRead + handle.bytesWritten - handle.writeQueueSize : 0
}

import type { Server } from 'node:http'
import type { Socket } from 'node:net'

/** Checks in the time after which a connection is closed. */
const CHECKS = 45

/** What node:net knows of a connection, but does not publish. */
interface Handle {
  bytesWritten: number
  /** Of these, those that the system has not taken yet. */
  writeQueueSize: number
}

/**
 * Closes the connections of a server on which nothing has moved for `idleMs`, in either direction. The timeout of
 * node:net does the same, but only after twice the time where a part of a write has left.
 */
export function closeIdle(server: Server, idleMs: number): void {
  const open = new Map<Socket, { bytes: number; since: number }>()
  server.on('connection', (socket: Socket) => {
    open.set(socket, { bytes: 0, since: performance.now() })
    socket.once('close', () => open.delete(socket))
  })
  const check = () => {
    const now = performance.now()
    for (const [socket, last] of open) {
      const bytes = bytesMoved(socket)
      if (bytes !== last.bytes) {
        last.bytes = bytes
        last.since = now
      } else if (now - last.since >= idleMs) socket.destroy()
    }
  }
  const timer = setInterval(check, idleMs / CHECKS).unref()
  server.on('close', () => clearInterval(timer))
}

/** What has come, and what the system has taken: events that wait for a reader do not count as moving. */
function bytesMoved(socket: Socket): number {
  const { _handle: handle } = socket as unknown as { _handle: Handle | null }
  return handle ? socket.bytesRead + handle.bytesWritten - handle.writeQueueSize : 0
}

import type { Socket } from 'node:net'
import type { createApp } from '#http/app.ts'

const IDLE_CHECK_MS = 20
const MAX_ACCEPT_MS = 5000
/** After so many turns of the event loop without a new connection none is waiting. */
const QUIET_TURNS = 4

/**
 * Tracks a server's connections; to be called before it listens. Returns a function that stops the server: requests
 * sent so far are answered, idle connections are closed.
 */
export function prepareShutdown(app: ReturnType<typeof createApp>): () => Promise<void> {
  const connections = new Set<Socket>()
  let quietTurns = 0
  app.server.on('connection', (socket: Socket) => {
    quietTurns = 0
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  /** Accepts waiting connections, which closing would refuse: the event loop accepts only one per turn. */
  async function acceptPending(): Promise<void> {
    const until = Date.now() + MAX_ACCEPT_MS
    quietTurns = 0
    while (quietTurns < QUIET_TURNS && Date.now() < until) {
      await new Promise((next) => setImmediate(next))
      quietTurns++
    }
  }

  function closeUnused(): void {
    app.server.closeIdleConnections()
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy() // preconnected by a browser
  }

  return async () => {
    await acceptPending()
    const timer = setInterval(closeUnused, IDLE_CHECK_MS) // until the last responses are sent
    await app.close()
    clearInterval(timer)
  }
}

import type { Socket } from 'node:net'
import type { createApp } from '#http/app.ts'

const LOOK_MS = 20
const LET_IN_MS = 5000
const QUIET_TURNS = 4

/** Watches a server's connections from its start. Gives the way to end it: whoever has asked by then is answered, and nobody is waited for who has not. */
export function gracefulShutdown(app: ReturnType<typeof createApp>): () => Promise<void> {
  const connections = new Set<Socket>()
  let quiet = 0
  app.server.on('connection', (socket: Socket) => {
    quiet = 0
    connections.add(socket)
    socket.once('close', () => connections.delete(socket))
  })

  /** The event loop accepts one connection a turn, and closing turns away who was at the door: so they are let in before. */
  async function letIn(): Promise<void> {
    for (const until = Date.now() + LET_IN_MS; quiet < QUIET_TURNS && Date.now() < until; quiet++)
      await new Promise((next) => setImmediate(next))
  }

  function dismiss(): void {
    app.server.closeIdleConnections()
    for (const socket of connections) if (socket.bytesRead === 0) socket.destroy() // opened to be ready, as browsers do
  }

  return async () => {
    quiet = 0
    await letIn()
    const looking = setInterval(dismiss, LOOK_MS) // as the last answers leave
    await app.close()
    clearInterval(looking)
  }
}

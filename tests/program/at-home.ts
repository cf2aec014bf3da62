import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { newHome, serve, type Server } from './run.ts'

/** A home of its own for each test of a file; the servers that were started there end with it. */
export function atHome(): {
  readonly path: string
  start(env?: Record<string, string>, through?: string[]): Promise<Server>
  stop(): Promise<void>
} {
  let home: ReturnType<typeof newHome>
  let servers: Server[]
  beforeEach(() => {
    home = newHome()
    servers = []
  })
  const stop = async () => {
    for (const server of servers) await server.stop('SIGKILL')
  }
  afterEach(async () => {
    await stop()
    home.remove()
  })
  return {
    get path() {
      return home.path
    },
    stop,
    async start(env = {}, through) {
      const server = await serve(home.path, env, through)
      servers.push(server)
      return server
    },
  }
}

/** One server for all tests of a file, in a home of its own, and the environment in which a command reaches it. */
export function oneServer(): { readonly path: string; readonly server: Server; readonly env: Record<string, string> } {
  const { path, remove } = newHome()
  let server: Server
  beforeAll(async () => void (server = await serve(path)))
  afterAll(async () => {
    await server.stop()
    remove()
  })
  return {
    path,
    get server() {
      return server
    },
    get env() {
      return { TRACK_API_URL: server.url, TRACK_API_KEY: server.key }
    },
  }
}

import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { newHome, serve, type Server } from './run.ts'

/** A new home directory for each test of the file. Servers that a test started in it are killed after the test. */
export function useHome(): {
  readonly path: string
  start(env?: Record<string, string>, commandPrefix?: string[]): Promise<Server>
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
    async start(env = {}, commandPrefix) {
      const server = await serve(home.path, env, commandPrefix)
      servers.push(server)
      return server
    },
  }
}

/** One server for all tests of the file, in its own home directory; `env` lets a command connect to it. */
export function useServer(): { readonly path: string; readonly server: Server; readonly env: Record<string, string> } {
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

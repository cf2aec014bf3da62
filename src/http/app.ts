import type { Server } from 'node:http'
import { addOperations } from './api.ts'
import { Authenticator } from './authenticator.ts'
import type { Backend } from './backend.ts'
import { basePathOf } from './base-path.ts'
import { CALENDAR_PATH, sendCalendar } from './calendar-feed.ts'
import { Connections } from './connections.ts'
import { dispatch, type Dispatch } from './dispatch.ts'
import { addDocs } from './docs-page.ts'
import { streamEvents } from './event-stream.ts'
import { Exchange } from './exchange.ts'
import { trustProxyFrom } from './forwarded.ts'
import { addHealth } from './health.ts'
import { InFlightLimits } from './in-flight-limits.ts'
import { MCP_PATH, sendMcp } from './mcp.ts'
import { addOpenApi } from './openapi.ts'
import { Router } from './router.ts'
import { createHttpServer } from './server.ts'
import { addWebPage } from './web-page.ts'

export interface App {
  server: Server
  /** Rejects when the server cannot have the address. */
  listen(address: { host: string; port: number }): Promise<void>
  /** Accepts nothing more; resolves when the last connection has ended. */
  close(): Promise<void>
}

/** Connections that the system keeps until they are accepted; of more it drops some, which try again a second later. */
const MAX_UNACCEPTED = 4096

/** The whole HTTP side of Track. */
export function createApp(backend: Backend): App {
  const trusts = trustProxyFrom(backend.settings.trustProxy)
  const basePath = basePathOf(backend.settings.publicUrl)
  const connections = new Connections(backend.bounds)
  const routes = routesOf(backend, basePath, connections)
  const server = createHttpServer(backend, (request, response) => {
    const exchange = new Exchange(request, response, trusts, basePath)
    exchange.closesConnection = !server.listening
    void dispatch(routes, exchange)
  })
  connections.watch(server)
  server.on('connection', backend.noteAccepted)
  return {
    server,
    listen: ({ host, port }) =>
      new Promise((resolve, reject) => {
        server.once('error', reject)
        server.listen({ port, host, backlog: MAX_UNACCEPTED }, () => {
          server.off('error', reject)
          resolve()
        })
      }),
    close: () => new Promise((resolve) => void server.close(() => resolve())),
  }
}

/** Every route that there is. */
function routesOf(backend: Backend, basePath: string, connections: Connections): Dispatch {
  const router = new Router()
  const authenticator = new Authenticator(backend, connections)
  const limits = new InFlightLimits(backend)
  addOperations(router, backend, limits)
  router.add('GET', '/api/events', (exchange) => streamEvents(backend, limits, exchange))
  router.get(CALENDAR_PATH, (exchange) => sendCalendar(backend, authenticator, limits, exchange))
  router.add('POST', MCP_PATH, (exchange) => sendMcp(backend, authenticator, limits, exchange))
  addOpenApi(router, backend.version, basePath)
  addDocs(router, backend.version)
  addHealth(router, backend)
  const sendView = addWebPage(router, backend.pages, basePath)
  return { basePath, router, authenticator, unread: limits.unread, sendView, log: backend.log }
}

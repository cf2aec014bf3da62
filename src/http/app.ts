import fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  type onRequestHookHandler,
} from 'fastify'
import { invalid, notFound } from '#domain/errors.ts'
import { BODY_BYTES, headerOf, routes } from './api.ts'
import { Gate } from './auth.ts'
import { jsonBodies } from './bodies.ts'
import type { Backend } from './backend.ts'
import { docs } from './docs.ts'
import { events } from './events.ts'
import { feed } from './feed.ts'
import { addHeaders, API_HEADERS, SECURITY_HEADERS } from './headers.ts'
import { Holding } from './holding.ts'
import { openApi } from './openapi.ts'
import { refuseBytes, sendProblem, tellable } from './problem.ts'
import { pages } from './pages.ts'

declare module 'fastify' {
  interface FastifyRequest {
    /** Its pattern, as the log tells it. */
    route?: string
  }
}

const CHECK_MS = 2_000
/** The contract reads what comes; the framework's own compilers for that would be loaded at each start. */
const NO_COMPILERS = { buildValidator: none, buildSerializer: none }
function none(): never {
  throw new Error('routes have no schemas')
}

const API_PATH = /^\/api(\/|$)/i

/** The whole HTTP face of Track. */
export function createApp(backend: Backend): FastifyInstance {
  const { bounds } = backend
  const app = fastify({
    bodyLimit: BODY_BYTES,
    trustProxy: backend.settings.trustProxy,
    requestTimeout: bounds.requestMs,
    connectionTimeout: bounds.idleMs,
    schemaController: { compilersFactory: NO_COMPILERS },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    http: {
      headersTimeout: bounds.headersMs,
      connectionsCheckingInterval: Math.min(bounds.headersMs, CHECK_MS),
      requireHostHeader: false,
    }, // a host is asked for below: Node's own refusal is empty
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    clientErrorHandler: refuseBytes,
    frameworkErrors: (error, request, reply) => void unreadable(gate, backend, error, request as never, reply as never),
  })
  app.server.on('checkExpectation', app.routing) // what is expected besides 100-continue counts for nothing (RFC 9110, 10.1.1)
  app.server.maxConnections = bounds.connections
  app.decorateRequest('route', undefined)
  const gate = new Gate(backend)
  const holding = new Holding(bounds)
  const page = pages(app, backend.pages)
  app.addHook('onRequest', (request, reply, done) => {
    if (!request.headers.host && request.raw.httpVersion === '1.1')
      return done(invalid({ path: 'host', message: 'the header host is missing' }))
    if (!request.is404) return done()
    void nowhere(request, reply).catch(done) // before its body is read
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    addHeaders(reply, SECURITY_HEADERS)
    done()
  })
  app.addHook('onRoute', (route) => {
    const { url } = route
    const named: onRequestHookHandler = (request, _reply, done) => {
      request.route = url
      done()
    }
    route.onRequest = [named, ...[route.onRequest ?? []].flat()]
  })
  app.addHook('onResponse', (request, reply, done) => {
    const { method, ip, route = request.routeOptions.url ?? 'none' } = request // routeOptions are put together at each look, so that is for those who were refused before
    backend.log.info({ method, route, status: reply.statusCode, ms: Math.round(reply.elapsedTime), ip }, 'request')
    done()
  })
  app.setErrorHandler((error, request, reply) => sendProblem(reply, tellable(error, request, backend.log)))
  async function nowhere(request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
    const path = pathOf(request)
    if (path === '/calendar.ics') return reply.status(405).header('allow', 'GET, HEAD').send()
    if (API_PATH.test(path)) {
      reply.headers(API_HEADERS) // an unknown path is no way around the key
      await gate.caller(request, headerOf(request, 'x-track-key'), 'api')
    }
    const answered = page(request, reply, path)
    if (answered) return answered
    throw notFound(`${request.method} ${path.slice(0, 200)}`, { hint: 'GET /openapi.json tells what there is.' })
  }
  jsonBodies(app)
  void app.register(async (api) => {
    routes(api, backend, gate, holding)
    events(api, backend)
  })
  feed(app, backend, gate, holding)
  openApi(app, backend.version)
  docs(app, backend.version)
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (request, reply) => {
    await backend.ready()
    return reply.send({ status: 'ready', proxy: proxyOf(request) })
  })
  return app
}

/** What is made of the x-forwarded headers of a request: `track doctor` tells who set up the proxy. */
function proxyOf({ headers, ips }: FastifyRequest): 'none' | 'believed' | 'ignored' {
  if (!headers['x-forwarded-for']) return 'none'
  return ips && ips.length > 1 ? 'believed' : 'ignored'
}

/** An address that can't be decoded: under /api the key is asked for first, as everywhere there. */
async function unreadable(
  gate: Gate,
  backend: Backend,
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<FastifyReply> {
  let reason = error
  try {
    if (API_PATH.test(pathOf(request))) await gate.caller(request, headerOf(request, 'x-track-key'), 'api')
  } catch (refusal) {
    reason = refusal
  }
  return sendProblem(reply.headers(SECURITY_HEADERS), tellable(reason, request, backend.log)) // no hook is called here
}

/** As the router reads it, so that nothing is reached under a disguised name. */
function pathOf(request: FastifyRequest): string {
  const path = request.url.split('?')[0]!
  try {
    return decodeURIComponent(path).replace(/\/{2,}/g, '/')
  } catch {
    return path
  }
}

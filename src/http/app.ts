import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify'
import { invalid, notFound, TrackError } from '#domain/errors.ts'
import { headerOf, routes } from './api.ts'
import { Gate } from './auth.ts'
import type { Doors } from './doors.ts'
import { events } from './events.ts'
import { feed } from './feed.ts'
import { openApi } from './openapi.ts'
import { sendProblem, tellable } from './problem.ts'
import { frontPage } from './page.ts'

const BODY_BYTES = 1024 * 1024
const REQUEST_MS = 30_000

const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
}

/** The whole HTTP face of Track. */
export function createApp(doors: Doors): FastifyInstance {
  const app = fastify({
    bodyLimit: BODY_BYTES,
    trustProxy: doors.settings.trustProxy,
    requestTimeout: REQUEST_MS,
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500, ignoreTrailingSlash: false },
    frameworkErrors: (error, request, reply) => void sendProblem(reply as never, tellable(error, request as never, doors.log)),
  })
  const gate = new Gate(doors)
  app.addHook('onRequest', async (_request, reply) => void reply.headers(SECURITY_HEADERS))
  app.addHook('onResponse', async (request, reply) => {
    const { method, ip, routeOptions } = request
    doors.log.info({ method, route: routeOptions.url ?? 'none', status: reply.statusCode, ms: Math.round(reply.elapsedTime), ip }, 'request')
  })
  app.setErrorHandler((error, request, reply) => {
    const told = tellable(error, request, doors.log)
    if (told.code === 'unauthenticated') reply.header('www-authenticate', 'TrackKey')
    return sendProblem(reply, told)
  })
  app.setNotFoundHandler(async (request, reply) => {
    const path = pathOf(request)
    if (path === '/calendar.ics') return reply.status(405).header('allow', 'GET, HEAD').send()
    if (/^\/api(\/|$)/i.test(path)) await gate.caller(request, headerOf(request, 'x-track-key'), 'api')
    throw notFound(`${request.method} ${path.slice(0, 200)}`, { hint: 'GET /openapi.json tells what there is.' })
  })
  jsonBodies(app)
  void app.register(async (api) => {
    routes(api, doors, gate)
    events(api, doors)
  })
  feed(app, doors, gate)
  openApi(app, doors.version)
  frontPage(app)
  app.get('/healthz', () => ({ status: 'ok' }))
  app.get('/readyz', async (_request, reply) => {
    await doors.ready()
    return reply.send({ status: 'ready' })
  })
  return app
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

const text = new TextDecoder('utf-8', { fatal: true })

/** JSON is the only language of bodies; an empty one is an empty object. */
function jsonBodies(app: FastifyInstance): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('application/json', { parseAs: 'buffer' }, (_request, body, done) => {
    try {
      done(null, parsed(text.decode(body as Buffer)))
    } catch (error) {
      done(error instanceof TrackError ? error : invalid({ path: '', message: `the body is not valid JSON: ${(error as Error).message.slice(0, 200)}` }))
    }
  })
}

function parsed(json: string): unknown {
  if (json.trim() === '') return {}
  if (/"__proto__"\s*:/.test(json)) throw invalid({ path: '__proto__', message: 'is not a known field' })
  return JSON.parse(json)
}


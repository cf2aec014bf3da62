import { invalid, notFound } from '#domain/errors.ts'
import type { Authenticator } from './authenticator.ts'
import type { Log } from './backend.ts'
import { CALENDAR_PATH } from './calendar-feed.ts'
import type { Exchange } from './exchange.ts'
import { toTrackError } from './problem.ts'
import { respond, respondWithProblem } from './respond.ts'
import type { Found, Route, Router } from './router.ts'
import type { UnreadBytes } from './unread-bytes.ts'

export interface Dispatch {
  basePath: string
  router: Router
  authenticator: Authenticator
  unread: UnreadBytes
  /** Answers URLs of the page's views, which are no routes: true when it has. */
  sendView(exchange: Exchange): boolean
  log: Log
}

/**
 * Takes a request through the same steps, whatever it asks for: route, host, key, method, handler. Never rejects: what
 * fails is answered by a problem.
 */
export async function dispatch(routes: Dispatch, exchange: Exchange): Promise<void> {
  const { basePath, router, authenticator, unread, sendView, log } = routes
  exchange.response.on('finish', () => logRequest(log, exchange))
  try {
    if (exchange.path === '') return redirectInto(basePath, exchange)
    const found = router.find(exchange.path)
    if (found) exchange.route = found.route.pattern
    requireHost(exchange)
    if (exchange.isApi) {
      const purpose = exchange.method === 'GET' ? 'read' : 'write'
      const key = exchange.header('x-track-key')
      const space = exchange.spaceWord === 'default' ? undefined : exchange.header('x-track-space')
      exchange.caller = await authenticator.authenticate(exchange, key, purpose, space)
    }
    if (found) await handle(exchange, found)
    else if (!sendView(exchange)) throw noSuchPath(exchange)
  } catch (error) {
    const known = toTrackError(error, exchange, log)
    if (exchange.response.headersSent) exchange.response.destroy()
    else respondWithProblem(exchange, known, { bodiless: isFeed(exchange) && known.code === 'unauthenticated' })
  }
  if (exchange.response.writableLength) unread.count(exchange.owner, exchange.response)
}

function handle(exchange: Exchange, { route, params }: Found): void | Promise<void> {
  exchange.params = params
  const handler = route.handlers.get(exchange.method)
  return handler ? handler(exchange) : refuseMethod(exchange, route)
}

/** The page's addresses are relative, so its own ends with a slash. */
function redirectInto(basePath: string, exchange: Exchange): void {
  respond(exchange, 308, { location: `${basePath}/${exchange.search && `?${exchange.search}`}` })
}

/** A calendar program shows its user whatever it gets, so a wrong key or method is told by the status alone. */
const isFeed = ({ route }: Exchange): boolean => route === CALENDAR_PATH

function requireHost({ request }: Exchange): void {
  if (!request.headers.host && request.httpVersion === '1.1')
    throw invalid({ path: 'host', message: 'the header host is missing' })
}

const MAX_QUOTED_LENGTH = 200

function noSuchPath({ method, decodedPath }: Exchange): Error {
  if (decodedPath === undefined)
    return invalid({ path: '', message: 'the address holds a percent sign that begins no character' })
  const hint = 'GET /openapi.json tells what there is.'
  return notFound(`${method} ${decodedPath.slice(0, MAX_QUOTED_LENGTH)}`, { hint })
}

/** 405 with Allow (RFC 9110, section 15.5.6). */
function refuseMethod(exchange: Exchange, { handlers }: Route): void {
  const allow = [...handlers.keys()].join(', ')
  const error = invalid({ path: '', message: `${exchange.method} is not possible here; possible are ${allow}` })
  respondWithProblem(exchange, error, { status: 405, headers: { allow }, bodiless: isFeed(exchange) })
}

function logRequest(log: Log, { method, route, response, startedAt, ip }: Exchange): void {
  const ms = Math.round(performance.now() - startedAt)
  log.info({ method, route, status: response.statusCode, ms, ip }, 'request')
}

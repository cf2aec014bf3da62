import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allOperations, type CallOptions, type NamedOperation, type Track } from '#contract/operations.ts'
import { todayIn } from '#domain/dates.ts'
import { invalid } from '#domain/errors.ts'
import type { Gate } from './auth.ts'
import type { Doors } from './doors.ts'
import { contentEtag, etagOf, matches, revisionsIn, viewEtag } from './etag.ts'
import { origin } from './origin.ts'

export const API_HEADERS = { 'cache-control': 'private, no-cache', vary: 'x-track-key' }

const DOORS = ['cli', 'web', 'mcp', 'import']

/** A route for every operation of the table. The key is checked before anything else of a request is looked at. */
export function routes(app: FastifyInstance, doors: Doors, gate: Gate): void {
  app.addHook('onRequest', async (request, reply) => {
    reply.headers(API_HEADERS)
    request.caller = await gate.caller(request, headerOf(request, 'x-track-key'), 'api')
  })
  for (const operation of allOperations) {
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      handler: (request, reply) => (operation.method === 'GET' ? read(doors, operation, request, reply) : write(doors, operation, request, reply)),
    })
  }
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function call(doors: Doors, operation: NamedOperation, request: FastifyRequest, options: CallOptions = {}): Promise<unknown> {
  const named = headerOf(request, 'x-track-door') ?? ''
  const track = doors.track(request.caller.user, { door: DOORS.includes(named) ? named : 'api', origin: origin(doors, request) })
  const verbs = track[operation.noun as keyof Track] as unknown as Record<string, (input: object, options: CallOptions) => Promise<unknown>>
  return verbs[operation.verb]!(inputOf(operation, request), options)
}

/** Path parameters, and the query or the body, as one input; a name given twice is refused. */
function inputOf(operation: NamedOperation, request: FastifyRequest): object {
  const params = request.params as Record<string, string>
  const rest = operation.method === 'GET' || operation.method === 'DELETE' ? queryOf(request) : (request.body ?? {})
  if (typeof rest !== 'object' || Array.isArray(rest)) throw invalid({ path: '', message: 'the body is not a JSON object' })
  for (const name of Object.keys(params)) if (Object.hasOwn(rest, name)) throw invalid({ path: name, message: 'is given by the address' })
  return { ...rest, ...params }
}

function queryOf(request: FastifyRequest): object {
  const query = request.query as Record<string, string | string[]>
  const twice = Object.keys(query).find((name) => Array.isArray(query[name]))
  if (twice) throw invalid({ path: twice, message: 'is given twice; separate several values by commas' })
  return { ...query }
}

function json(reply: FastifyReply, body: string): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(body)
}

async function read(doors: Doors, operation: NamedOperation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const { user } = request.caller
  const known = request.headers['if-none-match']
  if (operation.etag === 'revision' || operation.etag === 'day') {
    const etag = viewEtag(doors.version, user, request.url, operation.etag === 'day' ? todayIn(user.timezone, doors.now()) : undefined)
    reply.header('etag', etag)
    if (matches(known, etag)) return reply.status(304).send()
    return json(reply, JSON.stringify(await call(doors, operation, request)))
  }
  const answer = await call(doors, operation, request)
  const body = JSON.stringify(answer)
  const etag = operation.etag === 'item' ? etagOf(doors.version, user, (answer as { revision: number }).revision) : contentEtag(doors.version, user, body)
  reply.header('etag', etag)
  return matches(known, etag) ? reply.status(304).send() : json(reply, body)
}

async function write(doors: Doors, operation: NamedOperation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const options: CallOptions = { idempotencyKey: headerOf(request, 'idempotency-key') }
  if (operation.guarded) options.ifMatch = revisionsIn(request.headers['if-match'])
  const answer = await call(doors, operation, request, options)
  if (operation.status === 204) return reply.status(204).send()
  if (operation.guarded) reply.header('etag', etagOf(doors.version, request.caller.user, (answer as { revision: number }).revision))
  return json(reply.status(operation.status ?? 200), JSON.stringify(answer))
}

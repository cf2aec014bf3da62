import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { allOperations, type CallOptions, type NamedOperation } from '#contract/operations.ts'
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

function call(doors: Doors, operation: NamedOperation, request: FastifyRequest, options: CallOptions = {}) {
  const named = headerOf(request, 'x-track-door') ?? ''
  const session = { door: DOORS.includes(named) ? named : 'api', origin: origin(doors, request) }
  return doors.call(operation, request.caller.user, session, inputOf(operation, request), options)
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
    return json(reply, (await call(doors, operation, request)).json)
  }
  const answer = await call(doors, operation, request)
  const etag = operation.etag === 'item' ? etagOf(doors.version, user, answer.revision!) : contentEtag(doors.version, user, answer.json)
  reply.header('etag', etag)
  return matches(known, etag) ? reply.status(304).send() : json(reply, answer.json)
}

async function write(doors: Doors, operation: NamedOperation, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  const options: CallOptions = { idempotencyKey: headerOf(request, 'idempotency-key') }
  if (operation.guarded) options.ifMatch = revisionsIn(request.headers['if-match'])
  const answer = await call(doors, operation, request, options)
  if (operation.status === 204) return reply.status(204).send()
  if (operation.guarded) reply.header('etag', etagOf(doors.version, request.caller.user, answer.revision!))
  return json(reply.status(operation.status ?? 200), answer.json)
}

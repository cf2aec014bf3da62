import type { FastifyInstance, FastifyReply, FastifyRequest, onRequestHookHandler } from 'fastify'
import { allOperations, type NamedOperation } from '#contract/operations.ts'
import type { CallOptions } from '#contract/track.ts'
import { todayIn } from '#domain/dates.ts'
import { invalid } from '#domain/errors.ts'
import type { Gate } from './auth.ts'
import type { Backend } from './backend.ts'
import { contentEtag, itemEtag, matches, versionsIn, viewEtag } from './etag.ts'
import { addHeaders, answer, answerInPieces, API_HEADERS } from './headers.ts'
import type { Holding } from './holding.ts'
import { origin } from './origin.ts'

export const BODY_BYTES = 1024 * 1024
const LARGE_BODY_BYTES = 32 * 1024 * 1024

/** What version 0.1.0 called it. */
const FORMER_CLIENT_HEADER = 'x-track-door'
const CLIENTS = ['cli', 'web', 'mcp', 'import']

/** A route for every operation of the table. The key is checked before anything else of a request is looked at. */
export function routes(app: FastifyInstance, backend: Backend, gate: Gate, holding: Holding): void {
  app.addHook('onRequest', (request, _reply, done) => {
    gate
      .caller(request, headerOf(request, 'x-track-key'), 'api')
      .then((caller) => {
        request.caller = caller
        done()
      })
      .catch(done)
  })
  app.addHook('onSend', (_request, reply, _payload, done) => {
    addHeaders(reply, API_HEADERS)
    done()
  })
  const hold =
    (large?: boolean): onRequestHookHandler =>
    (request, reply, done) => {
      holding.request(request.caller.user.id, reply.raw, large)
      done()
    }
  for (const operation of allOperations) {
    const reads = operation.method === 'GET'
    app.route({
      method: operation.method,
      url: operation.path.replace(/\{(\w+)\}/g, ':$1'),
      bodyLimit: operation.large ? LARGE_BODY_BYTES : BODY_BYTES,
      onRequest: reads ? [] : hold(operation.large), // before the body is read
      handler: (request, reply) =>
        reads ? read(backend, holding, operation, request, reply) : write(backend, operation, request, reply),
    })
  }
}

export function headerOf(request: FastifyRequest, name: string): string | undefined {
  const value = request.headers[name]
  return Array.isArray(value) ? value[0] : value
}

function call(backend: Backend, operation: NamedOperation, request: FastifyRequest, options: CallOptions = {}) {
  const named = headerOf(request, 'x-track-client') ?? headerOf(request, FORMER_CLIENT_HEADER) ?? ''
  const { user, hash } = request.caller
  const session = { client: CLIENTS.includes(named) ? named : 'api', origin: origin(backend, request), hash }
  return backend.call(operation, user, session, inputOf(operation, request), options)
}

/** Path parameters, and the query or the body, as one input; a name given twice is refused. */
function inputOf(operation: NamedOperation, request: FastifyRequest): object {
  const params = request.params as Record<string, string>
  const rest = operation.method === 'GET' || operation.method === 'DELETE' ? queryOf(request) : (request.body ?? {})
  if (typeof rest !== 'object' || Array.isArray(rest))
    throw invalid({ path: '', message: 'the body is not a JSON object' })
  for (const name of Object.keys(params))
    if (Object.hasOwn(rest, name)) throw invalid({ path: name, message: 'is given by the address' })
  return { ...rest, ...params }
}

function queryOf(request: FastifyRequest): object {
  const query = request.query as Record<string, string | string[]>
  const twice = Object.keys(query).find((name) => Array.isArray(query[name]))
  if (twice) throw invalid({ path: twice, message: 'is given twice; separate several values by commas' })
  return { ...query }
}

async function read(
  backend: Backend,
  holding: Holding,
  operation: NamedOperation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const { user } = request.caller
  const known = request.headers['if-none-match']
  const ahead = await etagAhead(backend, operation, request)
  if (ahead !== undefined && matches(known, ahead)) return answer(reply, 304, ahead) // which holds nothing
  await holding.during(user.id, reply.raw, async () => {
    const { output } = await call(backend, operation, request)
    if (operation.large) return answerInPieces(reply, ahead!, output.pieces)
    const { json } = output // put together only here
    const etag =
      operation.etag === 'item'
        ? itemEtag(backend.version, user, output.item!)
        : (ahead ?? contentEtag(backend.version, user, json))
    if (matches(known, etag)) answer(reply, 304, etag)
    else answer(reply, 200, etag, json)
  })
}

/** The ETag where it is known, or quickly found, before the answer is. */
async function etagAhead(
  backend: Backend,
  { etag }: NamedOperation,
  { caller: { user }, headers, params, url }: FastifyRequest,
): Promise<string | undefined> {
  if (etag === 'revision') return viewEtag(backend.version, user, url)
  if (etag === 'day') return viewEtag(backend.version, user, url, todayIn(user.timezone, backend.now()))
  if (etag !== 'item' || headers['if-none-match'] === undefined || url.includes('?')) return undefined // a query is refused by the call
  const { id } = params as { id: string }
  const revision = await backend.revisionOf(user, id)
  return revision === undefined ? undefined : itemEtag(backend.version, user, { id, revision })
}

async function write(
  backend: Backend,
  operation: NamedOperation,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<void> {
  const options: CallOptions = { idempotencyKey: headerOf(request, 'idempotency-key') }
  if (operation.guarded) options.ifMatch = versionsIn(request.headers['if-match'])
  const { output, revision } = await call(backend, operation, request, options)
  const status = operation.status ?? 200
  const etag = operation.guarded && status !== 204 ? itemEtag(backend.version, request.caller.user, output.item!) : null
  answer(reply, status, etag, status === 204 ? undefined : output.json, revision)
}

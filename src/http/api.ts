import { allOperations, type NamedOperation } from '#contract/operations.ts'
import type { CallOptions } from '#contract/track.ts'
import { todayIn } from '#domain/dates.ts'
import { invalid } from '#domain/errors.ts'
import { mayAnswerLong } from '#domain/usage.ts'
import type { User } from '#domain/users.ts'
import type { Backend } from './backend.ts'
import { MAX_BODY_BYTES, MAX_LARGE_BODY_BYTES } from './bounds.ts'
import { contentEtag, itemEtag, matches, versionsIn, viewEtag } from './etag.ts'
import type { Exchange } from './exchange.ts'
import type { InFlightLimits } from './in-flight-limits.ts'
import { readJson } from './request-body.ts'
import { type Headers, JSON_TYPE, respond, respondInPieces } from './respond.ts'
import type { Router } from './router.ts'

/** What version 0.1.0 called it. */
const FORMER_CLIENT_HEADER = 'x-track-door'
const CLIENTS = ['cli', 'web', 'mcp', 'import']

/** A route for every operation of the contract's table. */
export function addOperations(router: Router, backend: Backend, limits: InFlightLimits): void {
  for (const operation of allOperations) {
    const { method, path } = operation
    if (method === 'GET') router.get(path, (exchange) => read(backend, limits, operation, exchange))
    else router.add(method, path, (exchange) => write(backend, limits, operation, exchange))
  }
}

async function read(
  backend: Backend,
  limits: InFlightLimits,
  operation: NamedOperation,
  exchange: Exchange,
): Promise<void> {
  if (exchange.spaceWord === 'default') await enterDefaultSpace(backend, operation, exchange, queryOf(exchange))
  const { user } = exchange.caller
  const known = exchange.header('if-none-match')
  const early = await etagBeforeRead(backend, operation, exchange)
  if (early !== undefined && matches(known, early)) return respond(exchange, 304, { etag: early })
  const query = queryOf(exchange)
  const common = isFromCommandLine(exchange) ? await userHeader(backend, exchange) : {}
  const isLong = exchange.isForAllSpaces || (operation.etag !== 'item' && mayAnswerLong(user))
  await limits.admitWhile(user.id, isLong, exchange.response, async () => {
    const { output } = await call(backend, limits, operation, exchange, query)
    if ('begin' in output) {
      const headers = { etag: early!, 'content-type': JSON_TYPE, ...common }
      return async () => sendPieces(backend, limits, exchange, 200, headers, await output.begin())
    }
    const { json } = output // joined here, so only once
    const etag =
      operation.etag === 'item'
        ? itemEtag(backend.version, user, output.item!)
        : (early ?? contentEtag(backend.version, user, json))
    if (matches(known, etag)) respond(exchange, 304, { etag })
    else respond(exchange, 200, { etag, 'content-type': JSON_TYPE, ...common }, json)
  })
}

/** The ETag where it is cheaper to find than the response; undefined otherwise. */
async function etagBeforeRead(
  backend: Backend,
  { etag, allSpaces }: NamedOperation,
  exchange: Exchange,
): Promise<string | undefined> {
  const { user, inAllSpaces } = exchange.caller
  if (inAllSpaces && !allSpaces) return undefined // the call refuses it
  if (etag === 'revision' || etag === 'day') {
    const all = inAllSpaces ? `all-${revisionsOf(inAllSpaces)}` : ''
    const day = etag === 'day' ? todayIn(user.timezone, backend.now()) : ''
    return viewEtag(backend.version, user, exchange.url, all ? `${day}${all}` : day)
  }
  const isAsked = exchange.header('if-none-match') !== undefined && exchange.search === '' // the call refuses a query
  if (etag !== 'item' || !isAsked) return undefined
  const id = exchange.params.id!
  const revision = await backend.revisionOf(user, id)
  return revision === undefined ? undefined : itemEtag(backend.version, user, { id, revision })
}

const revisionsOf = (users: readonly User[]): string =>
  users.map(({ space_id, revision }) => `${space_id}r${revision}`).join('-')

async function write(
  backend: Backend,
  limits: InFlightLimits,
  operation: NamedOperation,
  exchange: Exchange,
): Promise<void> {
  const { user } = exchange.caller
  limits.admit(user.id, exchange.response, operation.large)
  const body = await readJson(exchange, operation.large ? MAX_LARGE_BODY_BYTES : MAX_BODY_BYTES, backend.nextTurn)
  await limits.begin(user.id, exchange.response, () => carryOut(backend, limits, operation, exchange, body))
}

async function carryOut(
  backend: Backend,
  limits: InFlightLimits,
  operation: NamedOperation,
  exchange: Exchange,
  body: unknown,
): Promise<void> {
  const options: CallOptions = { idempotencyKey: exchange.header('idempotency-key') }
  const rest = operation.method === 'DELETE' ? queryOf(exchange) : (body ?? {})
  if (exchange.spaceWord === 'default') await enterDefaultSpace(backend, operation, exchange, rest, options)
  const { user } = exchange.caller
  const common = isFromCommandLine(exchange) ? await userHeader(backend, exchange) : {}
  if (operation.supportsIfMatch) options.ifMatch = versionsIn(exchange.header('if-match'), user)
  const { output, revision, created } = await call(backend, limits, operation, exchange, rest, options)
  if ('begin' in output) throw new Error('only reads are streamed')
  const headers: Record<string, string> = {
    ...common,
    ...(revision !== null && { 'track-revision': String(revision) }),
  }
  const status = created ? 201 : (operation.status ?? 200)
  if (status === 204) return respond(exchange, status, headers)
  if (operation.supportsIfMatch) headers.etag = itemEtag(backend.version, user, output.item!)
  headers['content-type'] = JSON_TYPE
  if (output.pieces.length > 1) await sendPieces(backend, limits, exchange, status, headers, output.pieces)
  else respond(exchange, status, headers, output.json)
}

const isFromCommandLine = (exchange: Exchange): boolean => exchange.header('x-track-client') === 'cli'

/**
 * Of answers to the command line: who the key's user is as of the request, by which it prints ids and amounts. Else
 * each command would ask GET /api/me as well. Why: docs/decisions/0044-answers-tell-the-command-line-its-user.md
 */
async function userHeader(backend: Backend, { caller: { user } }: Exchange): Promise<Headers> {
  const { name, currency } = user
  return { 'track-user': JSON.stringify({ name, currency, defaults: await backend.defaultsOf(user) }) }
}

/** Pieces that are all there already are held until the last one has left. */
async function sendPieces(
  { bounds }: Backend,
  { unread }: InFlightLimits,
  exchange: Exchange,
  status: number,
  headers: Headers,
  pieces: readonly string[] | AsyncIterableIterator<string>,
): Promise<void> {
  const held = Array.isArray(pieces) ? (pieces as string[]).reduce((sum, { length }) => sum + length, 0) : 0
  await respondInPieces(exchange, status, headers, pieces, {
    ...bounds,
    onPiece: (characters) => unread.count(exchange.owner, exchange.response, Math.max(held, characters)),
  })
}

function call(
  backend: Backend,
  limits: InFlightLimits,
  operation: NamedOperation,
  exchange: Exchange,
  rest: {},
  options: CallOptions = {},
): ReturnType<Backend['call']> {
  const named = exchange.header('x-track-client') ?? exchange.header(FORMER_CLIENT_HEADER) ?? ''
  const { caller } = exchange
  const session = {
    client: CLIENTS.includes(named) ? named : 'api',
    origin: backend.settings.publicUrl ?? exchange.origin,
    isGone: () => exchange.response.destroyed || exchange.request.socket.destroyed,
    spent: (ms: number) => limits.turns.charge(caller.user.id, ms),
  }
  const space = exchange.spaceWord
  return backend.call(operation, caller, session, inputOf(exchange, rest), { ...options, ...(space && { space }) })
}

/** Where a request names the default space, its caller is from then on in the one that this means for it. */
async function enterDefaultSpace(
  backend: Backend,
  operation: NamedOperation,
  exchange: Exchange,
  rest: {},
  options: CallOptions = {},
): Promise<void> {
  const { caller } = exchange
  const user = await backend.inDefaultSpace(operation, caller.user, inputOf(exchange, rest), options)
  exchange.caller = { ...caller, user }
}

/**
 * Path parameters and the query or body as one input. Throws `invalid` when a name is given twice or the body is no
 * object.
 */
function inputOf({ params }: Exchange, rest: {}): object {
  if (typeof rest !== 'object' || Array.isArray(rest))
    throw invalid({ path: '', message: 'the body is not a JSON object' })
  for (const name of Object.keys(params))
    if (Object.hasOwn(rest, name)) throw invalid({ path: name, message: 'is given by the address' })
  return { ...rest, ...params }
}

/** Throws `invalid` when a parameter is given twice. */
function queryOf({ query }: Exchange): object {
  const repeated = Object.keys(query).find((name) => Array.isArray(query[name]))
  if (!repeated) return { ...query }
  throw invalid({ path: repeated, message: 'is given twice; separate several values by commas' })
}

import { type CallOptions, trackFrom } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import type { Authenticator } from './authenticator.ts'
import type { Backend } from './backend.ts'
import { MAX_BODY_BYTES } from './bounds.ts'
import type { Exchange } from './exchange.ts'
import type { InFlightLimits } from './in-flight-limits.ts'
import { toTrackError } from './problem.ts'
import { readJson } from './request-body.ts'
import { respond, respondWithProblem } from './respond.ts'

export const MCP_PATH = '/mcp'

/** Headers that the protocol reads. */
const FORWARDED_HEADERS = ['accept', 'content-type', 'mcp-protocol-version', 'mcp-method', 'mcp-name']

/**
 * `POST /mcp`: the tools over streamable HTTP, without sessions, so that any node answers any request. The key stands
 * in `authorization: Bearer` or `x-track-key`. Throws `forbidden` for a foreign Origin or Host.
 */
export async function sendMcp(
  backend: Backend,
  authenticator: Authenticator,
  limits: InFlightLimits,
  exchange: Exchange,
): Promise<void> {
  refuseForeign(exchange, backend.settings.publicUrl)
  try {
    exchange.caller = await authenticator.authenticate(
      exchange,
      keyOf(exchange),
      'read',
      exchange.header('x-track-space'),
    )
  } catch (error) {
    const known = toTrackError(error, exchange, backend.log)
    if (known.code !== 'unauthenticated') throw known
    return respondWithProblem(exchange, known, { headers: { 'www-authenticate': 'Bearer realm="track"' } })
  }
  const { user } = exchange.caller
  limits.admit(user.id, exchange.response)
  const body = await readJson(exchange, MAX_BODY_BYTES, backend.nextTurn)
  await limits.begin(user.id, exchange.response, async () => {
    const answer = await backend.mcp(callerTrack(backend, limits, exchange), {
      url: `${exchange.origin}${MCP_PATH}`,
      headers: headersOf(exchange),
      body,
    })
    respond(exchange, answer.status, { ...answer.headers, 'cache-control': 'no-store' }, answer.body)
  })
}

function headersOf(exchange: Exchange): Record<string, string> {
  const headers = FORWARDED_HEADERS.map((name) => [name, exchange.header(name)] as const)
  return Object.fromEntries(headers.filter((header): header is [string, string] => header[1] !== undefined))
}

function keyOf(exchange: Exchange): string | undefined {
  return /^Bearer +(\S+)$/i.exec(exchange.header('authorization') ?? '')?.[1] ?? exchange.header('x-track-key')
}

/** All operations, for whose key the request carries. */
function callerTrack(backend: Backend, { turns }: InFlightLimits, exchange: Exchange) {
  const { caller } = exchange
  const session = {
    client: 'mcp',
    origin: backend.settings.publicUrl ?? exchange.origin,
    isGone: () => exchange.response.destroyed || exchange.request.socket.destroyed,
    spent: (ms: number) => turns.charge(caller.user.id, ms),
  }
  return trackFrom(async (operation, input, options: CallOptions) => {
    const { output, revision } = await backend.call(operation, caller, session, input, options)
    let json = 'begin' in output ? '' : output.json
    if ('begin' in output) for await (const piece of await output.begin()) json += piece
    return { output: json === '' ? null : (JSON.parse(json) as unknown), revision }
  })
}

const LOOPBACK = /^(?:localhost|127(?:\.\d+){3}|\[::1\])$/
const ADDRESS = /^(?:\d+(?:\.\d+){3}|\[[\da-f:.]+\])$/

/**
 * A page of another site may make a browser ask this server, under a name that its owner lets point here. So the name
 * in Host must be the public one, an address, or this machine's, and an Origin the same or the public one.
 */
function refuseForeign(exchange: Exchange, publicUrl: string | null): void {
  const own = publicUrl === null ? undefined : new URL(publicUrl).hostname
  const host = hostOf(exchange.origin)
  if (host === undefined || (host !== own && !LOOPBACK.test(host) && !ADDRESS.test(host)))
    throw new TrackError('forbidden', `this server is not called ${host ?? 'so'}`, {
      hint: 'Set TRACK_PUBLIC_URL on the server to the address under which it is reached.',
    })
  const sent = exchange.header('origin')
  if (sent === undefined) return
  const origin = hostOf(sent)
  const isSame = origin !== undefined && [own, host].includes(origin)
  if (isSame || (LOOPBACK.test(origin ?? '') && LOOPBACK.test(host))) return
  throw new TrackError('forbidden', 'pages of other sites may not use these tools')
}

const hostOf = (url: string): string | undefined => (URL.canParse(url) ? new URL(url).hostname : undefined)

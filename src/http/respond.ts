// Why: docs/decisions/0019-the-server-is-node-http.md
import { type ServerResponse, STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { TrackError } from '#domain/errors.ts'
import type { Bounds } from './bounds.ts'
import type { Exchange } from './exchange.ts'
import { prepareProblem } from './problem.ts'

export type Headers = Readonly<Record<string, string>>
/** Text is sent as UTF-8. Several buffers are sent one after the other, without joining them. */
export type Body = string | Buffer | readonly Buffer[]

export const JSON_TYPE = 'application/json; charset=utf-8'
const PROBLEM_TYPE = 'application/problem+json'

/** On every response, unless it has its own of the same name. */
const SECURITY_HEADERS: Headers = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}
/** Under /api as well. */
const API_HEADERS: Headers = { 'cache-control': 'private, no-cache', vary: 'x-track-key, x-track-space' }

/** Names and values in turn: what node:http writes quickest. */
type HeaderList = string[]
const listOf = (headers: Headers): HeaderList => Object.entries(headers).flat()
const DEFAULTS = listOf(SECURITY_HEADERS)
const API_DEFAULTS = [...DEFAULTS, ...listOf(API_HEADERS)]
/** Where the value of a name stands in these lists. */
const VALUE_POSITIONS = new Map(
  Object.keys({ ...SECURITY_HEADERS, ...API_HEADERS }).map((name, index) => [name, 2 * index + 1]),
)

/** Sends a whole response. */
export function respond(exchange: Exchange, status: number, headers: Headers, body?: Body): void {
  const { request, response } = exchange
  const list = headerList(exchange, headers)
  if (status === 304 || status === 204) return void response.writeHead(status, list).end()
  if (exchange.closesConnection && !request.complete) return respondThenDiscard(exchange, status, list, body)
  if (typeof body === 'string') return sendText(exchange, status, list, body)
  const buffers = body === undefined ? [] : Buffer.isBuffer(body) ? [body] : body
  list.push('content-length', String(bytesOf(buffers)))
  response.writeHead(status, list)
  for (const buffer of buffers.slice(0, -1)) response.write(buffer)
  response.end(buffers.at(-1)) // the last one leaves with the end, a single one with the headers
}

/** For so long the rest of a body is discarded, in milliseconds. */
const DISCARD_MS = 5000

/**
 * Sends a whole response before the request has arrived as a whole, and discards the rest of that. Closed while the
 * client still sends, the connection would be reset, and the response lost with it (RFC 9112, section 9.6).
 */
function respondThenDiscard({ request, response }: Exchange, status: number, list: HeaderList, body: Body = ''): void {
  const bytes = Buffer.concat([body].flat().map((piece) => Buffer.from(piece)))
  list.push('content-length', String(bytes.length))
  response.writeHead(status, list).write(bytes)
  const timer = setTimeout(() => response.end(), DISCARD_MS)
  response.once('close', () => clearTimeout(timer))
  request.once('end', () => response.end()).resume()
}

/** From this length on bytes are quicker than text, whatever it holds. */
const MIN_BUFFERED_LENGTH = 4096

/**
 * Short ASCII goes out as Latin-1, which it is a part of: node:http then copies headers and text as they are, where
 * UTF-8 would encode both. Why: docs/decisions/0014-sqlite-queries-avoid-overhead.md
 */
function sendText({ response }: Exchange, status: number, list: HeaderList, text: string): void {
  const isShortAscii = text.length < MIN_BUFFERED_LENGTH && Buffer.byteLength(text) === text.length
  const body = isShortAscii ? text : Buffer.from(text)
  list.push('content-length', String(body.length))
  response.writeHead(status, list).end(body, 'latin1')
}

export interface ProblemOptions {
  /** Instead of the status of the error's code, where HTTP has a more exact one. */
  status?: number
  headers?: Headers
  /** Only status and headers. */
  bodiless?: boolean
}

/** Sends what went wrong as `application/problem+json` (RFC 9457). */
export function respondWithProblem(exchange: Exchange, error: TrackError, options: ProblemOptions = {}): void {
  const { status, headers, body } = prepareProblem(error, options.status)
  if (options.bodiless) respond(exchange, status, { ...headers, ...options.headers })
  else respond(exchange, status, { ...headers, ...options.headers, 'content-type': PROBLEM_TYPE }, body)
}

export interface PiecesOptions extends Pick<Bounds, 'answerMs' | 'answerPace'> {
  /** Encodes them. */
  through?: Duplex
  /** Told of the characters of each piece before it is written. */
  onPiece(characters: number): void
}

/**
 * Sends a long response one piece at a time, as fast as the client reads, and breaks it off where that is slower than
 * the bounds allow. Resolves when it has left or its connection is gone.
 */
export async function respondInPieces(
  exchange: Exchange,
  status: number,
  headers: Headers,
  pieces: Iterable<string> | AsyncIterableIterator<string>,
  { answerMs, answerPace, through, onPiece }: PiecesOptions,
): Promise<void> {
  const { response } = exchange
  const startedAt = performance.now()
  let sentBytes = 0
  const watch = setInterval(() => {
    const allowedMs = answerMs + (sentBytes / answerPace) * 1000
    if (performance.now() - startedAt > allowedMs) response.destroy()
  }, answerMs / 10)
  const counted = async function* () {
    for await (const piece of pieces) {
      onPiece(piece.length)
      yield piece
      sentBytes += piece.length // asked for the next one, so this one was taken
    }
  }
  response.writeHead(status, headerList(exchange, headers))
  const sent = through ? pipeline(counted(), through, response) : pipeline(counted(), response)
  await sent.catch(() => {}) // a client that leaves early needs no more
  clearInterval(watch)
  if ('return' in pieces) await pieces.return?.() // where it was gone before the first piece
}

/** Begins a stream of server-sent events and gives what they are written to. */
export function startEventStream(exchange: Exchange): ServerResponse {
  const headers = { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' }
  return exchange.response.writeHead(200, headerList(exchange, headers))
}

/** Writes to a stream at once, not at the end of this turn as node:http does: what its reader does not take shows. */
export function writeNow(stream: ServerResponse, texts: readonly (string | Buffer)[]): void {
  const { socket } = stream
  socket?.cork()
  for (const text of texts) stream.write(text)
  socket?.uncork()
}

/** Answers bytes that are no request, on their connection, and ends it. */
export function respondOnSocket(socket: Socket, error: TrackError, status?: number): void {
  const problem = prepareProblem(error, status)
  const headers = { ...SECURITY_HEADERS, ...problem.headers, 'content-type': PROBLEM_TYPE, connection: 'close' }
  const lines = [
    `HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}`,
    ...Object.entries(headers).map(([name, value]) => `${name}: ${value}`),
    `content-length: ${Buffer.byteLength(problem.body)}`,
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${problem.body}`)
}

const bytesOf = (buffers: readonly Buffer[]): number => buffers.reduce((sum, { length }) => sum + length, 0)

function headerList({ isApi, closesConnection }: Exchange, headers: Headers): HeaderList {
  const defaults = isApi ? API_DEFAULTS : DEFAULTS
  const list = [...defaults]
  for (const name in headers) {
    const position = VALUE_POSITIONS.get(name)
    if (position !== undefined && position < defaults.length) list[position] = headers[name]!
    else list.push(name, headers[name]!)
  }
  if (closesConnection) list.push('connection', 'close')
  return list
}

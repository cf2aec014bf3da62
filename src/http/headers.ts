import { pipeline, Readable } from 'node:stream'
import type { FastifyReply } from 'fastify'

/** On every answer, whatever it is. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'x-frame-options': 'DENY',
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'cross-origin-resource-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
}
export const API_HEADERS = { 'cache-control': 'private, no-cache', vary: 'x-track-key' }

const security = Object.entries(SECURITY_HEADERS)

/** These headers and the security headers that are not among them, as a list of names and values: the quickest way into node:http. */
function withSecurity(headers: Record<string, string>): string[] {
  const list: string[] = []
  for (const [name, value] of security) list.push(name, headers[name] ?? value)
  for (const name in headers) if (!(name in SECURITY_HEADERS)) list.push(name, headers[name]!)
  return list
}
const ALWAYS = withSecurity(API_HEADERS)
const JSON_TYPE = ['content-type', 'application/json; charset=utf-8']

/** Sets those of the headers that were not set for this answer. */
export function addHeaders(reply: FastifyReply, headers: Record<string, string>): void {
  for (const name in headers) if (!reply.hasHeader(name)) reply.header(name, headers[name])
}

/** Characters from which bytes are quicker than a text, whatever it holds. */
const LONG = 4096

/** Sends an answer of the API past the framework's own way out, which costs as much again as the rest of a short answer. */
export function answer(
  reply: FastifyReply,
  status: number,
  etag: string | null,
  json?: string,
  revision: number | null = null,
): void {
  const headers = [...ALWAYS]
  if (etag !== null) headers.push('etag', etag)
  if (revision !== null) headers.push('track-revision', String(revision))
  reply.hijack()
  if (json === undefined) {
    reply.raw.writeHead(status, headers).end()
    return
  }
  const ascii = json.length < LONG && Buffer.byteLength(json) === json.length
  const body = ascii ? json : Buffer.from(json)
  headers.push(...JSON_TYPE, 'content-length', String(body.length))
  reply.raw.writeHead(status, headers).end(body, 'latin1') // a short text goes out with its headers; as UTF-8 both would be encoded, an eighth of the time of one item
}

/** Says that what the caller has is what would be sent, with the headers that would go with it (RFC 9110, 15.4.5). */
export function unchanged(reply: FastifyReply, headers: Record<string, string>): void {
  reply.hijack()
  reply.raw.writeHead(304, withSecurity(headers)).end()
}

export const bytesOf = (pieces: readonly Buffer[]): number => pieces.reduce((sum, { length }) => sum + length, 0)

/** Sends a long answer that is all there, without putting it together first. */
export function answerWhole(reply: FastifyReply, headers: Record<string, string>, pieces: readonly Buffer[]): void {
  reply.hijack()
  reply.raw.writeHead(200, withSecurity({ ...headers, 'content-length': String(bytesOf(pieces)) }))
  for (const piece of pieces) reply.raw.write(piece)
  reply.raw.end()
}

/** Sends a long answer a piece at a time, as it is taken. */
export function answerInPieces(reply: FastifyReply, etag: string, pieces: readonly string[]): void {
  reply.hijack()
  reply.raw.writeHead(200, [...ALWAYS, 'etag', etag, ...JSON_TYPE])
  pipeline(Readable.from(pieces), reply.raw, () => {}) // whoever leaves early needs no more
}

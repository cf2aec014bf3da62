import { preferredEncoding } from './content-encoding.ts'
import { fileEtag, matches } from './etag.ts'
import type { Exchange } from './exchange.ts'
import { respond } from './respond.ts'

/** Content that is the same for everyone, kept as bytes: many responses at once share them. */
export interface StaticFile {
  type: string
  /** Content-Security-Policy, where the default one forbids too much. */
  policy?: string
  /** Its name holds a digest of its content, so it never changes. */
  immutable?: boolean
  etag: string
  /** By content-encoding. */
  bodies: { br?: Buffer; gzip?: Buffer; identity: Buffer }
}

export function staticText(type: string, text: string, policy?: string): StaticFile {
  const identity = Buffer.from(text)
  return { type, policy, etag: fileEtag(identity), bodies: { identity } }
}

/** Sends a file in the encoding that the client prefers, or 304. */
export function sendFile(exchange: Exchange, { type, policy, immutable, etag, bodies }: StaticFile): void {
  const headers: Record<string, string> = {
    'content-type': type,
    etag,
    vary: 'accept-encoding',
    'cache-control': immutable ? 'public, max-age=31536000, immutable' : 'no-cache',
  }
  if (policy) headers['content-security-policy'] = policy
  if (matches(exchange.header('if-none-match'), etag)) return respond(exchange, 304, headers)
  const available = (['br', 'gzip'] as const).filter((name) => bodies[name])
  const encoding = preferredEncoding(exchange.header('accept-encoding'), available)
  if (encoding) headers['content-encoding'] = encoding
  respond(exchange, 200, headers, bodies[encoding ?? 'identity'])
}

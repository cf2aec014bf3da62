import { invalid, TrackError } from '#domain/errors.ts'
import type { Exchange } from './exchange.ts'
import { parseJson } from './json-body.ts'

const MIB = 1024 * 1024
const JSON_TYPE = /^application\/json\s*(;|$)/i

/**
 * The JSON value that a request carries, `{}` when it carries none. Throws `too_large` before it reads more than
 * `maxBytes`, and at once when the request declares more; `invalid` when the body is not JSON.
 */
export async function readJson(exchange: Exchange, maxBytes: number, nextTurn: () => Promise<void>): Promise<unknown> {
  const { 'content-type': type, 'content-length': length, 'transfer-encoding': encoding } = exchange.request.headers
  const declared = Number(length ?? 0)
  if (type === undefined && declared === 0 && encoding === undefined) return {}
  if (!JSON_TYPE.test(type ?? '')) {
    const message = 'the body is not JSON: send it with the header content-type: application/json'
    throw invalid({ path: '', message })
  }
  if (declared > maxBytes) throw tooLarge(exchange, maxBytes)
  return parseJson(await readBytes(exchange, maxBytes), nextTurn)
}

function readBytes(exchange: Exchange, maxBytes: number): Promise<Buffer> {
  const { request } = exchange
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let bytes = 0
    const read = (chunk: Buffer) => {
      chunks.push(chunk)
      bytes += chunk.length
      if (bytes <= maxBytes) return
      request.off('data', read).pause()
      reject(tooLarge(exchange, maxBytes))
    }
    request.on('data', read)
    request.on('end', () => resolve(chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, bytes)))
    request.on('error', () => reject(invalid({ path: '', message: 'the body broke off' }))) // nobody hears it
  })
}

/** What is still on its way is not read, so the connection is of no use any more. */
function tooLarge(exchange: Exchange, maxBytes: number): TrackError {
  exchange.closesConnection = true
  return new TrackError('too_large', 'the body is too large', { hint: `At most ${maxBytes / MIB} MiB; split it.` })
}

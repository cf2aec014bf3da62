import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Answer } from '#cli/world.ts'
import { noAnswer } from '#client/node-transport.ts'
import { TrackError } from '#domain/errors.ts'

const PATIENCE_MS = 10_000
const MOST_BYTES = 64 * 1024

/** Asks a server without a key, and looks at its clock and its certificate beside the answer. */
export async function probe(url: string): Promise<Answer> {
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const from = Date.now()
    const fail = (error: Error) =>
      reject(new TrackError('unavailable', `no answer from ${url}: ${noAnswer(error).message}`))
    const request = get(
      url,
      { agent: false, timeout: PATIENCE_MS, signal: AbortSignal.timeout(PATIENCE_MS) },
      (message) => {
        const middle = (from + Date.now()) / 2
        const certificate = (message.socket as Partial<TLSSocket>).getPeerCertificate?.()
        const told = Date.parse(message.headers.date ?? '')
        const apart = Number.isNaN(told) ? null : Math.round((told - middle) / 1000)
        textOf(message).then(
          (body) =>
            resolve({
              status: message.statusCode ?? 0,
              body,
              apart,
              validTo: certificate?.valid_to ? new Date(certificate.valid_to) : null,
            }),
          fail,
        )
      },
    )
    request.on('error', fail)
  })
}

async function textOf(message: IncomingMessage): Promise<string> {
  let text = ''
  for await (const chunk of message as AsyncIterable<Buffer>) {
    text += chunk.toString('utf8')
    if (text.length > MOST_BYTES) break
  }
  return text
}

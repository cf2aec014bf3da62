import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { ProbeResult } from '#cli/environment.ts'
import { toNoResponseError } from '#client/node-transport.ts'
import { TrackError } from '#domain/errors.ts'
import { maskedUrl } from '#domain/secrets.ts'

const TIMEOUT_MS = 10_000
const MAX_CHARACTERS = 64 * 1024

/** Sends a GET without a key; returns also the clock skew and the certificate's end. Throws `unavailable`. */
export async function probe(url: string, timeoutMs = TIMEOUT_MS): Promise<ProbeResult> {
  const { get } = url.startsWith('https:') ? await import('node:https') : await import('node:http')
  return new Promise((resolve, reject) => {
    const from = Date.now()
    const fail = (error: Error) =>
      reject(new TrackError('unavailable', `no answer from ${maskedUrl(url)}: ${toNoResponseError(error).message}`))
    const request = get(
      url,
      { agent: false, timeout: timeoutMs, signal: AbortSignal.timeout(timeoutMs) },
      (message) => {
        const midpoint = (from + Date.now()) / 2
        const certificate = (message.socket as Partial<TLSSocket>).getPeerCertificate?.()
        const serverTime = Date.parse(message.headers.date ?? '')
        const clockSkewSeconds = Number.isNaN(serverTime) ? null : Math.round((serverTime - midpoint) / 1000)
        textOf(message).then(
          (body) =>
            resolve({
              status: message.statusCode ?? 0,
              body,
              clockSkewSeconds,
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
    if (text.length > MAX_CHARACTERS) break
  }
  return text
}

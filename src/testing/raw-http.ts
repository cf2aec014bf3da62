import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'

interface RawReply {
  status: number
  headers: IncomingHttpHeaders
  body: string
}

/** Sends a request with the path exactly as given; fetch would normalise it. */
export function rawRequest(
  url: string,
  path: string,
  options: { method?: string; headers?: Record<string, string>; body?: string | Buffer } = {},
): Promise<RawReply> {
  const { hostname, port } = new URL(url)
  const { method = 'GET', headers, body } = options
  return new Promise((resolve, reject) => {
    const sent = request({ hostname, port, path, method, headers, agent: false }, (reply) => {
      const chunks: Buffer[] = []
      reply.on('data', (chunk: Buffer) => chunks.push(chunk))
      reply.on('end', () =>
        resolve({ status: reply.statusCode!, headers: reply.headers, body: Buffer.concat(chunks).toString() }),
      )
      reply.on('error', reject)
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

/**
 * Sends text as it is on a new connection, and returns everything that comes back. `half`: more may follow. `until`:
 * the connection is left once what has come back matches.
 */
export function sendBytes(
  url: string,
  text: string,
  { half = false, until }: { half?: boolean; until?: RegExp } = {},
): Promise<string> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect(Number(port), hostname, () => (half ? socket.write(text) : socket.end(text)))
    let answer = ''
    socket.on('data', (chunk: Buffer) => {
      answer += chunk.toString()
      if (until?.test(answer)) socket.destroy()
    })
    socket.on('close', () => resolve(answer))
    socket.on('error', reject)
  })
}

import type { Agent, IncomingMessage, RequestOptions } from 'node:http'
import { NoResponseError, type Transport, type WireReply, type WireRequest } from './transport.ts'

const MAX_REPLY_BYTES = 256 * 1024 * 1024

const REASONS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'the connection was closed',
  EPIPE: 'the connection was closed',
  ENOTFOUND: 'there is no host of this name',
  EAI_AGAIN: 'the host name could not be looked up',
  ETIMEDOUT: 'timed out',
  EHOSTUNREACH: 'the host cannot be reached',
  ENETUNREACH: 'the network cannot be reached',
  EPROTO: 'it does not speak https',
  HPE_INVALID_CONSTANT: 'it does not speak HTTP',
}
/** Errors that a retry does not solve. */
const PERMANENT_CODE = /^(?:CERT_|ERR_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HPE_)/

/** A transport over node:http(s), loaded with the first request; fetch would cost the command line 200 ms. */
export function nodeTransport(): Transport {
  const agents = new Map<string, Agent>()
  return async (request) => {
    const secure = request.url.startsWith('https:')
    const { Agent, request: begin } = process.getBuiltinModule(secure ? 'node:https' : 'node:http')
    const name = secure ? 'https' : 'http'
    const agent = agents.get(name) ?? new Agent({ keepAlive: true, maxSockets: 6 })
    agents.set(name, agent)
    return exchange(begin, agent, request)
  }
}

type RequestFunction = (
  url: string,
  options: RequestOptions,
  answer: (message: IncomingMessage) => void,
) => import('node:http').ClientRequest

function exchange(
  begin: RequestFunction,
  agent: Agent,
  { url, method, headers, body, idleTimeoutMs, totalTimeoutMs }: WireRequest,
): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    let mayHaveArrived = false
    const fail = (error: Error) =>
      reject(error instanceof NoResponseError ? error : toNoResponseError(error, mayHaveArrived))
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    try {
      const request = begin(
        url,
        { method, agent, headers: { ...headers, ...length }, timeout: idleTimeoutMs },
        (message) => void receive(message).then(resolve, fail),
      )
      const end = (message: string, ms: number) => request.destroy(new Error(`${message} ${Math.round(ms / 1000)} s`))
      const totalTimer = setTimeout(() => end('the answer was not whole after', totalTimeoutMs), totalTimeoutMs)
      request.on('close', () => clearTimeout(totalTimer))
      request.on('timeout', () => end('nothing came for', idleTimeoutMs))
      request.on('error', fail)
      request.on('socket', (socket) => {
        if (!socket.connecting) mayHaveArrived = true
        else socket.once(url.startsWith('https:') ? 'secureConnect' : 'connect', () => (mayHaveArrived = true))
      })
      request.end(body)
    } catch (error) {
      fail(error as Error)
    }
  })
}

/** By events, since an async iterator takes longer than all else here. */
function receive(message: IncomingMessage): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = []
    let size = 0
    message.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size > MAX_REPLY_BYTES) message.destroy(new NoResponseError('the answer is too large', { retryable: false }))
      else chunks.push(chunk)
    })
    message.on('error', reject)
    message.on('end', () =>
      resolve({
        status: message.statusCode ?? 0,
        header: (name) => String(message.headers[name] ?? ''),
        body: Buffer.concat(chunks).toString('utf8'),
      }),
    )
  })
}

/** The error of node:http or node:https in words. Where the cause is permanent, it is not retryable. */
export function toNoResponseError(error: NodeJS.ErrnoException, mayHaveArrived = true): NoResponseError {
  const { code = '' } = error
  return new NoResponseError(REASONS[code] ?? (error.message || code || 'unknown reason'), {
    retryable: !PERMANENT_CODE.test(code),
    mayHaveArrived,
  })
}

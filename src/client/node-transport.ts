import type { Agent, IncomingMessage, RequestOptions } from 'node:http'
import { NoAnswer, type Transport, type WireReply, type WireRequest } from './transport.ts'

const LARGEST_REPLY = 256 * 1024 * 1024

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
/** Trying again does not help against these. */
const LASTING = /^(?:CERT_|ERR_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO|EPROTO|HPE_)/

/** Carries requests by node:http(s), loaded with the first one; fetch would cost a CLI 200 ms. */
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

type Begin = (
  url: string,
  options: RequestOptions,
  answer: (message: IncomingMessage) => void,
) => import('node:http').ClientRequest

function exchange(
  begin: Begin,
  agent: Agent,
  { url, method, headers, body, timeout, within }: WireRequest,
): Promise<WireReply> {
  return new Promise((resolve, reject) => {
    const fail = (error: Error) => reject(error instanceof NoAnswer ? error : noAnswer(error))
    const length = body === undefined ? {} : { 'content-length': String(Buffer.byteLength(body)) }
    try {
      const request = begin(
        url,
        { method, agent, headers: { ...headers, ...length }, timeout },
        (message) => void receive(message).then(resolve, fail),
      )
      const late = setTimeout(
        () => request.destroy(new NoAnswer(`the answer was not whole after ${Math.round(within / 1000)} s`)),
        within,
      )
      request.on('close', () => clearTimeout(late))
      request.on('timeout', () => request.destroy(new NoAnswer(`nothing came for ${Math.round(timeout / 1000)} s`)))
      request.on('error', fail)
      request.end(body)
    } catch (error) {
      fail(error as Error)
    }
  })
}

async function receive(message: IncomingMessage): Promise<WireReply> {
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    size += chunk.length
    if (size > LARGEST_REPLY) throw new NoAnswer('the answer is too large', false)
    chunks.push(chunk)
  }
  return {
    status: message.statusCode ?? 0,
    header: (name) => String(message.headers[name] ?? ''),
    body: Buffer.concat(chunks).toString('utf8'),
  }
}

export function noAnswer(error: NodeJS.ErrnoException): NoAnswer {
  const { code = '' } = error
  return new NoAnswer(REASONS[code] ?? (error.message || code || 'unknown reason'), !LASTING.test(code))
}

import { Agent, request } from 'node:http'

export interface Call {
  method: string
  path: string
  body?: object
  /** The idempotency key. */
  key?: string
}

export interface Reply {
  status: number
  body: unknown
}

export type Send = (call: Call) => Promise<Reply>

/** Sends calls over keep-alive connections; rejects if there is no answer. */
export function sender(url: string, apiKey: string): { send: Send; close(): void } {
  const agent = new Agent({ keepAlive: true })
  const { hostname, port } = new URL(url)
  const send: Send = ({ method, path, body, key }) =>
    new Promise((answered, failed) => {
      const headers = {
        'x-track-key': apiKey,
        ...(body && { 'content-type': 'application/json' }),
        ...(key && { 'idempotency-key': key }),
      }
      const sent = request({ agent, hostname, port, method, path, headers }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          const isJson = response.headers['content-type']?.includes('json')
          if (response.complete)
            answered({ status: response.statusCode!, body: isJson ? JSON.parse(text) : text || null })
          else failed(new Error('the answer was cut off'))
        })
        response.on('error', failed)
      })
      sent.on('error', failed)
      sent.end(body && JSON.stringify(body))
    })
  return { send, close: () => agent.destroy() }
}

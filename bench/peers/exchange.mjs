import { Agent, request } from 'node:http'

/** A function that sends a request to a server over a kept connection and returns the text of the answer. */
export function exchangeWith(url, headers = {}) {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  return (method, path, body, more = {}) =>
    new Promise((done, failed) => {
      const length = body === undefined ? {} : { 'content-length': Buffer.byteLength(body) }
      const sent = request(url + path, { method, agent, headers: { ...headers, ...more, ...length } }, (response) => {
        const chunks = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () => {
          const text = Buffer.concat(chunks).toString()
          if (response.statusCode < 300) done(text)
          else failed(new Error(`${method} ${path}: ${response.statusCode} ${text}`))
        })
      })
      sent.on('error', failed)
      sent.end(body)
    })
}

// The floor of a command: sends one request by node:http and prints the response.
// node get.mjs URL [BODY]
import { request } from 'node:http'

const [url, body] = process.argv.slice(2)
const headers = {
  'x-track-key': process.env.TRACK_API_KEY,
  ...(body && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
}
request(url, { method: body ? 'POST' : 'GET', headers }, (response) => {
  let text = ''
  response.setEncoding('utf8')
  response.on('data', (chunk) => (text += chunk))
  response.on('end', () => process.stdout.write(`${text}\n`))
}).end(body)

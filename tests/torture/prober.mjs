// Asks a server for two paths at a steady pace; answers each message by how long the answers took since the last one.
// A process of its own, so that nothing but the server delays it.
import { Agent, get } from 'node:http'

const EVERY_MS = 10
const [url, key] = process.argv.slice(2)
const agents = { '/healthz': new Agent({ keepAlive: true }), '/api/today': new Agent({ keepAlive: true }) }
let took = []
let failed = 0

function ask(path) {
  const startedAt = performance.now()
  const sent = get(url + path, { agent: agents[path], headers: { 'x-track-key': key } }, (response) => {
    response.resume()
    response.on('end', () => {
      took.push(performance.now() - startedAt)
      if (response.statusCode !== 200) failed++
    })
  })
  sent.on('error', () => failed++)
}

let turn = 0
setInterval(() => ask(turn++ % 2 ? '/healthz' : '/api/today'), EVERY_MS)
process.on('message', () => {
  process.send({ took, failed })
  took = []
  failed = 0
})

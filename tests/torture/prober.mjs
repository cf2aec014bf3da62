// Asks a server for two paths at a steady pace, on connections that are kept or on new (`fresh`) ones; answers each
// message by how long the answers took since the last one. A process of its own: nothing but the server delays it.
import { Agent, get } from 'node:http'

const EVERY_MS = 10
const [url, key, connections] = process.argv.slice(2)
const agentFor = () => (connections === 'kept' ? new Agent({ keepAlive: true }) : false)
const agents = { '/healthz': agentFor(), '/api/today': agentFor() }
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

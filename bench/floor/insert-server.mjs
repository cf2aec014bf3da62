// The floor of writes: node:http before an add of floor/adds.mjs. POST /bare and /honest commit each add by itself;
// /bare/together and /honest/together commit adds that arrive at the same time together, as Track does.
// node insert-server.mjs DATABASE USER-ID
import { createServer } from 'node:http'
import { prepareAdds } from './adds.mjs'
import { open } from './database.mjs'

const [path, user] = process.argv.slice(2)
const database = open(path)
const adds = prepareAdds(database, user)

function commit(jobs) {
  database.exec('begin immediate')
  const rows = jobs.map(({ way, todo, key }) => adds[way](todo, key))
  database.exec('commit')
  jobs.forEach(({ response }, i) => {
    const text = JSON.stringify(rows[i])
    const length = Buffer.byteLength(text)
    response.writeHead(201, { 'content-type': 'application/json', 'content-length': length }).end(text)
  })
}

let waiting = []
function commitTogether(job) {
  if (waiting.push(job) > 1) return
  setImmediate(() => {
    const jobs = waiting
    waiting = []
    commit(jobs)
  })
}

const server = createServer((request, response) => {
  const [, way, isTogether] = request.url.split('/')
  const chunks = []
  request.on('data', (chunk) => chunks.push(chunk))
  request.on('end', () => {
    const todo = JSON.parse(Buffer.concat(chunks).toString())
    const job = { way, todo, key: request.headers['idempotency-key'], response }
    if (isTogether) commitTogether(job)
    else commit([job])
  })
})
server.listen(0, '127.0.0.1', () => console.log(`listening on http://127.0.0.1:${server.address().port}`))
process.on('SIGTERM', () => process.exit(0))

// `npm run bench -- --profile`: profiles the server with the requests that miss their targets. Writes docs/profile.md.
import { join } from 'node:path'
import { root } from '../scripts/prepare.mjs'
import { copyDataset } from './dataset.mjs'
import { encodeRequest, todoRequests } from './load.mjs'
import { startFloor, startTrack } from './processes.mjs'
import { startProfiled } from './cpu-profile.mjs'
import { preparePostgres } from './rows/postgres.mjs'

const LOAD_MS = 6000
const MAX_FUNCTIONS = 10

/** The text of docs/profile.md. */
export async function createProfilePage() {
  const [dataset, other] = [copyDataset('standard'), copyDataset('standard', 'floor')]
  const track = await profile(
    (flags) => startTrack(dataset.folder, {}, flags),
    (server) => trackLoads(server, dataset),
  )
  const floor = await profile(
    (flags) => startFloor('server.mjs', other, flags),
    async (server) => {
      const items = await (await fetch(`${server.url}/list/50`)).json()
      let n = 0
      return {
        'a bare hello': { connections: 8, next: () => encodeRequest('GET', '/hello') },
        'one item, bare': { connections: 8, next: () => encodeRequest('GET', `/item/${items[++n % items.length].id}`) },
      }
    },
  )
  const floorOfAdds = await profile(
    (flags) => startFloor('insert-server.mjs', copyDataset('standard', 'floor-inserts'), flags),
    () => ({
      'add, bare': { expected: 201, next: todoRequests({}, '/bare') },
      'add, the same information, bare': { expected: 201, next: todoRequests({}, '/honest') },
    }),
  )
  const database = await preparePostgres()
  const onPostgres = await profile(
    (flags) => startTrack(database.dataset.folder, { TRACK_DATABASE_URL: database.track }, flags),
    (server) => trackLoads(server, database.dataset),
  )
  database.stop()
  const columns = { ...floor, ...floorOfAdds, ...track, ...withPrefix('PostgreSQL: ', onPostgres) }
  return pageOf(columns)
}

const withPrefix = (prefix, columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [prefix + name, column]))

async function profile(start, loads) {
  const server = await startProfiled(join(root, '.dev/bench/profiles'), start)
  const all = await loads(server)
  for (const options of Object.values(all)) await server.measure({ milliseconds: LOAD_MS, ...options })
  const measured = await server.ended()
  return Object.fromEntries(Object.keys(all).map((name, i) => [name, measured[i]]))
}

async function trackLoads({ url }, { key }) {
  const headers = { 'x-track-key': key }
  const { items } = await (await fetch(`${url}/api/items?limit=1000`, { headers })).json()
  const path = `/api/items/${items[0].id}`
  const etag = (await fetch(url + path, { headers })).headers.get('etag')
  let n = 0
  return {
    'one item, unchanged': {
      connections: 8,
      expected: 304,
      next: () => encodeRequest('GET', path, { ...headers, 'if-none-match': etag }),
    },
    'one item': {
      connections: 8,
      next: () => encodeRequest('GET', `/api/items/${items[++n % items.length].id}`, headers),
    },
    'add, durable': {
      expected: 201,
      next: todoRequests(headers),
    },
  }
}

const micros = (number) => (number === undefined ? '' : number >= 100 ? number.toFixed(0) : number.toFixed(1))
const largest = (sums) => [...sums].sort(([, a], [, b]) => b - a)
const sum = (sums) => [...sums.values()].reduce((all, one) => all + one, 0)
const row = (cells) => `| ${cells.join(' | ')} |`

function pageOf(columns) {
  const names = Object.keys(columns)
  const all = new Map()
  for (const { owners } of Object.values(columns))
    for (const [owner, one] of owners) all.set(owner, (all.get(owner) ?? 0) + one)
  const table = [
    row(['', ...names]),
    row(['---', ...names.map(() => '---:')]),
    ...largest(all).map(([owner]) => row([owner, ...names.map((name) => micros(columns[name].owners.get(owner)))])),
    row(['all', ...names.map((name) => micros(sum(columns[name].owners)))]),
  ]
  const lists = names.flatMap((name) => [
    '',
    `**${name}**`,
    '',
    ...largest(columns[name].functions)
      .slice(0, MAX_FUNCTIONS)
      .map(([what, one]) => `- ${micros(one)} ${what}`),
  ])
  return [
    '<!-- Made by `npm run bench -- --profile`. -->',
    '# Where the time goes',
    '',
    'Microseconds of the server for one request, as V8 samples them every 0.1 ms, by the owner of the running code; ' +
      'the built server on the data of [performance.md](performance.md), on a core of its own. ' +
      'The cost of profiling is included. ' +
      'Code without a source, such as a statement of SQLite, counts for its caller. ' +
      'Waiting for the disk counts, waiting for a request or for PostgreSQL does not.',
    '',
    ...table,
    '',
    'The functions with the largest share, without their callees:',
    ...lists,
    '',
  ].join('\n')
}

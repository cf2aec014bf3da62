// `npm run bench -- --profile`: where the server's time goes in the requests that fall short of their targets, by who wrote the code that runs. Writes docs/profile.md.
import { join } from 'node:path'
import { root } from '../scripts/prepare.mjs'
import { copyOf } from './house.mjs'
import { requestOf } from './load.mjs'
import { startFloor, startTrack } from './processes.mjs'
import { watched } from './profile.mjs'
import { moved } from './rows/postgres.mjs'

const MILLISECONDS = 6000
const FUNCTIONS = 10

/** The page's text. */
export async function profiles() {
  const [house, other] = [copyOf('house'), copyOf('house', 'floor')]
  const track = await profiled(
    (flags) => startTrack(house.folder, {}, flags),
    (server) => asked(server, house),
  )
  const floor = await profiled(
    (flags) => startFloor(other, flags),
    async (server) => {
      const items = await (await fetch(`${server.url}/list/50`)).json()
      let n = 0
      return {
        'a bare hello': { connections: 8, next: () => requestOf('GET', '/hello') },
        'one item, bare': { connections: 8, next: () => requestOf('GET', `/item/${items[++n % items.length].id}`) },
      }
    },
  )
  const database = await moved()
  const onPostgres = await profiled(
    (flags) => startTrack(database.house.folder, { TRACK_DATABASE_URL: database.track }, flags),
    (server) => asked(server, database.house),
  )
  database.stop()
  const columns = { ...floor, ...track, ...prefixed('PostgreSQL: ', onPostgres) }
  return pageOf(columns)
}

const prefixed = (prefix, columns) =>
  Object.fromEntries(Object.entries(columns).map(([name, column]) => [prefix + name, column]))

async function profiled(start, loads) {
  const server = await watched(join(root, '.dev/bench/profiles'), start)
  const all = await loads(server)
  for (const options of Object.values(all)) await server.measure({ milliseconds: MILLISECONDS, ...options })
  const measured = await server.ended()
  return Object.fromEntries(Object.keys(all).map((name, i) => [name, measured[i]]))
}

async function asked({ url }, { key }) {
  const headers = { 'x-track-key': key }
  const { items } = await (await fetch(`${url}/api/items?limit=1000`, { headers })).json()
  const path = `/api/items/${items[0].id}`
  const etag = (await fetch(url + path, { headers })).headers.get('etag')
  let n = 0
  return {
    'one item, unchanged': {
      connections: 8,
      expected: 304,
      next: () => requestOf('GET', path, { ...headers, 'if-none-match': etag }),
    },
    'one item': { connections: 8, next: () => requestOf('GET', `/api/items/${items[++n % items.length].id}`, headers) },
    'add, durable': {
      expected: 201,
      next: () =>
        requestOf(
          'POST',
          '/api/items',
          headers,
          JSON.stringify({
            kind: 'todo',
            title: `Call number ${++n} about the shelf`,
            due: 'tomorrow',
            tags: ['calls'],
          }),
        ),
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
      .slice(0, FUNCTIONS)
      .map(([what, one]) => `- ${micros(one)} ${what}`),
  ])
  return [
    '<!-- Made by `npm run bench -- --profile`. -->',
    '# Where the time goes',
    '',
    'Microseconds of the server for one request, as V8 samples them every 0.1 ms, by who wrote the code that runs; the built server on the data of [performance.md](performance.md), its core its own. What the profile itself costs is in it. What has no source, as a statement of SQLite, counts for whoever calls it. Waiting for the disk counts, waiting for a request or for PostgreSQL does not.',
    '',
    ...table,
    '',
    'The functions that take most of it by themselves:',
    ...lists,
    '',
  ].join('\n')
}

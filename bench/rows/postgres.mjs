import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/prepare.mjs'
import { copyOf, postgresProgram } from '../house.mjs'
import { requestOf } from '../load.mjs'
import { interleaved, median, quantile, ratios, slice, summed } from '../measure.mjs'
import { environment, PROGRAM, started, startTrack } from '../processes.mjs'

const CONNECTIONS = 8
const WRITERS = 32
const target = { least: 0.7 }
/** A load that never sleeps would take the core that PostgreSQL shares with it, up to 4 ms at a time. */
const besidePostgres = { alone: false }

/** The same questions on PostgreSQL, beside a bare server on a copy of the same database. What is unchanged costs one question of one row. */
const TABLE = [
  { name: 'one item', path: ({ id }) => `/api/items/${id()}`, floor: ({ id }) => `/item/${id()}` },
  { name: 'list of 50', path: () => '/api/items?limit=50', floor: () => '/list/50' },
  { name: 'list of 1000', path: () => '/api/items?limit=1000', floor: () => '/list/1000' },
  { name: 'today', path: () => '/api/today', floor: () => '/today' },
  { name: 'today, unchanged', path: () => '/api/today', floor: () => '/one', unchanged: true },
]

/** PostgreSQL with the house in it, moved there by `track migrate`. */
export async function moved() {
  const house = copyOf('postgres')
  const server = spawn(process.execPath, [postgresProgram], {
    env: environment(house.folder, { TMPDIR: process.env.TMPDIR ?? '/tmp' }),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
  const url = async () => /postgres:\/\/\S+/.exec((await lines.next()).value)[0]
  const track = await url()
  const { status } = spawnSync(process.execPath, [PROGRAM, 'migrate', '--to', track], {
    env: environment(house.folder, { TRACK_DATA_DIR: house.folder }),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('track migrate failed')
  server.stdin.write('copy\n')
  const floor = await url()
  return { house, track, floor, stop: () => server.kill('SIGTERM') }
}

export async function postgres(context) {
  const { time, rounds, adds } = context
  const { house, ...urls } = await moved()
  const [track, floor] = await Promise.all([
    startTrack(house.folder, { TRACK_DATABASE_URL: urls.track }),
    started([join(root, 'bench/floor/postgres.mjs'), urls.floor, house.user, house.day], { home: house.folder }),
  ])
  const headers = { 'x-track-key': house.key }
  const { items } = await (await fetch(`${track.url}/api/items?limit=1000`, { headers })).json()
  const id = () => items[Math.floor(Math.random() * items.length)].id
  const rows = []
  const add = (name, results, side = 'track', numbers = (result) => result.rate) => {
    const of = (which) => results[which].map(numbers)
    rows.push(
      context.tell({
        name: `PostgreSQL: ${name}`,
        unit: '×',
        target,
        ...ratios(of(side), of('floor')),
        track: summed(results[side]),
        floor: summed(results.floor),
      }),
    )
  }
  for (const { name, path, floor: floorPath, unchanged } of TABLE) {
    const etag = unchanged && (await fetch(track.url + path({ id }), { headers })).headers.get('etag')
    const ask = unchanged ? { ...headers, 'if-none-match': etag } : headers
    add(
      name,
      await interleaved(
        {
          track: slice(track, {
            ...besidePostgres,
            connections: CONNECTIONS,
            milliseconds: time,
            next: () => requestOf('GET', path({ id }), ask),
            expected: unchanged ? 304 : 200,
          }),
          floor: slice(floor, {
            ...besidePostgres,
            connections: CONNECTIONS,
            milliseconds: time,
            next: () => requestOf('GET', floorPath({ id })),
          }),
        },
        rounds,
      ),
    )
  }
  let n = 0
  const next = () =>
    requestOf(
      'POST',
      '/api/items',
      headers,
      JSON.stringify({ kind: 'todo', title: `Call number ${++n} about the shelf`, due: 'tomorrow', tags: ['calls'] }),
    )
  const inserts = async () => {
    const times = await (await fetch(`${floor.url}/insert/${adds}`)).json()
    return {
      rate: 1000 / (times.reduce((sum, one) => sum + one, 0) / times.length),
      median: median(times),
      p99: quantile(times, 0.99),
    }
  }
  const results = await interleaved(
    {
      track: slice(track, { ...besidePostgres, count: adds, next, expected: 201 }),
      together: slice(track, { ...besidePostgres, connections: WRITERS, count: adds * 4, next, expected: 201 }),
      floor: inserts,
    },
    rounds,
  )
  add('add, durable', results)
  add('add, durable, 32 at once, beside one loop', results, 'together')
  await Promise.all([track.stop(), floor.stop()])
  urls.stop()
  return rows
}

import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import pg from 'pg'
import { root } from '../../scripts/prepare.mjs'
import { countCalls, countingEnvironment, countingFlags } from '../calls.mjs'
import { copyDataset, postgresProgram } from '../dataset.mjs'
import { encodeRequest, load, todoRequests } from '../load.mjs'
import { measureLoad, rateRow, runInterleaved, summaryOf } from '../measure.mjs'
import { cleanEnvironment, PROGRAM, startProgram, startTrack } from '../processes.mjs'
import { perAdd } from './counts.mjs'

const CONNECTIONS = 8
const WRITERS = 32
const COUNTED_ADDS = 640
/** PostgreSQL shares the core of the load, which must not keep it busy: that would delay it by up to 4 ms. */
const sharedCore = { keepsAwake: false }

/**
 * Reads on PostgreSQL, compared with a minimal server on a copy of the database. For unchanged answers it reads one
 * row.
 */
const TABLE = [
  { name: 'one item', path: ({ id }) => `/api/items/${id()}`, floor: ({ id }) => `/item/${id()}` },
  { name: 'list of 50', path: () => '/api/items?limit=50', floor: () => '/list/50' },
  { name: 'list of 1000', path: () => '/api/items?limit=1000', floor: () => '/list/1000' },
  { name: 'today', path: () => '/api/today', floor: () => '/today' },
  { name: 'today, unchanged', path: () => '/api/today', floor: () => '/one', unchanged: true },
]

/** Starts PostgreSQL with two copies of a dataset, moved there by `track migrate`. */
export async function preparePostgres() {
  const dataset = copyDataset('postgres')
  const server = spawn(process.execPath, [postgresProgram], {
    env: cleanEnvironment(dataset.folder, { TMPDIR: process.env.TMPDIR ?? '/tmp' }),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const lines = createInterface({ input: server.stdout })[Symbol.asyncIterator]()
  const url = async () => /postgres:\/\/\S+/.exec((await lines.next()).value)[0]
  const track = await url()
  const { status } = spawnSync(process.execPath, [PROGRAM, 'migrate', '--to', track], {
    env: cleanEnvironment(dataset.folder, { TRACK_DATA_DIR: dataset.folder }),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  if (status !== 0) throw new Error('track migrate failed')
  server.stdin.write('copy\n')
  const floor = await url()
  return { dataset, track, floor, stop: () => server.kill('SIGTERM') }
}

export async function postgres(context) {
  const { dataset, ...urls } = await preparePostgres()
  const [track, floor] = await Promise.all([
    startTrack(dataset.folder, { TRACK_DATABASE_URL: urls.track }),
    startProgram([join(root, 'bench/floor/postgres.mjs'), urls.floor, dataset.user, dataset.day], {
      home: dataset.folder,
    }),
  ])
  const headers = { 'x-track-key': dataset.key }
  const { items } = await (await fetch(`${track.url}/api/items?limit=1000`, { headers })).json()
  const id = () => items[Math.floor(Math.random() * items.length)].id
  const rows = [
    ...(await reads(context, { track, floor, headers, id })),
    ...(await adds(context, { track, floor, headers })),
    ...(await counts(context, { dataset, urls, headers })),
  ]
  await Promise.all([track.stop(), floor.stop()])
  urls.stop()
  return rows
}

async function reads({ time, rounds, report }, { track, floor, headers, id }) {
  const rows = []
  const options = { ...sharedCore, connections: CONNECTIONS, milliseconds: time }
  for (const { name, path, floor: floorPath, unchanged } of TABLE) {
    const etag = unchanged && (await fetch(track.url + path({ id }), { headers })).headers.get('etag')
    const ask = unchanged ? { ...headers, 'if-none-match': etag } : headers
    const next = () => encodeRequest('GET', path({ id }), ask)
    const results = await runInterleaved(
      {
        track: measureLoad(track, { ...options, next, expected: unchanged ? 304 : 200 }),
        floor: measureLoad(floor, { ...options, next: () => encodeRequest('GET', floorPath({ id })) }),
      },
      rounds,
    )
    rows.push(report(rateRow(`PostgreSQL: ${name}`, results.track, results.floor, { min: 0.7 })))
  }
  return rows
}

/** Durable adds, one at a time and 32 at once, beside a loop of inserts and one insert behind bare node:http. */
async function adds({ rounds, adds: count, report }, { track, floor, headers }) {
  const requests = (path) => ({ ...sharedCore, expected: 201, next: todoRequests(headers, path) })
  const concurrent = { connections: WRITERS, count: count * 4 }
  const results = await runInterleaved(
    {
      one: measureLoad(track, { ...requests(), count }),
      many: measureLoad(track, { ...requests(), ...concurrent }),
      bareOne: measureLoad(floor, { ...requests('/add'), count }),
      bareMany: measureLoad(floor, { ...requests('/add'), ...concurrent }),
      loop: async () => summaryOf(await (await fetch(`${floor.url}/insert/${count}`)).json()),
    },
    rounds,
  )
  const row = (name, side, bare, target) => report(rateRow(`PostgreSQL: ${name}`, results[side], results[bare], target))
  return [
    row('add, of bare HTTP and insert', 'one', 'bareOne', { min: 0.5 }),
    row('add, 32 at once, of a loop of inserts', 'many', 'loop', { min: 0.6 }),
    row('add, 32 at once, of bare HTTP and insert', 'many', 'bareMany'),
    row('bare HTTP and insert, of a loop of inserts', 'bareOne', 'loop'),
  ]
}

/** What an add makes the server do, one at a time and 32 at once, and how much PostgreSQL writes to its WAL for it. */
async function counts({ report }, { dataset, urls, headers }) {
  const file = join(dataset.folder, 'counts')
  const env = { TRACK_DATABASE_URL: urls.track, ...countingEnvironment(file) }
  const server = await startTrack(dataset.folder, env, countingFlags)
  const database = new pg.Client({ connectionString: urls.track })
  await database.connect()
  const walBytes = async () =>
    Number((await database.query("select pg_current_wal_lsn() - '0/0' as bytes")).rows[0].bytes)
  const sides = {}
  for (const [side, connections] of [
    ['one', 1],
    ['many', WRITERS],
  ]) {
    const options = { ...sharedCore, port: server.port, connections, next: todoRequests(headers), expected: 201 }
    await load({ ...options, count: COUNTED_ADDS })
    const before = await walBytes()
    const calls = await countCalls(server.pid, file, () => load({ ...options, count: COUNTED_ADDS }))
    sides[side] = perAdd({ ...calls, wal: (await walBytes()) - before }, COUNTED_ADDS)
  }
  await database.end()
  await server.stop()
  const row = (name, unit, of) => {
    const [one, many] = [of(sides.one), of(sides.many)]
    return report({ name: `PostgreSQL: ${name}`, unit, reached: one, spread: [one, one], counts: { one, many } })
  }
  return [
    row('round trips per add', 'round trips', ({ roundTrips }) => roundTrips),
    row('WAL written per add', 'KB', ({ wal }) => wal / 1000),
    row('promises per add', 'promises', ({ promises }) => promises),
  ]
}

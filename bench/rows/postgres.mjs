import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/prepare.mjs'
import { copyDataset, postgresProgram } from '../dataset.mjs'
import { encodeRequest, todoRequests } from '../load.mjs'
import { runInterleaved, ratios, measureLoad, mediansOf, summaryOf } from '../measure.mjs'
import { cleanEnvironment, PROGRAM, startProgram, startTrack } from '../processes.mjs'

const CONNECTIONS = 8
const WRITERS = 32
const target = { min: 0.7 }
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
  const { time, rounds, adds } = context
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
  const rows = []
  const add = (name, results, side = 'track', numbers = (result) => result.rate) => {
    const of = (which) => results[which].map(numbers)
    rows.push(
      context.report({
        name: `PostgreSQL: ${name}`,
        unit: '×',
        target,
        ...ratios(of(side), of('floor')),
        track: mediansOf(results[side]),
        floor: mediansOf(results.floor),
      }),
    )
  }
  for (const { name, path, floor: floorPath, unchanged } of TABLE) {
    const etag = unchanged && (await fetch(track.url + path({ id }), { headers })).headers.get('etag')
    const ask = unchanged ? { ...headers, 'if-none-match': etag } : headers
    add(
      name,
      await runInterleaved(
        {
          track: measureLoad(track, {
            ...sharedCore,
            connections: CONNECTIONS,
            milliseconds: time,
            next: () => encodeRequest('GET', path({ id }), ask),
            expected: unchanged ? 304 : 200,
          }),
          floor: measureLoad(floor, {
            ...sharedCore,
            connections: CONNECTIONS,
            milliseconds: time,
            next: () => encodeRequest('GET', floorPath({ id })),
          }),
        },
        rounds,
      ),
    )
  }
  const next = todoRequests(headers)
  const results = await runInterleaved(
    {
      track: measureLoad(track, { ...sharedCore, count: adds, next, expected: 201 }),
      concurrent: measureLoad(track, { ...sharedCore, connections: WRITERS, count: adds * 4, next, expected: 201 }),
      floor: () => measureInserts(floor, adds),
    },
    rounds,
  )
  add('add, durable', results)
  add('add, durable, 32 at once, beside one loop', results, 'concurrent')
  await Promise.all([track.stop(), floor.stop()])
  urls.stop()
  return rows
}

/** Has the minimal server insert `count` rows, one after another. */
const measureInserts = async (floor, count) => summaryOf(await (await fetch(`${floor.url}/insert/${count}`)).json())

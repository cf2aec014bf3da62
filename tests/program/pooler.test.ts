import { afterEach, beforeEach, expect, it } from 'vitest'
import { Client } from 'pg'
import { openPostgres } from '#store/postgres/open.ts'
import { emptyPostgres } from '#testing/databases.ts'
import { openStream } from '#testing/event-stream.ts'
import { type Pooler, startPgBouncer } from '#testing/pgbouncer.ts'
import { api, newHome, serve, type Server, track } from './run.ts'

const POOL_SIZE = 5
const SOON_MS = 1000
let home: ReturnType<typeof newHome>
let database: Awaited<ReturnType<typeof emptyPostgres>>
let pooler: Pooler
let servers: Server[]

beforeEach(async () => {
  home = newHome()
  database = await emptyPostgres()
  pooler = await startPgBouncer(database.url, POOL_SIZE)
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop('SIGKILL')
  await pooler.stop()
  await database.drop()
  home.remove()
})

async function openConnections(): Promise<number> {
  const client = new Client({ connectionString: database.url })
  await client.connect()
  const { rows } = await client.query(
    `select count(*)::int as n from pg_stat_activity
     where datname = current_database() and pid != pg_backend_pid()`,
  )
  await client.end()
  return rows[0].n
}

it('two nodes behind PgBouncer in transaction mode write, tell each other, and refuse a rotated key', async () => {
  const env = {
    TRACK_DATABASE_URL: pooler.pooled(database.url),
    TRACK_DATABASE_LISTEN_URL: database.url,
    TRACK_RATE_LIMIT: '0',
  }
  servers = await Promise.all([serve(home.path, env), serve(home.path, env)])
  const [a, b] = servers as [Server, Server]
  const key = a.key || b.key
  const streams = await Promise.all([a, b].map(({ url }) => openStream(url, key)))
  for (let n = 1; n <= 10; n++) {
    const { url } = n % 2 ? a : b
    await Promise.all([
      api({ url, key }, 'POST', '/api/items', { kind: 'todo', title: `item ${n}` }),
      ...Array.from({ length: 20 }, () => api({ url, key }, 'GET', '/api/today')),
    ])
    for (const stream of streams) expect(await stream.next(SOON_MS)).toMatchObject({ data: { revision: n } })
  }
  expect(await track(home.path, ['user', 'rotate', 'admin', '--local'], { env })).toMatchObject({ code: 0 })
  await Promise.all(streams.map((stream) => stream.ended(SOON_MS)))
  for (const { url } of [a, b]) expect((await api({ url, key }, 'GET', '/api/me')).status).toBe(401)
  expect(await track(home.path, ['backup', `${home.path}/copy.db`], { env })).toMatchObject({ code: 0 })
  expect(a.stderr() + b.stderr()).not.toContain('"a bug"')
})

it('PgBouncer without the address of the database itself keeps a server from starting, and is named', async () => {
  const ended = await track(home.path, ['serve'], { env: { TRACK_DATABASE_URL: pooler.pooled(database.url) } })
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining('TRACK_DATABASE_LISTEN_URL must name') })
})

it('a hundred nodes behind PgBouncer take one connection each, and a few more for their queries', async () => {
  const [pooled, listenUrl] = [pooler.pooled(database.url), database.url]
  const first = await openPostgres(pooled, { create: true, listenUrl })
  const nodes = [first]
  try {
    while (nodes.length < 100) nodes.push(await openPostgres(pooled, { create: true, listenUrl }))
    for (const node of nodes) node.onRemoteChange(() => {})
    const reads = nodes.map((node) => node.read.selectNoFrom((eb) => eb.lit(1).as('one')).execute())
    expect((await Promise.all(reads)).flat()).toHaveLength(100)
    await expect.poll(openConnections).toBeGreaterThanOrEqual(100)
    expect(await openConnections()).toBeLessThanOrEqual(100 + POOL_SIZE)
  } finally {
    await Promise.all(nodes.map((node) => node.close()))
  }
})

import { Client } from 'pg'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { emptyPostgres } from '#testing/databases.ts'
import { openStream } from '#testing/event-stream.ts'
import { api, newHome, serve, type Server, track } from './run.ts'

let home: ReturnType<typeof newHome>
let database: Awaited<ReturnType<typeof emptyPostgres>>
let servers: Server[]

beforeEach(async () => {
  home = newHome()
  database = await emptyPostgres()
  servers = []
})
afterEach(async () => {
  for (const server of servers) await server.stop('SIGKILL')
  await database.drop()
  home.remove()
})

const settings = () => ({ TRACK_DATABASE_URL: database.url, TRACK_RATE_LIMIT: '0', TRACK_AUTH_RATE_LIMIT: '0' })
/** Two nodes started at once on an empty database. */
async function twoNodes(): Promise<{ a: Server; b: Server; key: string }> {
  servers = await Promise.all([serve(home.path, settings()), serve(home.path, settings())])
  const [a, b] = servers as [Server, Server]
  return { a, b, key: a.key || b.key }
}
const at = ({ url }: Server, key: string) => ({ url, key })
const SOON_MS = 1000

describe('two nodes on one PostgreSQL', () => {
  it('started at once on an empty database migrate it once and make one first user', async () => {
    const { a, b, key } = await twoNodes()
    expect([a.key, b.key].filter(Boolean)).toHaveLength(1)
    for (const node of [a, b])
      expect(await api(at(node, key), 'GET', '/api/me')).toMatchObject({ status: 200, body: { name: 'admin' } })
    const client = new Client({ connectionString: database.url })
    await client.connect()
    expect((await client.query('select count(*)::int as n from schema_version')).rows).toEqual([{ n: 1 }])
    expect((await client.query('select count(*)::int as n from users')).rows).toEqual([{ n: 1 }])
    await client.end()
  })

  it('tell each other of every write within a second, once and in order', async () => {
    const { a, b, key } = await twoNodes()
    const streams = await Promise.all([openStream(a.url, key), openStream(b.url, key)])
    for (let n = 1; n <= 10; n++) {
      const writer = n % 2 ? a : b
      const from = Date.now()
      await api(at(writer, key), 'POST', '/api/items', { kind: 'todo', title: `item ${n}` })
      for (const stream of streams)
        expect(await stream.next(SOON_MS)).toMatchObject({
          id: String(n),
          data: { revision: n, items: [{ after: { title: `item ${n}` } }] },
        })
      expect(Date.now() - from).toBeLessThan(SOON_MS)
    }
    for (const stream of streams) stream.close()
  })

  it('never demote or remove the last administrator, however two try at once', async () => {
    const { a, b, key } = await twoNodes()
    const { body } = await api(at(a, key), 'POST', '/api/users', { name: 'eve', role: 'admin' })
    const eve = (body as unknown as { api_key: string }).api_key
    for (let round = 0; round < 10; round++) {
      const answers = await Promise.all([
        api(at(a, key), 'PATCH', '/api/users/eve', { role: 'member' }),
        api(at(b, eve), 'PATCH', '/api/users/admin', { role: 'member' }),
      ])
      const statuses = answers.map((answer) => answer.status)
      expect(statuses.filter((status) => status === 200)).toHaveLength(1)
      expect([403, 409]).toContain(statuses.find((status) => status !== 200))
      const [governor, other] = statuses[0] === 200 ? [key, 'eve'] : [eve, 'admin']
      expect((await api(at(b, governor), 'PATCH', `/api/users/${other}`, { role: 'admin' })).status).toBe(200)
    }
    const removals = await Promise.all([
      api(at(a, key), 'DELETE', '/api/users/eve'),
      api(at(b, eve), 'DELETE', '/api/users/admin'),
    ])
    expect(removals.filter(({ status }) => status === 204)).toHaveLength(1)
  })

  it.each(['one of them', '--local'])(
    'honour a key rotated through %s at once, and on their open streams within a second',
    async (how) => {
      const { a, b, key } = await twoNodes()
      const feed = await api(at(a, key), 'GET', '/api/calendar')
      const { feed_key: feedKey } = feed.body as unknown as { feed_key: string }
      const streams = await Promise.all([a, b].map((node) => openStream(node.url, key)))
      const local = () => track(home.path, ['user', 'rotate', 'admin', '--local'], { env: settings() })
      if (how === '--local') expect((await local()).code).toBe(0)
      else expect((await api(at(a, key), 'POST', '/api/users/admin/rotate')).status).toBe(200)
      const ended = Promise.all(streams.map((stream) => stream.ended(SOON_MS)))
      for (const node of [a, b]) {
        expect((await api(at(node, key), 'GET', '/api/me')).status).toBe(401)
        expect((await fetch(`${node.url}/calendar.ics?key=${feedKey}`)).status).toBe(401)
      }
      await ended
    },
  )

  it.each(['rotation', 'removal'] as const)('do not let imports of a user delay their %s', async (what) => {
    const { a, b, key } = await twoNodes()
    const { body } = await api(at(a, key), 'POST', '/api/users', { name: 'eve' })
    const eve = (body as unknown as { api_key: string }).api_key
    const items = Array.from({ length: 20_000 }, (_, i) => ({
      id: `t-${(0x10000 + i).toString(16)}`,
      kind: 'todo',
      title: `Thing ${i}`,
      created_at: '2026-01-01T00:00:00.000Z',
    }))
    const document = { format: 'track', version: 1, projects: [], features: [], items }
    const imports = [a, b].map((node) => api(at(node, eve), 'POST', '/api/import', document))
    await new Promise((soon) => setTimeout(soon, 1000))
    const startedAt = performance.now()
    if (what === 'rotation') expect((await api(at(a, key), 'POST', '/api/users/eve/rotate')).status).toBe(200)
    else expect((await api(at(a, key), 'DELETE', '/api/users/eve')).status).toBe(204)
    expect(performance.now() - startedAt).toBeLessThan(4000)
    for (const { status } of await Promise.all(imports)) expect([200, 401, 503]).toContain(status)
    expect((await api(at(b, eve), 'GET', '/api/me')).status).toBe(401)
  })
})

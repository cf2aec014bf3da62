import { statSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect as connectTo } from '#main/client.ts'
import { connect } from '#store/sqlite/connection.ts'
import { api, newHome, serve, type Server, track } from './run.ts'

const ITEMS = 12_000
const DOCUMENT = {
  format: 'track',
  version: 1,
  projects: [{ slug: 'boat', title: 'Boat', type: 'general', created_at: '2026-01-01T00:00:00.000Z' }],
  features: [],
  items: Array.from({ length: ITEMS }, (_, i) => ({
    id: `t-${(0x10000 + i).toString(16)}`,
    kind: 'todo',
    title: `Imported ${i}`,
    created_at: '2026-01-01T00:00:00.000Z',
  })),
}

let home: ReturnType<typeof newHome>
let server: Server
const database = () => join(home.path, 'data/track.db')

type Key = { key: string }
type Person = Key & { url: string }
const call = (person: Person, path: string, body?: object) => api(person, body ? 'POST' : 'GET', path, body)
const importAll = (person: Person) => call(person, '/api/import', DOCUMENT)

async function addUser(name: string): Promise<Person> {
  const { body } = await call(server, '/api/users', { name })
  return { url: server.url, key: (body as unknown as { api_key: string }).api_key }
}

/** What a person sees of an import at one time: all of it or nothing. */
async function seenBy(person: Person): Promise<unknown> {
  const before = await revisionOf(person)
  const [items, search, changes, projects, exported] = await Promise.all(
    ['items?limit=3', 'search?q=imported&limit=3', 'changes?since=0', 'projects', 'export'].map(async (path) => {
      const { body } = await call(person, `/api/${path}`)
      return body as unknown as Record<'items' | 'changes' | 'projects', object[]>
    }),
  )
  const revision = await revisionOf(person)
  if (revision !== before) return seenBy(person) // it ended between two of the answers
  return {
    listed: items!.items.length,
    found: search!.items.length,
    writes: changes!.changes.length,
    projects: projects!.projects.length,
    exported: exported!.items.length,
    revision,
  }
}
async function revisionOf(person: Person): Promise<number> {
  const { body } = await call(person, '/api/me')
  return (body as unknown as { revision: number }).revision
}
const NOTHING = { listed: 0, found: 0, writes: 0, projects: 0, exported: 0, revision: 0 }
const ALL = { listed: 3, found: 3, writes: 1, projects: 1, exported: ITEMS, revision: 1 }

/** Adds items one after another until `ended` resolves; returns how many. */
async function writeUntil(person: Person, ended: Promise<unknown>, each: (nth: number) => Promise<unknown>) {
  const end = new AbortController()
  void ended.catch(() => {}).finally(() => end.abort())
  for (let count = 0; ; count++) {
    const { status } = await call(person, '/api/items', { kind: 'todo', title: `Meanwhile ${count}` })
    if (end.signal.aborted) return count
    expect(status).toBe(201)
    await each(count + 1)
  }
}

/** The size of the write-ahead log, which a write gives back once all of its pages are in the database. */
async function logBytesAfterWrite(person: Person): Promise<number> {
  await call(person, '/api/items', { kind: 'todo', title: 'Afterwards' })
  return statSync(`${database()}-wal`).size
}

const unfinished = () => rows('select * from unfinished_writes')
function rows(sql: string): unknown[] {
  const db = connect(database())
  try {
    return db.prepare(sql).all()
  } finally {
    db.close()
  }
}

async function expectConsistent() {
  const env = { TRACK_DATA_DIR: join(home.path, 'data'), TRACK_API_URL: server.url, TRACK_API_KEY: server.key }
  const { stdout } = await track(home.path, ['doctor', '--json'], { env })
  const { findings } = JSON.parse(stdout) as { findings: { check: string; level: string; says: string }[] }
  expect(findings.filter(({ check }) => check === 'journal' || check === 'database')).toEqual([
    expect.objectContaining({ level: 'ok' }),
    expect.objectContaining({ level: 'ok' }),
  ])
}

beforeEach(async () => {
  home = newHome()
  server = await serve(home.path, { TRACK_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' })
})
afterEach(async () => {
  await server.stop('SIGKILL')
  home.remove()
})

describe('an import on SQLite, while another user writes', () => {
  it('lets the other one write, and is seen as a whole or not at all', async () => {
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    const imported = importAll(eve)
    let mostWritten: unknown[] = []
    const count = await writeUntil(bob, imported, async (nth) => {
      const parts = unfinished()
      if (parts.length) mostWritten = parts
      if (nth % 5 === 0) expect([NOTHING, ALL]).toContainEqual(await seenBy(eve))
    })
    expect((await imported).status).toBe(200)
    expect(count).toBeGreaterThan(5)
    expect(mostWritten).toHaveLength(1) // it was committed in parts
    expect(await seenBy(eve)).toEqual(ALL)
    await expect.poll(() => logBytesAfterWrite(bob), { timeout: 15_000 }).toBeLessThanOrEqual(12 * 2 ** 20)
    expect(unfinished()).toEqual([])
    await expectConsistent()
  })

  it('takes a later write of its own user after it', async () => {
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    const imported = importAll(eve)
    await writeUntil(bob, imported, async () => {
      if (unfinished().length) await call(eve, '/api/items', { kind: 'todo', title: 'Mine' })
    })
    const { body } = await call(eve, '/api/changes?since=0')
    const { changes } = body as unknown as { changes: { revision: number; op: string }[] }
    expect(changes.map(({ op }) => op)).toEqual(['data.import', 'items.add'])
  })

  it('keeps its user from becoming a space before it has ended', async () => {
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    const imported = importAll(eve)
    const adopt = () => call(server, '/api/spaces/eve/adopt', { key: eve.key, members: ['bob'] })
    const attempts: Awaited<ReturnType<typeof adopt>>[] = []
    await writeUntil(bob, imported, async () => {
      if (unfinished().length && attempts.at(-1)?.status !== 200) attempts.push(await adopt())
    })
    expect((await imported).status).toBe(200)
    expect(attempts[0]).toMatchObject({ status: 409, body: { detail: 'an import into eve has not ended' } })
    if (attempts.at(-1)!.status !== 200) expect((await adopt()).status).toBe(200)
    const document = await connectTo({ ...bob, space: 'eve' }).data.export()
    expect(document.items).toHaveLength(ITEMS)
    await expectConsistent()
  })

  it('takes what moves to its space from another one after it', async () => {
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    await call(eve, '/api/spaces', { name: 'home' })
    const home = connectTo({ ...eve, space: 'home' })
    const ids: string[] = []
    for (let n = 0; n < 3; n++) ids.push((await home.items.add({ kind: 'todo', title: `Moved ${n}` })).id)
    const imported = importAll(eve)
    const moved: Promise<Response>[] = []
    const headers = { 'x-track-key': eve.key, 'x-track-space': 'home', 'content-type': 'application/json' }
    const move = (id: string) =>
      fetch(`${eve.url}/api/items/${id}/convert`, { method: 'POST', headers, body: '{"space":"eve"}' })
    await writeUntil(bob, imported, async () => {
      if (unfinished().length && ids.length) moved.push(move(ids.pop()!))
    })
    expect((await imported).status).toBe(200)
    expect(moved.length).toBeGreaterThan(0)
    for (const response of await Promise.all(moved)) expect(response.status).toBe(200)
    const { body } = await call(eve, '/api/items?q=moved')
    expect((body as unknown as { items: object[] }).items).toHaveLength(moved.length)
    const changes = (await call(eve, '/api/changes?since=0')).body as unknown as { changes: { op: string }[] }
    const ops = changes.changes.map(({ op }) => op).filter((op) => op !== 'spaces.add')
    expect(ops).toEqual(['data.import', ...moved.map(() => 'items.convert')])
    await expectConsistent()
  })

  it('leaves nothing when its key is replaced meanwhile', async () => {
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    const imported = importAll(eve)
    let key = ''
    await writeUntil(bob, imported, async () => {
      if (key || !unfinished().length) return
      key = ((await call(server, '/api/users/eve/rotate', {})).body as unknown as { api_key: string }).api_key
    })
    expect((await imported).status).toBe(401)
    const after = { ...eve, key }
    expect(await seenBy(after)).toEqual({ ...NOTHING, writes: 1, revision: 1 })
    expect(unfinished()).toEqual([])
    expect((await importAll(after)).body).toMatchObject({ items: { added: ITEMS }, renamed: [] })
    await expectConsistent()
  })

  it('leaves nothing when its user is removed meanwhile, also to a user added then', async () => {
    const [bob, eve] = [await addUser('bob'), await addUser('eve')]
    const imported = importAll(eve)
    let ann: Person | undefined
    await writeUntil(bob, imported, async () => {
      if (ann || !unfinished().length) return
      await api(server, 'DELETE', '/api/users/eve')
      ann = await addUser('ann')
      await call(ann, '/api/items', { kind: 'todo', title: 'Imported by hand' })
    })
    expect((await imported).status).toBe(401)
    expect(await seenBy(ann!)).toEqual({ ...NOTHING, listed: 1, found: 1, writes: 1, exported: 1, revision: 1 })
    await expectConsistent()
  })

  it('leaves nothing when the server is killed: the next start removes what there is', async () => {
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    const imported = importAll(eve).catch(() => 'killed')
    await writeUntil(bob, imported, async () => {
      if (unfinished().length) await server.stop('SIGKILL').then(() => imported)
    }).catch(() => {})
    expect([await imported, unfinished().length]).toEqual(['killed', 1])
    const { key } = server
    server = { ...(await serve(home.path, { TRACK_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' })), key }
    expect(unfinished()).toEqual([])
    const back = { ...eve, url: server.url }
    expect(await seenBy(back)).toEqual(NOTHING)
    await expectConsistent()
    expect((await importAll(back)).body).toMatchObject({ items: { added: ITEMS }, renamed: [] })
    expect(await seenBy(back)).toEqual(ALL)
  })
})

describe('an import on SQLite that fails after some parts', () => {
  it('leaves nothing', async () => {
    await server.stop()
    const { key } = server
    const env = { TRACK_RATE_LIMIT: '0', TRACK_QUOTA_ITEMS: String(ITEMS - 1) }
    server = { ...(await serve(home.path, env)), key }
    const [eve, bob] = [await addUser('eve'), await addUser('bob')]
    const imported = importAll(eve)
    let wasInParts = false
    await writeUntil(bob, imported, async () => void (wasInParts ||= unfinished().length > 0))
    expect([(await imported).status, wasInParts]).toEqual([409, true])
    expect(await seenBy(eve)).toEqual(NOTHING)
    expect((await call(eve, '/api/items', { kind: 'todo', title: 'Imported by hand' })).status).toBe(201)
    expect(await seenBy(eve)).toEqual({ ...NOTHING, listed: 1, found: 1, writes: 1, exported: 1, revision: 1 })
    await expectConsistent()
  })
})

import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Changes, Page } from '#contract/types.ts'
import type { Item } from '#domain/fields.ts'
import { connect } from '#store/sqlite/connection.ts'
import { useHome } from './fixtures.ts'
import { api, type Server, track } from './run.ts'

const home = useHome()
const path = (...names: string[]) => join(home.path, ...names)
const mode = (file: string) => (statSync(file).mode & 0o777).toString(8)
const at = (folder: string, ...args: string[]) => track(home.path, args, { env: { TRACK_DATA_DIR: path(folder) } })
const start = (folder = 'data') => home.start({ TRACK_DATA_DIR: path(folder), TRACK_RATE_LIMIT: '0' })
async function get<T>(server: { url: string; key: string }, address: string): Promise<T> {
  const { status, body } = await api(server, 'GET', address)
  expect([status, body]).toEqual([200, body])
  return body as T
}
const add = (server: Server, title: string) => api(server, 'POST', '/api/items', { kind: 'todo', title })

/** Everything that the journal holds, newest first. */
async function journal(server: { url: string; key: string }): Promise<Changes['changes']> {
  const all: Changes['changes'] = []
  for (let from = ''; ; from = `before=${all.at(-1)!.revision}&`) {
    const { changes, more } = await get<Changes>(server, `/api/changes?${from}limit=1000`)
    all.push(...changes)
    if (!more) return all
  }
}

async function items(server: { url: string; key: string }): Promise<Item[]> {
  const all: Item[] = []
  for (let from = ''; ;) {
    const page = await get<Page>(server, `/api/items?${from}status=all&limit=1000`)
    all.push(...page.items)
    if (!page.next_cursor) return all
    from = `cursor=${page.next_cursor}&`
  }
}

/** Runs different writers until they are stopped. Returns the longest time that one of them waited. */
function load(server: Server, writers: number): { written(): number; end(): Promise<number> } {
  const over = new AbortController()
  let written = 0
  let slowest = 0
  const timed = async (method: string, address: string, body: object) => {
    const from = performance.now()
    const answer = await api(server, method, address, body)
    slowest = Math.max(slowest, performance.now() - from)
    expect(answer.status).toBeLessThan(300)
    written++
    return answer.body
  }
  const all = Promise.all(
    Array.from({ length: writers }, async (_, writer) => {
      for (let n = 0; !over.signal.aborted; n++) {
        const { id } = await timed('POST', '/api/items', {
          kind: 'todo',
          title: `${writer}.${n}`,
          notes: 'x'.repeat(2000),
        })
        await timed('PATCH', `/api/items/${id}`, { title: `changed ${n}` })
        if (n % 3 === 0) await timed('POST', `/api/items/${id}/done`, {})
        if (n % 5 === 0)
          await timed('POST', '/api/batch', {
            operations: [
              { op: 'items.add', input: { kind: 'grocery', title: 'Milk' } },
              { op: 'items.reopen', input: { id } },
              { op: 'items.move', input: { id, to: 'top' } },
            ],
          })
      }
    }),
  )
  return {
    written: () => written,
    async end() {
      over.abort()
      await all
      return slowest
    },
  }
}

describe('a backup', () => {
  it('under full load restores to a state that the journal proves consistent', async () => {
    const server = await start()
    const writing = load(server, 12)
    while (writing.written() < 300) await new Promise((done) => setTimeout(done, 5))
    const { revision: least } = await get<{ revision: number }>(server, '/api/me')
    expect(await at('data', 'backup', path('copy.db'))).toMatchObject({ code: 0, stdout: `wrote ${path('copy.db')}\n` })
    expect(await writing.end()).toBeLessThan(5000) // it copies in a process of its own: nobody waits for it
    const { revision: most } = await get<{ revision: number }>(server, '/api/me')
    expect(await at('other', 'restore', path('copy.db'))).toMatchObject({
      code: 0,
      stdout: `wrote ${path('other', 'track.db')}\n`,
    })

    const restored = { url: (await start('other')).url, key: server.key }
    expect((await at('other', 'doctor')).stdout).toContain('ok    journal')
    const changes = await journal(restored)
    const newest = changes[0]!.revision
    expect(newest).toBeGreaterThanOrEqual(least)
    expect(newest).toBeLessThanOrEqual(most)
    expect(changes.map((change) => change.revision)).toEqual(Array.from({ length: newest }, (_, i) => newest - i))
    const replayed = new Map<string, Item | null>()
    for (const change of changes.toReversed()) for (const { id, after } of change.items!) replayed.set(id, after)
    const kept = await items(restored)
    expect(kept.length).toBeGreaterThan(100)
    expect(new Map(kept.map((item) => [item.id, item]))).toEqual(new Map([...replayed].filter(([, after]) => after)))
  })

  it('never uses a revision again, so that clients reload', async () => {
    const server = await start()
    await add(server, 'kept')
    await at('data', 'backup', path('copy.db'))
    const lost = (await add(server, 'lost')).body
    await server.stop()
    await at('other', 'restore', path('copy.db'))
    const restored = { ...(await start('other')), key: server.key }
    expect((await get<{ revision: number }>(restored, '/api/me')).revision).toBe(1_000_001)
    for (const since of [0, 1, 2, 1_000_000])
      expect(await get<Changes>(restored, `/api/changes?since=${since}`)).toMatchObject({
        revision: 1_000_001,
        reset: true,
        changes: [],
      })
    const stream = await fetch(`${restored.url}/api/events`, {
      headers: { 'x-track-key': server.key, 'last-event-id': '2' },
    })
    const first = new TextDecoder().decode((await stream.body!.getReader().read()).value)
    expect(first.includes('event: reset') ? first : `${first} and no more`).toContain('"revision":1000001')
    expect((await add(restored, 'new')).body.revision).toBe(1_000_002)
    expect((await get<Changes>(restored, '/api/changes?since=1000001')).changes).toMatchObject([
      { revision: 1_000_002 },
    ])
    expect((await api(restored, 'GET', `/api/items/${lost.id}`)).body).not.toMatchObject({ title: 'lost' })
    // what the backup holds can still be undone
    expect((await api(restored, 'POST', '/api/undo', { revision: 1 })).status).toBe(200)
  })

  it("is its owner's only, whole or not at all, and needs a place", async () => {
    const server = await start()
    await add(server, 'kept')
    expect((await at('data', 'backup', path('copy.db'))).code).toBe(0)
    expect(mode(path('copy.db'))).toBe('600')
    expect(await at('data', 'backup', path('copy.db'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`${path('copy.db')} exists already`),
    })
    expect(await at('data', 'backup', path('no', 'copy.db'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining(`there is no folder ${path('no')}`),
    })
    expect(await at('nowhere', 'backup', path('more.db'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('there is no database at'),
    })
    expect(readdirSync(home.path).toSorted()).toEqual(['copy.db', 'data'])
  })
})

describe('restore', () => {
  async function backedUp(): Promise<void> {
    const server = await start()
    await add(server, 'kept')
    await at('data', 'backup', path('copy.db'))
    await server.stop()
  }

  it('leaves nothing but the database, for its owner only, and the backup as it was', async () => {
    await backedUp()
    const before = readFileSync(path('copy.db'))
    expect((await at('other', 'restore', path('copy.db'))).code).toBe(0)
    expect(mode(path('other'))).toBe('700')
    expect(readdirSync(path('other')).toSorted()).toEqual(['track.db', 'track.db.lock'])
    for (const name of readdirSync(path('other'))) expect(mode(path('other', name))).toBe('600')
    expect(readFileSync(path('copy.db')).equals(before)).toBe(true)
    expect(readdirSync(home.path).toSorted()).toEqual(['copy.db', 'data', 'other'])
  })

  it('refuses a place that is not empty, naming it and what to do', async () => {
    await backedUp()
    const before = readFileSync(path('data', 'track.db'))
    const refused = await at('data', 'restore', path('copy.db'))
    expect(refused).toMatchObject({ code: 1, stdout: '' })
    expect(refused.stderr).toContain(`error: ${path('data', 'track.db')} exists already`)
    expect(refused.stderr).toMatch(/hint: Stop the server and move its database away/)
    expect(readFileSync(path('data', 'track.db')).equals(before)).toBe(true)
    mkdirSync(path('half'))
    writeFileSync(path('half', 'track.db-wal'), '')
    expect((await at('half', 'restore', path('copy.db'))).stderr).toContain(
      `${path('half', 'track.db-wal')} exists already`,
    )
  })

  it('refuses a damaged, newer or foreign file, and then creates nothing', async () => {
    await backedUp()
    writeFileSync(path('diary.db'), 'my diary, not a database, and long enough to be read as one'.repeat(100))
    writeFileSync(path('empty.db'), '')
    const foreign = connect(path('foreign.db'))
    foreign.exec('create table notes (text)')
    foreign.close()
    copyFileSync(path('copy.db'), path('newer.db'))
    const newer = connect(path('newer.db'))
    newer.exec('update schema_version set version = 9999')
    newer.close()
    const torn = readFileSync(path('copy.db'))
    writeFileSync(path('torn.db'), torn.fill(0x55, 3 * 4096, 12 * 4096))
    writeFileSync(path('short.db'), readFileSync(path('copy.db')).subarray(0, 8 * 4096))
    const reasons = {
      'nothing.db': 'there is no file',
      'diary.db': 'not a Track database',
      'empty.db': 'not a Track database',
      'foreign.db': 'not a Track database',
      'newer.db': 'newer than this program',
      'torn.db': 'damaged',
      'short.db': 'damaged',
    }
    for (const [name, reason] of Object.entries(reasons)) {
      const refused = await at('other', 'restore', path(name))
      expect(refused.code, name).toBe(1)
      expect(refused.stderr, name).toMatch(new RegExp(`^error: .*${reason}`))
      expect(existsSync(path('other')), name).toBe(false)
    }
  })
})

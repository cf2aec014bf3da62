import {
  copyFileSync,
  existsSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type SqliteConnection } from '#store/sqlite/connection.ts'
import { type Disk, newDisk } from './disk.ts'
import { useHome } from './fixtures.ts'
import { api, type Server, track } from './run.ts'

const home = useHome()
const { start } = home
const file = () => join(home.path, 'data', 'track.db')

const add = (server: { url: string; key: string }, title: string, notes = '') =>
  api(server, 'POST', '/api/items', { kind: 'todo', title, notes })
async function titlesOf(server: { url: string; key: string }): Promise<Set<string>> {
  const titles = new Set<string>()
  for (let cursor = ''; cursor !== null;) {
    const { status, body } = await api(server, 'GET', `/api/items?limit=1000${cursor && `&cursor=${cursor}`}`)
    expect(status).toBe(200)
    for (const { title } of body.items as unknown as { title: string }[]) titles.add(title)
    cursor = body.next_cursor
  }
  return titles
}
const fill = (server: Server) =>
  api(server, 'POST', '/api/batch', {
    operations: Array.from({ length: 50 }, (_, n) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `item ${n}`, notes: 'n'.repeat(5000) },
    })),
  })
const unavailable = (detail: string) => ({
  status: 503,
  body: { code: 'unavailable', retry_after: expect.any(Number), detail: expect.stringContaining(detail) },
})

describe('a disk', () => {
  let disk: Disk
  beforeEach(async () => void (disk = await newDisk('6m')))
  afterEach(async () => {
    await home.stop()
    await disk.remove()
  })
  const onDisk = () => ({ TRACK_DATA_DIR: join(disk.path, 'data') })

  it('that is full refuses writes, keeps earlier ones, still reads, and works again when there is room', async () => {
    const server = await start(onDisk(), disk.commandPrefix)
    writeFileSync(join(disk.pathForTest, 'filler'), Buffer.alloc(2 * 1024 * 1024))
    const acknowledged = new Set<string>()
    let refused: Awaited<ReturnType<typeof add>> | undefined
    for (let n = 0; !refused && n < 2000; n++) {
      const answers = await Promise.all(
        Array.from(
          { length: 8 },
          async (_, w) => [`item ${n} of ${w}`, await add(server, `item ${n} of ${w}`, 'n'.repeat(10_000))] as const,
        ),
      )
      for (const [title, answer] of answers) {
        if (answer.status === 201) acknowledged.add(title)
        else refused = answer
      }
    }
    expect(refused).toMatchObject(unavailable('the disk is full'))
    expect(acknowledged.size).toBeGreaterThan(20)
    expect(await titlesOf(server)).toEqual(acknowledged)
    expect((await api(server, 'GET', '/api/me')).body.revision).toBe(acknowledged.size)
    rmSync(join(disk.pathForTest, 'filler'))
    expect((await add(server, 'there is room again')).status).toBe(201)
    acknowledged.add('there is room again')
    await server.stop('SIGKILL')
    const again = await start(onDisk(), disk.commandPrefix)
    expect(await titlesOf({ url: again.url, key: server.key })).toEqual(acknowledged)
    await again.stop()
    for (const end of ['', '-wal']) {
      const file = join(disk.pathForTest, 'data', `track.db${end}`)
      // what was written last may not fit into the file itself
      if (existsSync(file)) copyFileSync(file, join(home.path, `copy.db${end}`))
    }
    const db = connect(join(home.path, 'copy.db'))
    expect(db.prepare('pragma integrity_check').all()).toEqual([{ integrity_check: 'ok' }])
    db.close()
  })

  it('that is full from the start keeps the server from starting, and says why', async () => {
    writeFileSync(join(disk.pathForTest, 'filler'), '')
    try {
      writeFileSync(join(disk.pathForTest, 'filler'), Buffer.alloc(8 * 1024 * 1024))
    } catch {
      // full it is
    }
    const ended = await track(home.path, ['serve', '--port', '0'], { env: onDisk(), commandPrefix: disk.commandPrefix })
    expect(ended).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringMatching(/^error: the disk (is full|refuses to read or write the database)/),
    })
    expect(ended.stderr).not.toMatch(/\n\s+at /)
  })

  it('that is read-only keeps the server from starting, says why, and loses nothing', async () => {
    const server = await start(onDisk(), disk.commandPrefix)
    await add(server, 'kept')
    await server.stop()
    disk.readOnly()
    for (const args of [
      ['serve', '--port', '0'],
      ['user', 'add', 'ann', '--local'],
    ]) {
      const ended = await track(home.path, args, { env: onDisk(), commandPrefix: disk.commandPrefix })
      expect(ended).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^error: .*(read-only|can't be opened|cannot be opened|cannot be written)/),
      })
      expect(ended.stderr).not.toMatch(/\n\s+at /)
    }
    expect(readdirSync(join(disk.pathForTest, 'data'))).toContain('track.db')
  })
})

describe('a database', () => {
  let other: SqliteConnection | undefined
  afterEach(() => {
    other?.close()
    other = undefined
  })

  it('that is locked by another program still reads, refuses writes after a wait, and then works again', async () => {
    const server = await start()
    await add(server, 'before')
    other = connect(file())
    other.exec('begin exclusive')
    const from = Date.now()
    const waiting = [add(server, 'meanwhile'), add(server, 'meanwhile too')]
    for (let n = 0; n < 10; n++) {
      const at = Date.now()
      expect(await titlesOf(server)).toEqual(new Set(['before']))
      expect(Date.now() - at).toBeLessThan(1000)
    }
    for (const answer of await Promise.all(waiting))
      expect(answer).toMatchObject(unavailable('the database is locked by another program'))
    expect(Date.now() - from).toBeLessThan(7000)
    const patient = add(server, 'after')
    other.exec('rollback')
    expect((await patient).status).toBe(201)
    expect(await titlesOf(server)).toEqual(new Set(['before', 'after']))
  })

  it('whose file is cut off keeps the server from starting, says why, and is left as it is', async () => {
    const server = await start()
    await fill(server)
    await server.stop()
    expect(existsSync(`${file()}-wal`)).toBe(false)
    for (const share of [0.9, 0.5, 0.001]) {
      truncateSync(file(), Math.floor(statSync(file()).size * share))
      const { size } = statSync(file())
      const ended = await track(home.path, ['serve', '--port', '0'], {
        env: { TRACK_DATA_DIR: join(home.path, 'data') },
      })
      expect(ended, String(share)).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^error: the (database file is damaged|file is not a Track database)/),
      })
      expect(ended.stderr).not.toMatch(/\n\s+at /)
      expect(statSync(file()).size).toBe(size)
    }
  })

  it('whose file is moved or replaced under a server refuses writes with the reason until it is back', async () => {
    const server = await start()
    await add(server, 'before')
    const away = `${file()}.away`
    for (const put of [() => {}, () => writeFileSync(file(), '')]) {
      renameSync(file(), away)
      put()
      expect(await add(server, 'lost')).toMatchObject(unavailable('moved, removed or replaced'))
      expect((await fetch(`${server.url}/readyz`)).status).toBe(503)
      renameSync(away, file())
    }
    expect((await add(server, 'after')).status).toBe(201)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await server.stop()
    const again = await start()
    expect(await titlesOf({ url: again.url, key: server.key })).toEqual(new Set(['before', 'after']))
  })

  it('whose file is cut off under a running server is reported as damaged, and the server lives', async () => {
    const server = await start()
    await fill(server)
    other = connect(file())
    other.exec('pragma wal_checkpoint(truncate)')
    truncateSync(file(), 8192)
    const seen = new Set<number>()
    for (let n = 0; n < 10; n++) {
      for (const [method, path, body] of [
        ['GET', '/api/items', undefined],
        ['POST', '/api/items', { kind: 'todo', title: 'x' }],
      ] as const) {
        const answer = await api(server, method, path, body)
        seen.add(answer.status)
        expect(JSON.stringify(answer.body)).not.toMatch(/sqlite|\bat /i)
      }
    }
    expect(seen.has(503)).toBe(true)
    expect([...seen].filter((status) => ![200, 201, 401, 503].includes(status))).toEqual([])
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
  })
})

describe('a log', () => {
  it('that nobody reads any more stops no server', async () => {
    const server = await start()
    server.child.stderr!.destroy()
    for (let n = 0; n < 5; n++) {
      expect((await add(server, `item ${n}`)).status).toBe(201)
      await new Promise((soon) => setTimeout(soon, 60)) // the log is written
    }
    expect(await server.stop()).toBe(0)
  })
})

describe('SIGTERM', () => {
  it('answers all that runs, ends 50 open streams, exits 0 within 10 s, and keeps what it acknowledged', async () => {
    const server = await start({ TRACK_RATE_LIMIT: '0' })
    const streams = await Promise.all(
      Array.from({ length: 50 }, () => fetch(`${server.url}/api/events`, { headers: { 'x-track-key': server.key } })),
    )
    const operations = (n: number) =>
      Array.from({ length: 40 }, (_, i) => ({
        op: 'items.add',
        input: { kind: 'todo', title: `batch ${n}, item ${i}` },
      }))
    const running = Array.from({ length: 20 }, (_, n) =>
      api(server, 'POST', '/api/batch', { operations: operations(n) }),
    )
    await Promise.race(running) // so that the others have arrived
    const at = Date.now()
    const ended = server.stop('SIGTERM')
    const answers = await Promise.allSettled(running)
    expect(
      answers.map((answer) => (answer.status === 'fulfilled' ? answer.value.status : String(answer.reason))),
    ).toEqual(Array(20).fill(200))
    expect(await ended).toBe(0)
    expect(Date.now() - at).toBeLessThan(10_000)
    await Promise.all(streams.map((stream) => stream.text()))
    const again = await start()
    expect((await titlesOf({ url: again.url, key: server.key })).size).toBe(20 * 40)
  })
})

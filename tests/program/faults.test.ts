import {
  copyFileSync,
  existsSync,
  linkSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
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
      expect(Date.now() - at).toBeLessThan(4000)
    }
    for (const answer of await Promise.all(waiting))
      expect(answer).toMatchObject(unavailable('the database is locked by another program'))
    expect(Date.now() - from).toBeLessThan(20_000)
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

describe('a second server on one database', () => {
  const lock = () => `${file()}.lock`
  const data = () => join(home.path, 'data')
  const tryToStart = (env: Record<string, string>) =>
    track(home.path, ['serve', '--port', '0'], { env: { TRACK_DATA_DIR: data(), ...env } })
  const refusal = { code: 1, stdout: '', stderr: expect.stringMatching(/^error: another Track server is using /) }
  /** The running server looks twice a second. */
  const noticed = () => expect.poll(() => existsSync(lock())).toBe(true)

  it('is refused, also when the lock file was removed meanwhile', async () => {
    const server = await start()
    expect(await tryToStart({})).toMatchObject(refusal)
    for (let n = 0; n < 2; n++) {
      rmSync(lock())
      await noticed()
      expect(statSync(lock()).mode & 0o777).toBe(0o600)
      expect(await tryToStart({})).toMatchObject(refusal)
    }
    rmSync(lock())
    expect((await add(server, 'one')).status).toBe(201) // a write notices by itself
    expect(await tryToStart({})).toMatchObject(refusal)
    expect(await titlesOf(server)).toEqual(new Set(['one']))
  })

  it('that has replaced the lock file is left alone with the database, for good', async () => {
    const first = await start()
    await add(first, 'before')
    writeFileSync(`${lock()}.new`, '')
    renameSync(`${lock()}.new`, lock())
    const second = await start()
    expect(await add(first, 'lost')).toMatchObject(unavailable('another Track server may be using the database'))
    expect((await fetch(`${first.url}/readyz`)).status).toBe(503)
    expect(await titlesOf(first)).toEqual(new Set(['before']))
    expect((await add({ url: second.url, key: first.key }, 'after')).status).toBe(201)
    await second.stop()
    expect(await add(first, 'lost')).toMatchObject(unavailable('another Track server may be using the database'))
    await first.stop()
    const again = await start()
    expect(await titlesOf({ url: again.url, key: first.key })).toEqual(new Set(['before', 'after']))
  })

  it('is not written to by the first, from whose folder the file was moved to its own', async () => {
    const first = await start()
    await add(first, 'before')
    const moved = join(home.path, 'moved.db')
    renameSync(file(), moved)
    const content = readFileSync(moved)
    expect((await add(first, 'lost')).status).toBe(503)
    await first.stop()
    expect(readFileSync(moved).equals(content)).toBe(true)
  })

  it('is refused behind a link to a file that was not there yet', async () => {
    mkdirSync(join(home.path, 'linked'), { mode: 0o700 })
    const link = join(home.path, 'linked', 'track.db')
    symlinkSync(file(), link)
    mkdirSync(data(), { mode: 0o700 })
    await start({ TRACK_DATABASE_URL: `sqlite:${link}` })
    expect(await tryToStart({})).toMatchObject(refusal)
    expect(await tryToStart({ TRACK_DATABASE_URL: `sqlite:${link}` })).toMatchObject(refusal)
  })

  it('is refused under another name of the file, and so is whatever else would write there', async () => {
    const server = await start()
    await add(server, 'kept')
    const other = join(home.path, 'other')
    mkdirSync(other, { mode: 0o700 })
    linkSync(file(), join(other, 'track.db'))
    for (const args of [
      ['serve', '--port', '0'],
      ['user', 'list', '--local'],
      ['backup', join(home.path, 'copy.db')],
    ])
      expect(await track(home.path, args, { env: { TRACK_DATA_DIR: other } })).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/^error: .* has another name \(a hard link\)/),
      })
    expect(readdirSync(other)).toEqual(['track.db'])
    const backup = await track(home.path, ['backup', join(home.path, 'copy.db')], { env: { TRACK_DATA_DIR: data() } })
    expect(backup).toMatchObject({ code: 0 })
    expect((await add(server, 'kept too')).status).toBe(201)
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

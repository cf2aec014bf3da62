import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { networkUrls } from '#main/network-urls.ts'
import { connect } from '#store/sqlite/connection.ts'
import { useHome } from './fixtures.ts'
import { api, track } from './run.ts'

const home = useHome()
const { start } = home
const data = (name: string) => join(home.path, 'data', name)
const mode = (path: string) => (statSync(path).mode & 0o777).toString(8)
const local = (...args: string[]) => track(home.path, args, { env: { TRACK_DATA_DIR: join(home.path, 'data') } })

describe('start', () => {
  it('prints the first key once, and what to type next', async () => {
    const server = await start()
    expect(server.stdout().split('\n')).toEqual([
      expect.stringMatching(/^created admin {2}\([0-9a-f-]{36}\)$/),
      expect.stringMatching(/^ {2}api_key: trk_[0-9A-Za-z]{43}$/),
      '',
      'share api_key with the user. They configure with: track config',
      `track config --api-url ${server.url}`,
      `track is listening on ${server.url}`,
      '',
    ])
    expect(server.stderr()).not.toContain(server.key)
    await server.stop()
    const again = await start()
    expect(again.stdout()).toMatch(/^track is listening on \S+\n$/)
    expect(await api({ url: again.url, key: server.key }, 'GET', '/api/me')).toMatchObject({
      status: 200,
      body: { name: 'admin', role: 'admin' },
    })
  })

  it('names the addresses of this machine where it listens on all of them', async () => {
    const server = await start({ TRACK_HOST: '0.0.0.0' })
    const port = Number(new URL(server.url).port)
    expect(server.stdout()).toMatch(new RegExp(`^track is listening on http://0\\.0\\.0\\.0:${port}$`, 'm'))
    const urls = networkUrls('0.0.0.0', port)
    if (urls.length) await expect.poll(server.stderr).toContain(`"urls":${JSON.stringify(urls)}`)
    const localOnly = await start({ TRACK_DATA_DIR: join(home.path, 'other') })
    await localOnly.stop()
    expect(localOnly.stderr()).not.toContain('urls')
  })

  it('keeps folder and files to their owner', async () => {
    await start()
    expect(mode(join(home.path, 'data'))).toBe('700')
    for (const file of ['track.db', 'track.db-wal', 'track.db-shm', 'track.db.lock'])
      expect(mode(data(file))).toBe('600')
  })

  it('makes an existing empty folder private, and does not change one that has other content', async () => {
    for (const [name, expected] of [
      ['empty', '700'],
      ['shared', '755'],
    ] as const) {
      const folder = join(home.path, name)
      mkdirSync(folder, { mode: 0o755 })
      if (name === 'shared') writeFileSync(join(folder, 'theirs'), '')
      await start({ TRACK_DATA_DIR: folder })
      expect([name, mode(folder), mode(join(folder, 'track.db'))]).toEqual([name, expected, '600'])
    }
  })

  it('writes the first key to a file that is asked for, and refuses one that exists', async () => {
    const file = join(home.path, 'first-key')
    const server = await start({ TRACK_FIRST_KEY_FILE: file })
    const key = readFileSync(file, 'utf8').trim()
    expect(mode(file)).toBe('600')
    expect(server.stdout()).not.toContain(key)
    expect((await api({ url: server.url, key }, 'GET', '/api/me')).status).toBe(200)
    const other = { TRACK_DATA_DIR: join(home.path, 'other'), TRACK_FIRST_KEY_FILE: file, TRACK_PORT: '0' }
    const refused = await track(home.path, ['serve'], { env: other })
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining(`${file} exists already`) })
  })

  it('refuses a second server on one database', async () => {
    await start()
    const second = await local('serve', '--port', '0')
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining('another Track server is using') })
  })

  it('refuses a port in use, a folder that cannot be made, wrong settings, each by name', async () => {
    const taken = createServer()
    const port = await new Promise<number>((done) =>
      taken.listen(0, '127.0.0.1', () => done((taken.address() as { port: number }).port)),
    )
    expect((await local('serve', '--port', String(port))).stderr).toContain(`port ${port} of 127.0.0.1 is in use`)
    taken.close()
    writeFileSync(join(home.path, 'file'), '')
    const folder = join(home.path, 'file', 'data')
    expect((await track(home.path, ['serve'], { env: { TRACK_DATA_DIR: folder } })).stderr).toContain(
      `the data folder ${folder} can't be made`,
    )
    const wrong = {
      TRACK_PORT: 'http',
      TRACK_PUBLIC_URL: 'track',
      TRACK_LOG_LEVEL: 'loud',
      TRACK_RATE_LIMIT: 'none',
      TRACK_TRUST_PROXY: 'yes!',
    }
    for (const [name, value] of Object.entries(wrong)) {
      const refused = await track(home.path, ['serve'], { env: { [name]: value } })
      expect(refused.code).not.toBe(0)
      expect(refused.stderr).toMatch(new RegExp(`^error: ${name} is ".*"; expected `))
    }
  })

  it('refuses a database that is newer than the program, and leaves it alone', async () => {
    await (await start()).stop()
    const db = connect(data('track.db'))
    db.exec('update schema_version set version = 9999')
    db.close()
    expect(await local('serve', '--port', '0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the database is newer than this program'),
    })
  })

  it('refuses a file that is no database', async () => {
    mkdirSync(join(home.path, 'data'))
    writeFileSync(data('track.db'), 'my diary, not a database, and long enough to be read as one'.repeat(100))
    expect(await local('serve', '--port', '0')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('not a Track database'),
    })
    expect(readFileSync(data('track.db'), 'utf8')).toContain('my diary')
  })
})

describe('trust', () => {
  it('honours a key rotated with --local within a second, on open streams too', async () => {
    const server = await start()
    expect((await api(server, 'GET', '/api/me')).status).toBe(200)
    const stream = await fetch(`${server.url}/api/events`, { headers: { 'x-track-key': server.key } })
    const ended = stream.text()
    const rotated = await local('user', 'rotate', 'admin', '--local')
    const at = Date.now()
    expect(rotated.stdout).toMatch(
      /^rotated admin {2}\([0-9a-f-]{36}\)\n {2}api_key: trk_[0-9A-Za-z]{43}\n\nshare api_key/,
    )
    expect((await api(server, 'GET', '/api/me')).status).toBe(401)
    await ended
    expect(Date.now() - at).toBeLessThan(1000)
    const key = /trk_\w+/.exec(rotated.stdout)![0]
    expect((await api({ url: server.url, key }, 'GET', '/api/me')).status).toBe(200)
  })

  it('makes no database where --local finds none', async () => {
    const missing = await local('user', 'list', '--local')
    expect(missing).toMatchObject({ code: 1, stderr: expect.stringContaining(data('track.db')) })
    expect(existsSync(join(home.path, 'data'))).toBe(false)
  })

  it('backs up a live database to a new file', async () => {
    const server = await start()
    await api(server, 'POST', '/api/items', { kind: 'todo', title: 'kept' })
    const file = join(home.path, 'backup.db')
    expect((await local('backup', file)).code).toBe(0)
    expect(mode(file)).toBe('600')
    const db = connect(file)
    expect(db.prepare('select title from items').all()).toMatchObject([{ title: 'kept' }])
    db.close()
    expect((await local('backup', file)).stderr).toContain('exists already')
  })

  it('logs no key, on any path', async () => {
    const server = await start()
    await fetch(`${server.url}/calendar.ics?key=${server.key}`)
    await fetch(`${server.url}/${server.key}`)
    await api(server, 'GET', `/api/items/${server.key}`)
    await api({ url: server.url, key: `trk_${'x'.repeat(43)}` }, 'GET', '/api/me')
    await server.stop()
    expect(server.stderr()).toContain('"route"')
    expect(server.stderr()).not.toMatch(/tr[kf]_[0-9A-Za-z]{5}/)
  })
})

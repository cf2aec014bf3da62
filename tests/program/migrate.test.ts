import { mkdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { connect } from '#main/client.ts'
import { emptyPostgres } from '#testing/databases.ts'
import { executeSql } from '#testing/postgres.ts'
import { addSampleData } from '#testing/sample-data.ts'
import { api, newHome, serve, type Server, track } from './run.ts'

const READS = [
  '/api/me',
  '/api/items?status=all&limit=1000',
  '/api/today',
  '/api/upcoming',
  '/api/search?q=the',
  '/api/projects',
  '/api/projects/synth-firmware',
  '/api/changes?since=0&limit=1000',
  '/api/snapshot',
  '/api/calendar',
]

describe('moving to PostgreSQL', () => {
  let home: ReturnType<typeof newHome>
  let keys: string[]
  let before: string[][]
  let running: Server | undefined
  const start = async (env: Record<string, string> = {}) =>
    (running = await serve(home.path, { TRACK_PUBLIC_URL: 'https://track.test', TRACK_RATE_LIMIT: '0', ...env }))
  const data = () => ({ TRACK_DATA_DIR: join(home.path, 'data') })
  const migrate = (to: string, env: Record<string, string> = {}) =>
    track(home.path, ['migrate', '--to', to], { env: { ...data(), ...env } })

  /** Every read of every user, and their calendars; long ones by their lines, so that a difference is short to tell. */
  const reads = async (server: Server) => {
    const answers = keys.flatMap((key) => [
      ...READS.map((path) => ({ key, path })),
      { key, path: '/calendar.ics?all=1' },
    ])
    return Promise.all(
      answers.map(async ({ key, path }) => {
        const response = await fetch(`${server.url}${path}${path.startsWith('/calendar') ? `&key=${key}` : ''}`, {
          headers: { 'x-track-key': key },
        })
        return [
          `${path} ${response.status} ${response.headers.get('etag')}`,
          ...(await response.text()).split(/(?<=\}),|\r\n/),
        ]
      }),
    )
  }

  beforeAll(async () => {
    home = newHome()
    const server = await start()
    const { key } = server
    const ryan = (await connect(server).users.add({ name: 'ryan' })).api_key
    keys = [key, ryan]
    for (const one of keys) {
      const own = connect({ url: server.url, key: one })
      await addSampleData(own)
      const { items } = await own.items.list()
      await own.items.done({ id: items[0]!.id })
      await own.items.remove({ id: items[3]!.id })
      await own.changes.undo({})
    }
    before = await reads(server)
    await server.stop()
  })
  afterEach(async () => void (await running?.stop()))
  afterAll(() => home.remove())

  it('refuses while a server runs, and what is no PostgreSQL', async () => {
    await start()
    expect(await migrate('postgres://127.0.0.1:1/nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('another Track server is using'),
    })
    await running!.stop()
    expect(await migrate('mysql://127.0.0.1/x')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--to is an address such as postgres://'),
    })
    expect(await migrate('postgres://127.0.0.1:1/nothing')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining("the database can't be reached (ECONNREFUSED)"),
    })
    expect(await track(home.path, ['migrate'], { env: data() })).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--to is missing'),
    })
    expect(
      await track(home.path, ['migrate', '--to', 'postgres://x/y'], {
        env: { TRACK_DATA_DIR: join(home.path, 'none') },
      }),
    ).toMatchObject({ code: 1, stderr: expect.stringContaining('there is no database at') })
  })

  it('answers every read as before, goes on from there, and comes back by a backup', async () => {
    const target = await emptyPostgres()
    const moved = await migrate(target.url)
    expect(moved).toMatchObject({ code: 0, stderr: expect.stringContaining('Set TRACK_DATABASE_URL') })
    expect(moved.stdout).toMatch(
      /^moved and compared: 2 spaces, 2 users, 6 keys, \d+ projects, \d+ features, \d\d+ items, .* journal entities/,
    )
    const there = { TRACK_DATABASE_URL: target.url }
    const server = await start(there)
    expect(server.key).toBe('')
    expect(await reads(server)).toEqual(before)

    expect(await migrate(target.url)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the target is not empty: it holds users'),
    })
    const added = await api({ url: server.url, key: keys[1]! }, 'POST', '/api/items', {
      kind: 'todo',
      title: 'Afterwards',
    })
    expect(added.status).toBe(201)
    expect((await api({ url: server.url, key: keys[1]! }, 'GET', '/api/search?q=afterwards')).body.items).toMatchObject(
      [{ id: added.body.id }],
    )

    const file = join(home.path, 'backup.db')
    expect(await track(home.path, ['backup', file], { env: there })).toMatchObject({ code: 0, stderr: '' })
    const after = await reads(server)
    await server.stop()
    mkdirSync(join(home.path, 'back'))
    renameSync(file, join(home.path, 'back/track.db'))
    expect(await reads(await start({ TRACK_DATA_DIR: join(home.path, 'back') }))).toEqual(after)
    await running!.stop()
    await target.drop()
  })

  it('is filled from a backup just as a file is', async () => {
    const [target, file] = [await emptyPostgres(), join(home.path, 'small.db')]
    expect(await track(home.path, ['backup', file], { env: data() })).toMatchObject({ code: 0 })
    const there = { TRACK_DATABASE_URL: target.url }
    expect(await track(home.path, ['restore', file], { env: there })).toMatchObject({
      code: 0,
      stdout: 'wrote the database of TRACK_DATABASE_URL\n',
    })
    const server = await start(there)
    const { revision } = (await api({ url: server.url, key: keys[0]! }, 'GET', '/api/me')).body
    expect(revision).toBeGreaterThan(1_000_000)
    expect(
      (await api({ url: server.url, key: keys[0]! }, 'GET', '/api/items?status=all&limit=1000')).body.items.length,
    ).toBeGreaterThan(30)
    expect(await track(home.path, ['restore', file], { env: there })).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('it holds users'),
    })
    await server.stop()
    await target.drop()
  })

  it('refuses a database that holds something else', async () => {
    const target = await emptyPostgres()
    await executeSql(target.url, 'create table theirs (id integer)')
    expect(await migrate(target.url)).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('the target is not empty: it holds a table'),
    })
    await target.drop()
  })
})

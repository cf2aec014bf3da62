import { chmodSync, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { isZone } from '#domain/dates.ts'
import { asAnotherUser, install, type Installation, isRoot } from './installed.ts'
import { api, serve, type Server, track } from './run.ts'

let installed: Installation
let servers: Server[] = []
beforeAll(() => void (installed = install()))
afterAll(() => installed.remove())
afterEach(async () => {
  await Promise.all(servers.map((server) => server.stop('SIGKILL')))
  servers = []
})

async function start(
  home: string,
  env: Record<string, string> = {},
  commandPrefix = asAnotherUser,
  program = installed.image,
) {
  const server = await serve(home, env, commandPrefix, program)
  servers.push(server)
  return server
}

const LIMIT = ['timeout', '15'] // what never returns ends with the test
const run = (args: string[], env: Record<string, string> = {}, commandPrefix = asAnotherUser, input?: string) =>
  track('/nonexistent', args, { env, commandPrefix: [...LIMIT, ...commandPrefix], program: installed.image, input })

it('the build leaves nothing that only its builder can read or run', () => {
  const closed = readdirSync('dist', { recursive: true, withFileTypes: true })
    .map((entry) => ({ path: join(entry.parentPath, entry.name), executable: entry.isDirectory() }))
    .filter(({ path, executable }) => {
      const expected = executable || path === 'dist/track.js' ? 0o755 : 0o644
      return (statSync(path).mode & 0o777) !== expected
    })
  expect(closed).toEqual([])
})

describe('another user than the builder', () => {
  it.for(['image', 'global'] as const)('starts what is laid out as %s', async (layout, { skip }) => {
    skip(!isRoot, 'only root can run it as another user')
    const server = await start(installed.newFolder(), { HOME: '/nonexistent' }, asAnotherUser, installed[layout])
    expect(server.stderr()).toBe('')
    expect((await fetch(server.url)).headers.get('content-type')).toContain('text/html')
    expect((await api(server, 'POST', '/api/items', { kind: 'todo', title: 'Call the dentist' })).status).toBe(201)
    expect(await server.stop()).toBe(0)
  })

  it("starts it when the compiled code can't be read", async ({ skip }) => {
    skip(!isRoot, 'only root can run it as another user')
    expect(installed.codeFiles.length).toBeGreaterThan(1)
    for (const file of installed.codeFiles) chmodSync(file, 0o600)
    try {
      await start(installed.newFolder())
    } finally {
      for (const file of installed.codeFiles) chmodSync(file, 0o644)
    }
  })
})

/** UTC where the zone has no name; where it depends on the version of Node, any that Intl takes. */
const ANY = Symbol('any')
type Zone = string | typeof ANY
const SURROUNDINGS: [tz: string, zone: Zone, home: string | undefined, env: Record<string, string>, umask: string][] = [
  [':/etc/localtime', 'UTC', undefined, { LC_ALL: 'C' }, '000'],
  ['UTC0', 'UTC', '', { LANG: 'tr_TR.UTF-8' }, '077'],
  ['MSK-3', ANY, '/proc', { LC_ALL: 'xx_XX' }, '022'],
  ['UTC+3', ANY, 'relative', { LC_ALL: 'POSIX', LANG: '' }, '027'],
  ['GMT-5', ANY, '/nonexistent', { LC_ALL: 'ar_EG.UTF-8' }, '077'],
  ['<+03>-3', ANY, '/root', { LANG: 'C.UTF-8' }, '022'],
  ['Foo/Bar', 'UTC', '/dev/null', { LC_ALL: '' }, '000'],
  ['../../etc/passwd', 'UTC', '/proc/self', { LC_ALL: 'ja_JP.SJIS' }, '022'],
  ['', 'UTC', '/', { LC_ALL: 'de_DE@euro' }, '022'],
  ['Europe/Berlin', 'Europe/Berlin', '/usr', { LC_ALL: 'de_DE.UTF-8' }, '077'],
]

describe('unusual surroundings', () => {
  it.for(SURROUNDINGS)('TZ=%s (%s), HOME=%s, %o, umask %s stop nothing', async ([TZ, zone, HOME, locale, umask]) => {
    const masked = [...asAnotherUser, 'sh', '-c', `umask ${umask} && exec "$@"`, 'sh']
    const commandPrefix = HOME === undefined ? [...masked, 'env', '-u', 'HOME'] : masked
    const env = { TZ, ...locale, ...(HOME !== undefined && { HOME }) }
    const server = await start(installed.newFolder(), env, commandPrefix)
    const { timezone } = (await api(server, 'GET', '/api/me')).body as unknown as { timezone: string }
    if (zone === ANY) expect([timezone, isZone(timezone)]).toEqual([timezone, true])
    else expect(timezone).toBe(zone)
    const keyed = { ...env, TRACK_API_URL: server.url, TRACK_API_KEY: server.key }
    const result = await run(['add', 'Call the dentist tomorrow'], keyed, commandPrefix)
    expect(result).toMatchObject({ code: 0, stderr: '' })
    expect((await run(['upcoming'], keyed, commandPrefix)).stdout).toContain('Call the dentist')
    expect(await run(['config', '--show'], keyed, commandPrefix)).toMatchObject({ code: 0, stderr: '' })
    expect(await server.stop()).toBe(0)
  })

  it('a read-only home stops nothing that writes elsewhere', async () => {
    const HOME = installed.newFolder(0o555)
    const home = installed.newFolder()
    const server = await start(home, { HOME })
    const keyed = { HOME, TRACK_API_URL: server.url, TRACK_API_KEY: server.key }
    expect(await run(['add', 'Call the dentist tomorrow'], keyed)).toMatchObject({ code: 0, stderr: '' })
    const copy = join(home, 'copy.db')
    expect(await run(['backup', copy], { HOME, TRACK_DATA_DIR: join(home, 'data') })).toMatchObject({ code: 0 })
    expect(await run(['restore', copy], { HOME, TRACK_DATA_DIR: join(home, 'other') })).toMatchObject({ code: 0 })
    expect(await run(['completion', 'bash'], { HOME })).toMatchObject({ code: 0, stderr: '' })
    expect(await run(['user', 'rotate', 'admin'], keyed)).toMatchObject({
      code: 0,
      stderr: expect.stringContaining('TRACK_API_KEY holds the old one'),
    })
    expect(await server.stop()).toBe(0)
  })

  it('a time zone without a name is reported once, in the first log', async () => {
    const home = installed.newFolder()
    const message = /the time zone here has no name such as Europe\/Berlin, so the first user begins with UTC/g
    for (const times of [1, 0]) {
      const server = await start(home, { TZ: 'Foo/Bar' })
      expect(await server.stop()).toBe(0)
      expect([...server.stderr().matchAll(message)]).toHaveLength(times)
    }
  })

  it('track config keeps the zone of its user where the one here has no name, and says so', async () => {
    const home = installed.newFolder()
    const server = await start(home, { TZ: 'Asia/Tokyo' })
    const env = { HOME: home, TZ: 'Foo/Bar', TRACK_API_URL: server.url }
    const result = await run(['config'], env, asAnotherUser, server.key)
    expect(result).toMatchObject({ code: 0, stdout: `wrote ${home}/.track/config.toml\nauthenticated as admin\n` })
    expect(result.stderr).toContain('the time zone here has no name, so yours stays Asia/Tokyo; track me --timezone')
  })
})

describe("a place that can't be written", () => {
  const NO_FOLDER = 'no folder can be made in /proc'
  const refusedWith = (message: string) => ({
    code: 1,
    stdout: '',
    stderr: expect.stringContaining(`error: ${message}`),
  })

  it.for<[env: Record<string, string>, path: string, source: string, args?: string[]]>([
    [{ HOME: '/proc' }, '/proc/.local/share/track', 'HOME'],
    [{ XDG_DATA_HOME: '/proc' }, '/proc/track', 'XDG_DATA_HOME'],
    [{ TRACK_DATA_DIR: '/proc/a/b' }, '/proc/a/b', 'TRACK_DATA_DIR'],
    [{ TRACK_DATABASE_URL: 'sqlite:/proc/a/track.db' }, '/proc/a', 'TRACK_DATABASE_URL'],
    [{}, '/proc/a', '--data-dir', ['--data-dir', '/proc/a']],
  ])('%o keeps a server from starting, by name', async ([env, path, source, args = []]) => {
    expect(await run(['serve', '--port', '0', ...args], env)).toEqual(
      refusedWith(`the data folder ${path} can't be made: ${NO_FOLDER}; ${source} leads there\n`),
    )
  })

  it('keeps track config from writing, by name', async () => {
    const config = (HOME: string) =>
      run(
        ['config', '--no-verify', '--api-url', 'http://127.0.0.1:9'],
        { HOME },
        asAnotherUser,
        `trk_${'0'.repeat(43)}`,
      )
    const refused = (path: string, why: string) => ({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(`error: the folder ${path}/.track can't be made: ${why}; HOME leads there\n`),
    })
    expect(await config('/proc')).toEqual(refused('/proc', NO_FOLDER))
    const readOnly = installed.newFolder(0o555)
    expect(await config(readOnly)).toEqual(refused(readOnly, 'permission denied'))
  })

  it('keeps a server, which cannot write its folder, from starting', async () => {
    const readOnly = installed.newFolder(0o555)
    expect(await run(['serve', '--port', '0'], { TRACK_DATA_DIR: readOnly })).toEqual(
      refusedWith(`the data folder ${readOnly} can't be written: permission denied; TRACK_DATA_DIR leads there\n`),
    )
  })

  it('is reported by every command that writes a file', async () => {
    const home = installed.newFolder()
    const server = await start(home)
    const env = { TRACK_API_URL: server.url, TRACK_API_KEY: server.key }
    const { id } = (await api(server, 'POST', '/api/items', { kind: 'todo', title: 'Call the dentist' })).body
    const TRACK_DATA_DIR = join(home, 'data')
    const backup = join(home, 'backup.db')
    const [readOnly, closed] = [installed.newFolder(0o555), installed.newFolder(0)]
    const noFile = (path: string) => `${path} can't be written: /proc takes no files\n`
    expect(await run(['backup', backup], { TRACK_DATA_DIR })).toMatchObject({ code: 0 })
    for (const [args, variables, message] of [
      [['export', '-o', '/proc/x.json'], env, noFile('/proc/x.json')],
      [
        ['export', '-o', '/nowhere/x.json'],
        env,
        "/nowhere/x.json can't be written: the folder /nowhere does not exist\n",
      ],
      [['backup', '/proc/x.db'], { TRACK_DATA_DIR }, "/proc/x.db can't be written: "],
      [['backup', `${readOnly}/x.db`], { TRACK_DATA_DIR }, `${readOnly}/x.db can't be written: `],
      [['backup', `${closed}/x.db`], { TRACK_DATA_DIR }, `${closed}/x.db can't be written: `],
      [['backup', '/nowhere/x.db'], { TRACK_DATA_DIR }, 'there is no folder /nowhere\n'],
      [
        ['restore', backup],
        { TRACK_DATA_DIR: '/proc/a' },
        `the data folder /proc/a can't be made: ${NO_FOLDER}; TRACK_DATA_DIR leads there\n`,
      ],
      [
        ['serve', '--port', '0'],
        { TRACK_DATA_DIR: installed.newFolder(), TRACK_FIRST_KEY_FILE: '/proc/key' },
        `TRACK_FIRST_KEY_FILE: ${noFile('/proc/key')}`,
      ],
      [
        ['edit', id],
        { ...env, TMPDIR: '/nowhere', EDITOR: 'true' },
        'no temporary folder can be made in /nowhere: it does not exist; TMPDIR leads there\n',
      ],
    ] as [string[], Record<string, string>, string][])
      expect([args, await run(args, variables)]).toEqual([args, refusedWith(message)])
  })
})

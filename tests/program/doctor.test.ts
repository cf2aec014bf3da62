import { chmodSync, readFileSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer, type RequestListener } from 'node:http'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect } from '#store/sqlite/connection.ts'
import { api, newHome, serve, type Server, track } from './run.ts'

interface Finding {
  check: string
  level: string
  says: string
  remedy?: string
}

let home: ReturnType<typeof newHome>
let server: Server
const folder = () => join(home.path, 'data')
const database = () => join(folder(), 'track.db')
const doctor = (env: Record<string, string> = {}, ...flags: string[]) =>
  track(home.path, ['doctor', ...flags], {
    env: { TRACK_DATA_DIR: folder(), TRACK_API_URL: server.url, TRACK_API_KEY: server.key, ...env },
  })
async function findings(env: Record<string, string> = {}): Promise<Finding[]> {
  return JSON.parse((await doctor(env, '--json')).stdout).findings
}
const wrong = async (env?: Record<string, string>) => (await findings(env)).filter(({ level }) => level !== 'ok')

beforeEach(async () => {
  home = newHome()
  server = await serve(home.path, { TRACK_PUBLIC_URL: 'https://track.example.com' })
  await api(server, 'POST', '/api/projects', { title: 'Boat', type: 'engineering' })
  for (const title of ['One', 'Two', 'Three']) await api(server, 'POST', '/api/items', { kind: 'todo', title })
})
afterEach(async () => {
  await server.stop('SIGKILL')
  home.remove()
})

describe('doctor on the machine of a running server', () => {
  it('finds all in order, says where each setting comes from, exits 0, and shows no key', async () => {
    const { code, stdout, stderr } = await doctor()
    expect([code, stderr]).toEqual([0, ''])
    for (const line of [
      `settings TRACK_DATA_DIR is ${folder()} (environment)`,
      `files    the data folder ${folder()}, mode 700`,
      'database SQLite finds it sound',
      'schema   version ',
      'journal  everything stands as the journal last told it',
      `api_url  ${server.url}, environment (TRACK_API_URL)`,
      `api_key  ${server.key.slice(0, 8)}…, environment (TRACK_API_KEY)`,
      `server   ${server.url} is ready`,
      "clocks   the server's clock and this one agree",
      'proxy    none between here and the server',
      'key      opens the items of admin (admin), time zone ',
    ]) {
      expect(stdout).toContain(`ok    ${line}`)
    }
    expect(stdout).toMatch(/ok {4}space {4}\d+ MB free/)
    expect(stdout).not.toMatch(/^(warn|fail)/m)
    expect(stdout).not.toMatch(/tr[kf]_\w{5}/)
    expect((await doctor({}, '--json')).stdout).not.toMatch(/tr[kf]_\w{5}/)
  })

  it('while it is being written to, takes no write for a disagreement', async () => {
    const over = new AbortController()
    const writing = (async () => {
      for (let n = 0; !over.signal.aborted; n++)
        await api(server, 'POST', '/api/items', { kind: 'todo', title: `${n}` })
    })()
    expect(await wrong()).toEqual([])
    over.abort()
    await writing
  })

  it('tells of modes that let others in, with what to type', async () => {
    chmodSync(folder(), 0o755)
    expect(await wrong()).toEqual([
      {
        check: 'files',
        level: 'warn',
        says: `the data folder ${folder()} has mode 755: others can look into it`,
        remedy: `chmod 700 ${folder()}`,
      },
    ])
    expect((await doctor()).code).toBe(0)
    chmodSync(database(), 0o644)
    const exposed = await doctor()
    expect(exposed.code).toBe(1)
    expect(exposed.stdout).toContain(`chmod 600 ${database()}`)
    expect((await findings()).filter(({ level }) => level === 'fail')).toHaveLength(1) // looking has mended nothing
  })

  it('tells of a clock that is, or was, far from the newest write', async () => {
    expect((await findings()).filter(({ check }) => check === 'clock')).toHaveLength(2)
    const db = connect(database())
    for (const day of ['1970-01-01', '2099-12-31']) {
      db.exec(`update journal set at = ${Date.parse(`${day}T00:00:30Z`)} where revision = 4`)
      expect((await wrong()).filter(({ check }) => check === 'clock')).toEqual([
        {
          check: 'clock',
          level: 'warn',
          says: expect.stringMatching(
            `^the clock says .{10}, but the newest write of admin is of ${day}: what is old is kept until they agree$`,
          ),
          remedy: 'set the clock of this machine if it is wrong: timedatectl set-ntp true',
        },
      ])
    }
    db.close()
  })

  it('tells of a count that is not right', async () => {
    const db = connect(database())
    db.exec('update spaces set item_count = 7')
    db.close()
    expect(await wrong()).toMatchObject([
      {
        check: 'journal',
        says: 'admin: there are 3 items and 15 bytes of text, not 7 and 15 as counted',
      },
    ])
  })

  it('tells who is near a quota', async () => {
    const { stdout } = await doctor({ TRACK_QUOTA_ITEMS: '100', TRACK_QUOTA_BYTES: '1000' })
    expect(stdout).toMatch(/^ok {4}quota {4}every user has less than 90 % of it$/m)
    expect(await wrong({ TRACK_QUOTA_ITEMS: '3' })).toEqual([
      {
        check: 'quota',
        level: 'warn',
        says: 'admin has 3 of 3 items',
        remedy: 'raise TRACK_QUOTA_ITEMS or TRACK_QUOTA_BYTES, or let them remove what they no longer need',
      },
    ])
  })

  it('tells what does not agree with the journal', async () => {
    const db = connect(database())
    db.exec("update items set title = 'Forged' where title = 'One'")
    expect(await wrong()).toMatchObject([
      {
        check: 'journal',
        level: 'fail',
        says: expect.stringMatching(/^admin: item t-\w+ is not as the journal told it at revision 2$/),
      },
    ])
    db.exec(
      `update items set title = 'One' where title = 'Forged';
       delete from items where title = 'Two';
       delete from projects`,
    )
    expect((await wrong()).map(({ says }) => says)).toEqual([
      expect.stringContaining('project boat'),
      expect.stringMatching(/item t-\w+ .* revision 3/),
    ])
    db.exec('delete from journal where revision = 4; delete from journal_entities where revision = 4')
    expect((await wrong()).map(({ says }) => says)).toEqual(
      expect.arrayContaining([
        'admin: the journal holds 3 writes after revision 0, not 4',
        expect.stringContaining('never told of t-'),
      ]),
    )
    db.close()
  })

  it('tells of a proxy that is not believed, and of an address that is not the one people use', async () => {
    expect(await wrong({ TRACK_PUBLIC_URL: 'https://track.example.com' })).toMatchObject([
      { check: 'proxy', level: 'warn', remedy: expect.stringContaining('TRACK_TRUST_PROXY') },
    ])
    expect(await wrong({ TRACK_TRUST_PROXY: 'true', TRACK_HOST: '0.0.0.0' })).toMatchObject([
      { check: 'proxy', level: 'warn', says: expect.stringContaining('everyone who reaches 0.0.0.0') },
    ])
    expect(await wrong({ TRACK_TRUST_PROXY: 'true' })).toEqual([])
  })

  it('shows the address of the database without its password', async () => {
    for (const [url, shown] of [
      ['postgres://track:hunter2:rest@127.0.0.1:1/x', 'postgres://track:…@127.0.0.1:1/x'],
      ['postgres://track:hunt@er2@127.0.0.1:1/x', 'postgres://track:…@127.0.0.1:1/x'],
      ['postgres://127.0.0.1:1/x?user=track&password=hunter2', 'postgres://127.0.0.1:1/x?user=track&password=…'],
    ] as const) {
      for (const flags of [[], ['--json']]) {
        const { stdout, stderr } = await doctor({ TRACK_DATABASE_URL: url }, ...flags)
        expect(stdout).toContain(`TRACK_DATABASE_URL is ${shown} (environment)`)
        expect(stdout + stderr).not.toMatch(/hunt|er2|rest@/)
      }
    }
  })

  it('tells of calendar links that lead nowhere but to this machine', async () => {
    const { key, stop } = server
    await stop()
    server = { ...(await serve(home.path)), key }
    expect(await wrong()).toMatchObject([
      {
        check: 'address',
        level: 'warn',
        says: `calendar links lead to ${server.url}: only this machine is reached by it`,
        remedy: expect.stringContaining('TRACK_PUBLIC_URL'),
      },
    ])
  })

  it('names a wrong setting', async () => {
    expect(await wrong({ TRACK_PORT: 'http' })).toMatchObject([
      { check: 'settings', level: 'fail', says: expect.stringContaining('TRACK_PORT is "http"') },
    ])
  })
})

describe('doctor with a broken database', () => {
  beforeEach(async () => void (await server.stop()))
  const broken = async () => (await wrong()).filter(({ check }) => check === 'database')

  it('says that it is newer than the program', async () => {
    const db = connect(database())
    db.exec('update schema_version set version = 9999')
    db.close()
    expect(await broken()).toMatchObject([
      {
        level: 'fail',
        says: expect.stringContaining('newer than this program'),
        remedy: expect.stringContaining('Start the version'),
      },
    ])
  })

  it('says that it is damaged, cut short, or none', async () => {
    const db = connect(database())
    db.exec('pragma wal_checkpoint(truncate)')
    db.close()
    const whole = readFileSync(database())
    truncateSync(database(), 8 * 4096)
    expect(await broken()).toMatchObject([{ level: 'fail', remedy: expect.stringContaining('track restore') }])
    writeFileSync(database(), Buffer.from(whole).fill(0x55, 3 * 4096, 12 * 4096))
    expect((await broken()).every(({ level, remedy }) => level === 'fail' && remedy?.includes('restore'))).toBe(true)
    writeFileSync(database(), 'my diary, not a database'.repeat(500))
    expect(await broken()).toMatchObject([{ level: 'fail', says: 'the file is not a Track database' }])
  })
})

describe('doctor and a server elsewhere', () => {
  let other: ReturnType<typeof createServer>
  async function answering(listener: RequestListener): Promise<Record<string, string>> {
    other = createServer(listener)
    const port = await new Promise<number>((done) =>
      other.listen(0, '127.0.0.1', () => done((other.address() as { port: number }).port)),
    )
    return { TRACK_API_URL: `http://127.0.0.1:${port}` }
  }
  afterEach(() => void other?.close())

  it('tells of clocks that are apart', async () => {
    const env = await answering((_request, reply) =>
      reply.writeHead(200, { date: new Date(Date.now() + 3_600_000).toUTCString() }).end('{"status":"ready"}'),
    )
    expect((await wrong(env)).filter(({ check }) => check === 'clocks')).toMatchObject([
      { level: 'warn', says: expect.stringMatching(/(3600|3599|3601) s apart/) },
    ])
  })

  it('tells of one that is not Track, whose database is down, and that does not answer', async () => {
    expect((await wrong(await answering((_request, reply) => reply.end('<html>'))))[0]).toMatchObject({
      check: 'server',
      level: 'fail',
      says: expect.stringContaining('not Track'),
    })
    const problem = { type: 'urn:track:problem:unavailable', code: 'unavailable', detail: 'no database' }
    for (const [status, body, says] of [
      [503, JSON.stringify(problem), 'its database does not answer'],
      [503, '{}', 'a proxy answers for http://127.0.0.1'],
      [502, '<html>Bad Gateway</html>', '(status 502), Track behind it does not'],
      [401, '<html>log in</html>', 'wants a login of its own (status 401)'],
    ] as const) {
      other.close()
      const env = await answering((_request, reply) => reply.writeHead(status).end(body))
      expect((await wrong(env))[0]).toMatchObject({
        check: 'server',
        level: 'fail',
        says: expect.stringContaining(says),
      })
    }
    other.close()
    expect((await wrong({ TRACK_API_URL: 'http://127.0.0.1:1' }))[0]).toMatchObject({
      check: 'server',
      level: 'fail',
      says: expect.stringContaining('connection refused'),
    })
  })

  it('says what the server makes of forwarded headers', async () => {
    const forwarded = { headers: { 'x-forwarded-for': '192.0.2.1' } }
    expect(await (await fetch(`${server.url}/readyz`, forwarded)).json()).toMatchObject({
      status: 'ready',
      proxy: 'ignored',
    })
    const { key } = server
    await server.stop()
    server = { ...(await serve(home.path, { TRACK_TRUST_PROXY: '127.0.0.1' })), key }
    expect(await (await fetch(`${server.url}/readyz`, forwarded)).json()).toMatchObject({
      status: 'ready',
      proxy: 'believed',
    })
    expect(await (await fetch(`${server.url}/readyz`)).json()).toMatchObject({ status: 'ready', proxy: 'none' })
    const env = await answering((_request, reply) => reply.end('{"status":"ready","proxy":"ignored"}'))
    expect((await wrong(env))[0]).toMatchObject({
      check: 'proxy',
      level: 'warn',
      remedy: expect.stringContaining('TRACK_TRUST_PROXY'),
    })
  })

  it('tells of a key that opens nothing, and asks for one where there is none', async () => {
    expect(await wrong({ TRACK_API_KEY: `trk_${'x'.repeat(43)}` })).toMatchObject([
      { check: 'key', level: 'fail', remedy: 'set your key anew: track config' },
    ])
    expect(await wrong({ TRACK_API_KEY: '' })).toMatchObject([{ check: 'key', level: 'warn', remedy: 'track config' }])
    expect(await wrong({ TRACK_API_KEY: '', TRACK_DATA_DIR: '' })).toMatchObject([
      { check: 'key', level: 'fail', remedy: 'track config' },
    ])
  })
})

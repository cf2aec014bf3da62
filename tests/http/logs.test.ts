import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { logger } from '#main/log.ts'
import { serverForThisTest, useTestServer, useUser } from '#testing/fixtures.ts'
import { rawRequest } from '#testing/raw-http.ts'

/** Everything that is written to it. */
class Sink extends Writable {
  text = ''
  override _write(chunk: Buffer, _encoding: string, done: () => void) {
    this.text += chunk.toString()
    done()
  }
}

/** Lines are written 50 ms later, with what came meanwhile. */
const written = () => new Promise((done) => setTimeout(done, 100))

describe('logs', () => {
  const server = useTestServer('http')
  const ann = useUser(server, 'ann', { role: 'admin' })
  let secrets: string[]
  beforeAll(async () => {
    secrets = [ann.key, (await ann.track.calendar.get()).feed_key]
  })

  /** Requests that hold a key in every place where one may be put, rightly or not. */
  async function everywhere() {
    for (const key of secrets) {
      const paths = [
        '/api/me',
        `/api/items?q=${key}`,
        `/api/items?key=${key}`,
        `/api/items/${key}`,
        `/api/projects/${key}`,
        `/calendar.ics?key=${key}`,
        `/calendar.ics?key=${key}&kinds=${key}`,
        `/calendar.ics?key=${key}&project=${key}`,
        `/${key}`,
        `/nothing?key=${key}`,
        `/%zz?key=${key}`,
        `/api/%zz/${key}`,
        `/calendar.ics/${key}`,
        `/?key=${key}`,
        `/healthz?key=${key}`,
      ]
      for (const path of paths) {
        for (const method of ['GET', 'POST', 'DELETE', 'HEAD']) {
          await rawRequest(server.url, path, {
            method,
            headers: {
              'x-track-key': key,
              'x-track-client': key,
              referer: `${server.url}/calendar.ics?key=${key}`,
              'user-agent': key,
              'content-type': 'application/json',
              'x-forwarded-for': key,
            },
            body: method === 'POST' ? JSON.stringify({ key, [key]: key }) : undefined,
          })
        }
      }
    }
  }

  it('tell of each request by its route, never by its address, and hold no key', async () => {
    await everywhere()
    expect(server.logEntries.length).toBeGreaterThan(100)
    const text = JSON.stringify(server.logEntries, (_, value) =>
      value instanceof Error ? `${value.stack} ${JSON.stringify(value)}` : (value as unknown),
    )
    for (const key of secrets) expect(text).not.toContain(key.slice(4))
    expect(text).toContain('/api/items/:id')
    expect(server.logEntries.find(({ message }) => message === 'request')!.fields).toEqual({
      method: expect.any(String),
      route: expect.any(String),
      status: expect.any(Number),
      ms: expect.any(Number),
      ip: '127.0.0.1',
    })
  })

  it('hold no key when something breaks', async () => {
    const broken = await serverForThisTest('http')
    const { key } = await broken.addUser('ann')
    await broken.deps.engine.write('users', async (db) => void (await sql`drop table items`.execute(db)))
    for (const path of [`/api/items?q=${key}`, `/calendar.ics?key=${key}`, '/api/today'])
      expect((await rawRequest(broken.url, path, { headers: { 'x-track-key': key } })).status).toBe(500)
    const sink = new Sink()
    const log = logger('trace', sink)
    for (const { fields, message } of broken.logEntries) log.error(fields, message)
    await written()
    expect(sink.text).toContain('no such table')
    expect(sink.text).not.toContain(key.slice(4))
  })

  it('leave every key out, wherever it stands in what is logged', async () => {
    const sink = new Sink()
    const log = logger('trace', sink)
    for (const key of secrets) {
      const error = Object.assign(new Error(`no such key ${key}`), {
        request: { headers: { 'x-track-key': key } },
        cause: new Error(key),
      })
      log.info(
        { key, url: `/calendar.ics?key=${key}&all=1`, nested: { deep: [key, { [key]: key }] } },
        `with ${key} inside`,
      )
      log.error(
        {
          err: error,
          header: `x-track-key: ${key}`,
          quoted: `"${key}"`,
          glued: `key=${key}`,
          encoded: `next=key%3D${key}`,
          quite: key.replace('_', '%5F'),
        },
        key,
      )
      log.error({ err: key }, `${key}${key}`)
      log.info({ part: key.slice(0, 20), encoded: encodeURIComponent(key), escaped: JSON.stringify({ key }) }, '')
    }
    await written()
    for (const key of secrets) {
      expect(sink.text).not.toContain(key.slice(4))
      expect(sink.text).not.toContain(key.slice(4, 20))
    }
    const lines = sink.text.trimEnd().split('\n')
    expect(lines).toHaveLength(8)
    for (const line of lines)
      expect(JSON.parse(line)).toMatchObject({
        level: expect.any(Number),
        time: expect.stringMatching(/^\d{4}-\d\d-\d\dT/),
      })
  })

  it('leave passwords of addresses out of errors', async () => {
    const sink = new Sink()
    const log = logger('trace', sink)
    const error = new Error('connect postgres://track:hunter2@db.example/x')
    for (const err of [error, new Error('x', { cause: error }), String(error)]) log.error({ err }, 'failed')
    await written()
    expect(sink.text).toContain('postgres://track:…@db.example/x')
    expect(sink.text).not.toContain('hunter2')
  })

  it('tell of whatever was thrown', async () => {
    const sink = new Sink()
    const log = logger('error', sink)
    const circle: { self?: unknown } = {}
    circle.self = circle
    const own = new Error('its own cause')
    own.cause = own
    for (const err of [
      circle,
      own,
      12n,
      undefined,
      null,
      'text',
      Object.assign(new Error('taken'), { code: '23505', constraint: 'items_id', table: 'items' }),
    ])
      log.error({ err }, 'a bug')
    await written()
    const lines = sink.text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { err?: unknown })
    expect(lines).toHaveLength(7)
    expect(lines.at(-1)).toMatchObject({
      level: 50,
      msg: 'a bug',
      err: {
        type: 'Error',
        message: 'taken',
        code: '23505',
        constraint: 'items_id',
        table: 'items',
        stack: expect.stringContaining('logs.test'),
      },
    })
  })

  it('have the configured level', async () => {
    const sink = new Sink()
    const log = logger('error', sink)
    log.info({}, 'quiet')
    log.error({}, 'loud')
    await written()
    expect(sink.text).toContain('loud')
    expect(sink.text).not.toContain('quiet')
  })
})

import { expect, it } from 'vitest'
import { openStream } from '#testing/stream.ts'
import { startPostgres } from '#testing/postgres.ts'
import { newHome, serve } from '../program/run.ts'
import { Account } from './account.ts'
import { sender } from './calls.ts'
import { Random } from './random.ts'
import { Writer } from './writer.ts'

const WRITERS = 8
const OUTAGES = 3
/** A connection takes up to 5 s to be given up, so one asked for behind it twice that. */
const ANSWER_WITHIN_MS = 10_000
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

it('PostgreSQL killed and started again under load is told as unavailable in time, and all goes on by itself, nothing lost or doubled', async () => {
  const home = newHome()
  const postgres = await startPostgres()
  const server = await serve(home.path, {
    TRACK_DATABASE_URL: postgres.url,
    TRACK_RATE_LIMIT: '0',
    TRACK_LOG_LEVEL: 'error',
  })
  const { send, close } = sender(server.url, server.key)
  const writers = Array.from({ length: WRITERS }, (_, n) => new Writer(`w${n}`, new Random(n), 0))
  let ended = false
  const writing = Promise.all(writers.map((writer) => writer.run(send, () => ended)))
  const stream = await openStream(server.url, server.key)
  const acknowledged = () => writers.reduce((sum, writer) => sum + writer.acknowledged.length, 0)
  for (let outage = 0; outage < OUTAGES; outage++) {
    await pause(300)
    await postgres.kill()
    await pause(200)
    for (const path of ['/readyz', '/api/me', '/api/items', '/calendar.ics?key=' + server.key]) {
      const from = Date.now()
      const answer = await fetch(server.url + path, { headers: { 'x-track-key': server.key } })
      expect(answer.status, path).toBe(503)
      expect(answer.headers.get('retry-after'), path).toMatch(/^\d+$/)
      expect(await answer.json()).toMatchObject({
        code: 'unavailable',
        detail: expect.not.stringMatching(/postgres:|trk_|\bat /),
      })
      expect(Date.now() - from, path).toBeLessThan(ANSWER_WITHIN_MS)
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const before = acknowledged()
    await postgres.start()
    for (const until = Date.now() + ANSWER_WITHIN_MS; acknowledged() === before; await pause(20))
      expect(Date.now()).toBeLessThan(until)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  }
  ended = true
  await writing
  for (const writer of writers) await writer.repeat(send)
  expect(writers.reduce((sum, writer) => sum + writer.unavailable, 0)).toBeGreaterThan(OUTAGES)
  expect(writers.flatMap((writer) => writer.wrong)).toEqual([])
  const account = new Account()
  expect(
    await account.check(
      send,
      writers.flatMap((writer) => writer.acknowledged),
    ),
  ).toEqual({ lost: 0, doubled: 0, gaps: 0, astray: 0 })
  // an open stream has either ended, or told every write
  const told: number[] = []
  while (told.at(-1) !== account.revision) {
    const event = await stream.next().catch(() => null)
    if (!event) break
    told.push(event.data.revision)
  }
  expect(told).toEqual(told.map((_, n) => told[0]! + n))
  stream.close()
  close()
  expect(server.stderr()).not.toContain('"a bug"')
  expect(await server.stop()).toBe(0)
  await postgres.stop()
  home.remove()
}, 60_000)

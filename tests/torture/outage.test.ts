import { expect, it } from 'vitest'
import { openStream } from '#testing/event-stream.ts'
import { startPostgres } from '#testing/postgres.ts'
import { newHome, serve } from '../program/run.ts'
import { JournalReplay } from './journal-replay.ts'
import { sender } from './sender.ts'
import { Random } from './random.ts'
import { Writer } from './writer.ts'

const WRITERS = 8
const OUTAGES = 3
/** A connection attempt is given up after 5 s, so a second one behind it takes twice that. */
const RESPONSE_TIMEOUT_MS = 10_000
const pause = (milliseconds: number) => new Promise((done) => setTimeout(done, milliseconds))

it('PostgreSQL killed and restarted under load: writes are unavailable in time, then go on without loss', async () => {
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
      expect(Date.now() - from, path).toBeLessThan(RESPONSE_TIMEOUT_MS)
    }
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    const before = acknowledged()
    await postgres.start()
    for (const until = Date.now() + RESPONSE_TIMEOUT_MS; acknowledged() === before; await pause(20))
      expect(Date.now()).toBeLessThan(until)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
  }
  ended = true
  await writing
  for (const writer of writers) await writer.repeat(send)
  expect(writers.reduce((sum, writer) => sum + writer.unavailable, 0)).toBeGreaterThan(OUTAGES)
  expect(writers.flatMap((writer) => writer.wrong)).toEqual([])
  const replay = new JournalReplay()
  expect(
    await replay.check(
      send,
      writers.flatMap((writer) => writer.acknowledged),
    ),
  ).toEqual({ lost: 0, doubled: 0, gaps: 0, mismatched: 0 })
  // an open stream has either ended or sent every write
  const revisions: number[] = []
  while (revisions.at(-1) !== replay.revision) {
    const event = await stream.next().catch(() => null)
    if (!event) break
    revisions.push(event.data.revision)
  }
  expect(revisions).toEqual(revisions.map((_, n) => revisions[0]! + n))
  stream.close()
  close()
  expect(server.stderr()).not.toContain('"a bug"')
  expect(await server.stop()).toBe(0)
  await postgres.stop()
  home.remove()
}, 60_000)

import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Follower } from '#contract/follower.ts'
import { TrackError } from '#domain/errors.ts'
import { localTrack } from '#service/local-track.ts'
import { upkeep } from '#service/upkeep.ts'
import { addAll } from '#testing/builders.ts'
import { DAY_MS } from '#testing/clock.ts'
import { openStream, type EventStream } from '#testing/event-stream.ts'
import { useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'

/** For tests that read many megabytes, on a busy machine. */
const LARGE = { timeout: 120_000 }

describe('the stream of events', () => {
  const server = useTestServer('http')
  const root = useUser(server, 'root', { role: 'admin' })
  const ann = useNewUser(server)
  let streams: EventStream[] = []
  afterEach(() => {
    for (const stream of streams) stream.close()
    streams = []
  })

  async function follow(lastEventId?: string | number, key = ann.key): Promise<EventStream> {
    const stream = await openStream(server.url, key, lastEventId === undefined ? undefined : String(lastEventId))
    streams.push(stream)
    return stream
  }
  const add = (title: string) => ann.track.items.add({ kind: 'todo', title })
  async function revisions(stream: EventStream, count: number): Promise<number[]> {
    const ids = []
    for (let i = 0; i < count; i++) ids.push(Number((await stream.next()).id))
    return ids
  }
  const upTo = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => from + i)

  it('is a stream that nobody keeps or holds up', async () => {
    const { response } = await follow()
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/event-stream/)
    expect(response.headers.get('cache-control')).toBe('private, no-cache')
    expect(response.headers.get('vary')).toBe('x-track-key, x-track-space')
    expect(response.headers.get('x-content-type-options')).toBe('nosniff')
    expect(response.headers.get('etag')).toBeNull()
  })

  it('tells each write once, as the journal does', async () => {
    const stream = await follow()
    const rent = await ann.track.items.add({ kind: 'todo', title: 'Rent', every: 'monthly', due: 'today' })
    await ann.track.items.done({ id: rent.id })
    await ann.track.projects.add({ title: 'Boat' })
    await ann.track.changes.undo({})
    await ann.track.items.start({ id: rent.id })
    const events = [
      await stream.next(),
      await stream.next(),
      await stream.next(),
      await stream.next(),
      await stream.next(),
    ]
    const { changes } = await ann.track.changes.list({ since: 0 })
    expect(events.map((event) => event.id)).toEqual(['1', '2', '3', '4', '5'])
    expect(events.map(({ event }) => event)).toEqual(Array(5).fill('message'))
    expect(events.map(({ data }) => ({ ...data, undone: false }))).toEqual(
      changes.map((change) => ({ ...change, undone: false })),
    )
  })

  it('never tells a write that did not happen, nor one of another user', async () => {
    const stream = await follow()
    const bob = await server.addAnyUser()
    await addAll(bob.track, 'todo', ['Private'])
    await expect(ann.track.items.add({ kind: 'task', title: 'x', project: 'nowhere' })).rejects.toThrow()
    const { id } = await add('One')
    await ann.track.items.reopen({ id })
    await add('Two')
    expect(await revisions(stream, 2)).toEqual([1, 2])
    await expect(stream.next(100)).rejects.toThrow('no event')
  })

  it('can be read when the event comes: no event shows a write before it is there', async () => {
    const stream = await follow()
    for (let i = 1; i <= 5; i++) {
      const write = add(`${i}`)
      const { data } = await stream.next()
      expect((await ann.track.me.get()).revision).toBeGreaterThanOrEqual(i)
      expect((await ann.track.items.get({ id: data.items![0]!.id })).title).toBe(`${i}`)
      await write
    }
  })

  it('tells settings and what an administrator did, without their contents', async () => {
    const stream = await follow()
    await ann.track.me.update({ timezone: 'Asia/Tokyo' })
    await ann.track.calendar.rotate()
    await root.track.users.update({ name: ann.name, role: 'admin' })
    for (const op of ['me.update', 'calendar.rotate', 'users.update'])
      expect((await stream.next()).data).toMatchObject({ op, items: [], projects: [], features: [] })
  })

  it('resumes after Last-Event-ID without a gap, whatever is written meanwhile', async () => {
    await Promise.all(Array.from({ length: 250 }, (_, i) => add(`${i}`)))
    const writing = Promise.all(Array.from({ length: 20 }, (_, i) => add(`more ${i}`)))
    const [zero, some, latest] = await Promise.all([follow(0), follow(123), follow()])
    expect(await revisions(zero, 270)).toEqual(upTo(1, 270))
    expect(await revisions(some, 147)).toEqual(upTo(124, 270))
    await writing
    await add('last')
    const tail = []
    do tail.push(Number((await latest.next()).id))
    while (tail.at(-1) !== 271)
    expect(tail).toEqual(upTo(tail[0]!, 271))
  })

  it('resumes without a gap while other streams of the same user are further on', LARGE, async () => {
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'x', notes: 'n'.repeat(20_000) })
    await Promise.all(Array.from({ length: 90 }, (_, i) => ann.track.items.update({ id, title: `1 ${i}` })))
    await Promise.all(Array.from({ length: 90 }, (_, i) => ann.track.items.update({ id, title: `2 ${i}` })))
    await Promise.all(Array.from({ length: 69 }, (_, i) => ann.track.items.update({ id, title: `3 ${i}` })))
    const all: EventStream[] = []
    for (let i = 0; i < 12; i++) all.push(await follow(0))
    for (const stream of all) expect(await revisions(stream, 250)).toEqual(upTo(1, 250))
  })

  it('resumes through many breaks with each write once', async () => {
    let last = 0
    const seen: number[] = []
    const writing = (async () => {
      for (let i = 0; i < 40; i++) await add(`${i}`)
    })()
    while (seen.length < 40) {
      const stream = await follow(last)
      for (let i = 0; i < 7 && seen.length < 40; i++) seen.push((last = Number((await stream.next()).id)))
      stream.close()
    }
    await writing
    expect(seen).toEqual(upTo(1, 40))
  })

  it('asks for a reload if changes since a revision are not available, and goes on from there', async () => {
    await add('One')
    const stream = await follow(5)
    expect(await stream.next()).toEqual({ id: '1', event: 'reset', data: { revision: 1 } })
    await add('Two')
    expect(await stream.next()).toMatchObject({ id: '2', event: 'message' })
    server.clock.advance(500 * DAY_MS)
    await add('Three')
    await upkeep(server.deps)
    expect(await (await follow(1)).next()).toMatchObject({ id: '3', event: 'reset', data: { revision: 3 } })
    expect(await (await follow(2)).next()).toMatchObject({ id: '3', event: 'message' })
    server.clock.set('2026-03-10T12:00:00Z')
  })

  it('lives on when nobody can be followed for a while, and says so', async () => {
    vi.spyOn(server.assembly.live, 'follow').mockRejectedValueOnce(
      new TrackError('unavailable', 'the database does not answer', { retryAfter: 1 }),
    )
    expect((await server.fetch('/api/events', { key: ann.key })).status).toBe(503)
    await follow()
  })

  it('ends at once for a key that is replaced while its stream opens', async () => {
    const { user } = await new Promise<Follower>((resolve) => {
      const { live } = server.assembly
      const follow = live.follow.bind(live)
      vi.spyOn(live, 'follow').mockImplementationOnce(async (follower, since) => {
        await root.track.users.rotate({ name: ann.name }) // between the door and the list of followers
        resolve(follower)
        return follow(follower, since)
      })
      void server.fetch('/api/events', { key: ann.key }).then((response) => response.text())
    })
    await expect.poll(() => server.assembly.live.count(user.id)).toBe(0)
  })

  it('ends streams whose keys cannot be asked for, and takes them back', async () => {
    const stream = await follow(0)
    const asked = vi.spyOn(server.deps.engine.read, 'selectFrom').mockImplementationOnce(() => {
      throw new TrackError('unavailable', 'the database does not answer')
    })
    server.assembly.live.onWritten([], true)
    expect(asked).toHaveBeenCalledTimes(1)
    asked.mockRestore()
    await stream.ended()
    await add('One')
    expect(await revisions(await follow(0), 1)).toEqual([1])
  })

  it('refuses a Last-Event-ID that is none', async () => {
    for (const id of ['x', '-1', '1.5', '1e3'])
      expect((await server.fetch('/api/events', { key: ann.key, headers: { 'last-event-id': id } })).status).toBe(400)
    expect((await server.fetch('/api/events')).status).toBe(401)
  })

  it('tells no items of a write of more than 500', async () => {
    const stream = await follow()
    await addAll(
      ann.track,
      'grocery',
      Array.from({ length: 500 }, (_, i) => `${i}`),
    )
    await addAll(
      ann.track,
      'grocery',
      Array.from({ length: 501 }, (_, i) => `${i}`),
    )
    expect((await stream.next()).data.items).toHaveLength(500)
    expect((await stream.next()).data).toMatchObject({ revision: 2, op: 'batch.run', items: null })
    expect((await ann.track.changes.list({ since: 1 })).changes[0]!.items).toHaveLength(501)
  })

  it.each(['rotate', 'remove'] as const)('is closed at once when the key goes: %s', async (action) => {
    const [one, two, other] = [await follow(), await follow(0), await follow(0, root.key)]
    await root.track.users[action]({ name: ann.name })
    await Promise.all([one.ended(10_000), two.ended(10_000)])
    expect((await server.fetch('/api/events', { key: ann.key })).status).toBe(401)
    await expect(other.ended(50)).rejects.toThrow('no end')
  })

  it('is closed when the key goes straight on the database', async () => {
    const stream = await follow()
    await localTrack(server.deps).users.rotate({ name: ann.name })
    await stream.ended(1000)
  })

  it('stays open when only the feed key goes, or the role changes', async () => {
    const stream = await follow()
    await ann.track.calendar.rotate()
    await root.track.users.update({ name: ann.name, role: 'admin' })
    await root.track.users.update({ name: ann.name, role: 'member' })
    expect(await revisions(stream, 3)).toEqual([1, 2, 3])
  })

  it('leaves nothing behind of the times that it waits for a slow reader', LARGE, async () => {
    const warnings: Error[] = []
    const warned = (warning: Error) => void warnings.push(warning)
    process.on('warning', warned)
    const notes = 'n'.repeat(30_000)
    await Promise.all(Array.from({ length: 135 }, () => ann.track.items.add({ kind: 'todo', title: 'x', notes })))
    expect(await revisions(await follow(0), 135)).toEqual(upTo(1, 135))
    process.off('warning', warned)
    expect(warnings).toEqual([])
  })

  it('goes to every reader, and forgets those who leave', async () => {
    const all = await Promise.all(Array.from({ length: 10 }, () => follow()))
    all[0]!.close()
    await add('One')
    for (const stream of all.slice(1)) expect((await stream.next()).id).toBe('1')
    for (const stream of all) stream.close()
    await expect.poll(() => server.assembly.live.count(ann.id)).toBe(0)
  })
})

import { expect, it } from 'vitest'
import { contents, revisionOf } from '#testing/builders.ts'
import { serverForThisTest } from '#testing/fixtures.ts'
import { openStream } from '#testing/event-stream.ts'

const HOUR = 60 * 60 * 1000

it.each(['http', 'postgres, two nodes'] as const)(
  'a clock that jumps back an hour, over midnight, loses nothing and stops nothing: %s',
  async (variant) => {
    const server = await serverForThisTest(variant, {
      at: '2026-03-10T00:30:00Z',
      settings: { rateLimit: 40, authRateLimit: 5 },
    })
    const { track, key } = await server.addAnyUser()
    const stream = await openStream(server.url, key)
    const chore = await track.items.add({ kind: 'chore', title: 'Bins', every: '3 days' })
    await track.items.done({ id: chore.id })
    const first = await track.items.add({ kind: 'todo', title: 'before', due: 'today' }, { idempotencyKey: 'once' })
    const feed = await server.fetch(`/calendar.ics?key=${key}`)

    server.clock.advance(-HOUR)
    expect(await track.views.today()).toMatchObject({ date: '2026-03-09' })
    expect(await track.items.add({ kind: 'todo', title: 'before', due: 'today' }, { idempotencyKey: 'once' })).toEqual(
      first,
    )
    const later = await track.items.add({ kind: 'todo', title: 'after', due: 'today' })
    expect(later).toMatchObject({ revision: 4, due: '2026-03-09' })
    expect(await track.items.update({ id: chore.id, title: 'The bins' })).toMatchObject({
      last_done: '2026-03-10',
      due: '2026-03-13',
    })
    expect(
      (await server.fetch(`/calendar.ics?key=${key}`, { headers: { 'if-none-match': feed.headers.get('etag')! } }))
        .status,
    ).toBe(200)
    expect(
      (
        await server.fetch(`/api/items/${first.id}`, {
          key,
          headers: { 'if-none-match': (await server.fetch(`/api/items/${first.id}`, { key })).headers.get('etag')! },
        })
      ).status,
    ).toBe(304)

    // the journal goes by revisions, so order, streams and undo don't mind
    const { changes, revision } = await track.changes.list({ since: 0 })
    expect(changes.map((change) => change.revision)).toEqual([1, 2, 3, 4, 5])
    expect(revision).toBe(5)
    for (const change of changes) expect(await stream.next()).toMatchObject({ id: String(change.revision) })
    stream.close()
    const resumed = await openStream(server.url, key, '3')
    for (const id of ['4', '5']) expect(await resumed.next()).toMatchObject({ id })
    resumed.close()
    expect(await track.changes.undo({})).toMatchObject({ undoes: 5 })
    expect((await contents(track)).items.map((item) => item.title).toSorted()).toEqual(['Bins', 'after', 'before'])

    // limits are reset, so that nobody waits for an hour that comes twice
    const statuses = async (times: number) =>
      Promise.all(Array.from({ length: times }, async () => (await server.fetch('/api/me', { key })).status))
    expect(await statuses(60)).toContain(429)
    server.clock.advance(-HOUR)
    expect(await statuses(10)).toEqual(Array(10).fill(200))
    expect(await revisionOf(track)).toBe(6)
  },
)

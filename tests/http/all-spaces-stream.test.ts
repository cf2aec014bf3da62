import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { connect, type JournalEvent } from '#main/client.ts'
import { upkeep } from '#service/upkeep.ts'
import { DAY_MS } from '#testing/clock.ts'
import { type EventStream, openStream, type StreamEvent } from '#testing/event-stream.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import type { TestUser } from '#testing/test-server.ts'

/** On a busy machine. */
const MAX_WAIT_MS = 15_000

describe.each(['http', 'postgres, two nodes'] as const)('the stream of all spaces, %s', (variant) => {
  const server = useTestServer(variant)
  const [ann, ben, eve] = [useNewUser(server), useNewUser(server), useNewUser(server)]
  let n = 0
  let [home, club] = ['', '']
  let streams: EventStream[] = []
  const invite = (user: TestUser, name = home) => ann.track.members.set({ name, user: user.name, role: 'member' })
  const expel = (user: TestUser, name = home) => ann.track.members.remove({ name, user: user.name })
  const add = ({ track }: TestUser, title: string, space?: string) =>
    track.items.add({ kind: 'todo', title }, space === undefined ? {} : { space })

  beforeEach(async () => {
    n++
    ;[home, club] = [`home-${n}`, `club-${n}`]
    for (const name of [home, club]) await ann.track.spaces.add({ name })
    await invite(ben)
    await ben.track.spaces.join({ name: home })
  })
  afterEach(() => {
    for (const stream of streams) stream.close()
    streams = []
  })

  const follow = async ({ key }: TestUser, since?: string, url = server.url) => {
    const stream = await openStream(url, key, since, '*')
    expect(stream.response.status).toBe(200)
    streams.push(stream)
    return stream
  }
  const next = (stream: EventStream) => stream.next(MAX_WAIT_MS)
  /** What an event tells: the title of what was added, with its space. */
  const summaryOf = ({ event, data }: StreamEvent) =>
    event === 'message' ? `${data.space}: ${data.items?.[0]?.after?.title ?? data.op}` : event
  const tell = async (stream: EventStream, count: number) => {
    const events = []
    for (let i = 0; i < count; i++) events.push(summaryOf(await next(stream)))
    return events
  }
  /** The next event of a name; those before it are passed over. */
  const nextOf = async (stream: EventStream, event: string) => {
    for (;;) {
      const one = await next(stream)
      if (one.event === event) return one
    }
  }
  const namesIn = ({ data }: StreamEvent) => data.spaces!.map(({ name, role }) => `${name} ${role}`)

  it('tells each write once, on every node, with its space and as the journal has it', async () => {
    const open = await Promise.all(server.urls.map((url) => follow(ben, undefined, url)))
    await add(ben, 'Mine')
    await add(ann, 'Ours', home)
    await add(ann, 'Not theirs')
    await add(ann, 'Of the club', club)
    await add(ben, 'Ours, too', home)
    for (const stream of open) {
      const events = [await next(stream), await next(stream), await next(stream)]
      expect(events.map(summaryOf).toSorted()).toEqual(
        [`${ben.name}: Mine`, `${home}: Ours`, `${home}: Ours, too`].toSorted(),
      )
      const [ours] = events.filter(({ data }) => data.by === ann.name)
      const { changes } = await ben.track.changes.list({ limit: 2 }, { space: home })
      expect({ ...ours!.data, undone: false }).toEqual({ ...changes[1], space: home })
      await expect(stream.next(100)).rejects.toThrow('no event')
    }
  })

  it('resumes all spaces through many breaks: each write once, in the order of its space', async () => {
    await invite(ben, club)
    await ben.track.spaces.join({ name: club })
    const perSpace = 24
    let since = (await follow(ben)).lastId()
    await expect.poll(() => (since ??= streams.at(-1)!.lastId()), { timeout: MAX_WAIT_MS }).toBeDefined()
    const writing = Promise.all(
      [undefined, home, club].map(async (space) => {
        for (let i = 0; i < perSpace; i++) await add(space === club ? ann : ben, `${i}`, space)
      }),
    )
    const heard: string[] = []
    for (let breaks = 0; heard.length < 3 * perSpace; breaks++) {
      const stream = await follow(ben, since, server.urls[breaks % server.urls.length])
      for (let i = 0; i < 7 && heard.length < 3 * perSpace; i++) {
        const event = await next(stream)
        heard.push(summaryOf(event))
        since = event.id
      }
      stream.close()
    }
    await writing
    const numbers = Array.from({ length: perSpace }, (_, i) => String(i))
    for (const space of [ben.name, home, club])
      expect(heard.filter((one) => one.startsWith(`${space}: `))).toEqual(numbers.map((i) => `${space}: ${i}`))
  })

  it('tells of invitations, joining, roles and leaving, and what is joined begins in the same stream', async () => {
    const stream = await follow(ben)
    await invite(ben, club)
    const invited = await nextOf(stream, 'spaces')
    expect(invited.data.spaces).toEqual([
      { name: club, role: 'invited' },
      expect.objectContaining({ name: home, role: 'member', revision: expect.any(Number) as number }),
    ])
    await add(ann, 'Before', club)
    const { revision } = await ben.track.spaces.join({ name: club })
    const joined = await nextOf(stream, 'spaces')
    expect(joined.data.spaces![0]).toMatchObject({ name: club, role: 'member', revision })
    await add(ann, 'After', club)
    for (;;) {
      const event = await nextOf(stream, 'message')
      if (event.data.space !== club) continue
      expect(summaryOf(event)).toBe(`${club}: After`)
      break
    }
    await ann.track.members.set({ name: club, user: ben.name, role: 'owner' })
    expect(namesIn(await nextOf(stream, 'spaces'))).toEqual([`${club} owner`, `${home} member`])
    await ben.track.members.remove({ name: club, user: ben.name })
    expect(namesIn(await nextOf(stream, 'spaces'))).toEqual([`${home} member`])
    await ann.track.spaces.remove({ name: home })
    expect(namesIn(await nextOf(stream, 'spaces'))).toEqual([])
    await add(ben, 'Mine')
    for (let last = ''; last !== `${ben.name}: Mine`;) last = summaryOf(await next(stream))
  })

  it('ends the part of a space at once for who is expelled, on all nodes, and goes on with the others', async () => {
    const open = await Promise.all(server.urls.map((url) => follow(ben, undefined, url)))
    const stays = await follow(ann)
    await expel(ben)
    await add(ann, 'Secret', home)
    await add(ben, 'Mine')
    for (const stream of open) {
      const heard: string[] = []
      while (heard.at(-1) !== `${ben.name}: Mine`) heard.push(summaryOf(await next(stream)))
      await expect(stream.next(100)).rejects.toThrow('no event')
      expect(heard).toContain('spaces')
      expect(heard.filter((one) => one.startsWith(`${home}: `))).toEqual([])
    }
    while (summaryOf(await next(stays)) !== `${home}: Secret`);
  })

  it('tells when it resumes what memberships have changed meanwhile', async () => {
    const stream = await follow(ben)
    await add(ann, 'One', home)
    const { id } = await next(stream)
    stream.close()
    await invite(ben, club)
    await ben.track.spaces.join({ name: club })
    await add(ann, 'Two', home)
    await expel(ben)
    await add(ann, 'Three', home)
    const resumed = await follow(ben, id)
    expect(namesIn(await next(resumed))).toEqual([`${club} member`])
    await add(ann, 'Four', club)
    const heard: string[] = []
    while (heard.at(-1) !== `${club}: Four`) heard.push(summaryOf(await next(resumed)))
    expect(heard.filter((one) => one.startsWith(home))).toEqual([])
  })

  it('resets a space alone whose journal does not reach back, and goes on with it', async () => {
    const stream = await follow(ben)
    await add(ann, 'One', home)
    const { id } = await next(stream)
    stream.close()
    await add(ann, 'Two', home)
    await add(ben, 'Mine')
    server.clock.advance(500 * DAY_MS)
    const { revision } = await add(ann, 'Three', home)
    await add(ben, 'Mine, too')
    await upkeep(server.deps)
    server.clock.set('2026-03-10T12:00:00Z')
    const resumed = await follow(ben, id)
    const resets = [await next(resumed), await next(resumed)]
    expect(resets.map(({ event, data }) => [event, data.space])).toEqual([
      ['reset', ben.name],
      ['reset', home],
    ])
    expect(resets[1]!.data.revision).toBe(revision)
    const again = await follow(ben, resets[0]!.id)
    expect(await next(again)).toMatchObject({ event: 'reset', data: { space: home, revision } })
    await add(ann, 'Four', home)
    for (const one of [resumed, again]) expect(await tell(one, 1)).toEqual([`${home}: Four`])
  })

  it('refuses what is no id of it, and gives nothing for that of another user', async () => {
    for (const id of [
      'x',
      '12',
      '1r2',
      '1r2-',
      '1r2-abcdefgh-',
      '1r2-abcdefghi',
      '-abcdefgh',
      `1r2-${'1'.repeat(9)}`,
    ]) {
      const headers = { 'x-track-space': '*', 'last-event-id': id }
      expect((await server.fetch('/api/events', { key: ben.key, headers })).status, id).toBe(400)
    }
    const theirs = await follow(ann)
    await add(ann, 'Secret', club)
    const { id } = await next(theirs)
    const stream = await follow(eve, id)
    expect(await next(stream)).toMatchObject({ event: 'reset', data: { space: eve.name } })
    expect((await next(stream)).data).toEqual({ spaces: [] })
    await add(ann, 'Secret, too', club)
    await add(eve, 'Mine')
    expect(await tell(stream, 1)).toEqual([`${eve.name}: Mine`])
  })

  it('counts as one stream of each space, and ends with its key', async () => {
    const stream = await follow(ben)
    const one = await openStream(server.url, ben.key, undefined, home)
    streams.push(one)
    expect(server.assembly.live.count(ben.id)).toBe(3)
    one.close()
    await expect.poll(() => server.assembly.live.count(ben.id), { timeout: MAX_WAIT_MS }).toBe(2)
    const root = await server.addAnyUser({ role: 'admin' })
    await root.track.users.rotate({ name: ben.name })
    await stream.ended(MAX_WAIT_MS)
    await expect.poll(() => server.assembly.live.count(), { timeout: MAX_WAIT_MS }).toBe(0)
  })

  it('is followed by track/client from its beginning', async () => {
    const end = new AbortController()
    const heard: JournalEvent[] = []
    const track = connect({ url: server.url, key: ben.key, space: '*' })
    const following = (async () => {
      for await (const event of track.events({ signal: end.signal })) heard.push(event)
    })()
    await expect.poll(() => server.assembly.live.count(ben.id), { timeout: MAX_WAIT_MS }).toBe(2)
    await add(ann, 'Ours', home)
    await expect.poll(() => heard.length, { timeout: MAX_WAIT_MS }).toBe(1)
    expect(heard[0]).toMatchObject({ type: 'change', change: { space: home, op: 'items.add' } })
    await expel(ben)
    await expect.poll(() => heard.at(-1)?.type, { timeout: MAX_WAIT_MS }).toBe('spaces')
    expect(heard.at(-1)).toMatchObject({ type: 'spaces', spaces: [] })
    end.abort()
    await following
    const later = connect({ url: server.url, key: ben.key, space: '*' }).events({ since: heard[0]!.id })
    expect((await later.next()).value).toMatchObject({ type: 'spaces', spaces: [] })
    await later.return(undefined)
  })
})

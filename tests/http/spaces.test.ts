import ICAL from 'ical.js'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type EventStream, openStream } from '#testing/event-stream.ts'
import { deleteKey } from '#store/users.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import type { TestUser } from '#testing/test-server.ts'

/** An expelled member's stream ends within this time, on every node. */
const MAX_EXPULSION_MS = 10_000

describe.each(['http', 'postgres, two nodes'] as const)('a request that names a space, %s', (variant) => {
  const server = useTestServer(variant)
  const [ann, ben, eve] = [useNewUser(server), useNewUser(server), useNewUser(server)]
  let n = 0
  let home: string
  let id: string
  let streams: EventStream[] = []
  beforeEach(async () => {
    home = `home-${++n}`
    ;({ id } = await ann.track.spaces.add({ name: home }))
    await ann.track.members.set({ name: home, user: ben.name, role: 'member' })
    await ben.track.spaces.join({ name: home })
  })
  afterEach(() => {
    for (const stream of streams) stream.close()
    streams = []
  })

  const request = (
    { key }: TestUser,
    path: string,
    { space = home, method, headers, body }: { space?: string; method?: string; headers?: object; body?: object } = {},
  ) =>
    server.fetch(`/api${path}`, {
      key,
      method,
      headers: { 'x-track-space': space, 'content-type': 'application/json', ...headers },
      body: body && JSON.stringify(body),
    })
  const milk = { kind: 'grocery', title: 'Milk' }
  const add = (who: TestUser, headers?: object, body: object = milk) =>
    request(who, '/items', { method: 'POST', body, headers })
  const follow = async (who: TestUser, url = server.url, since?: string) => {
    const stream = await openStream(url, who.key, since, home)
    streams.push(stream)
    return stream
  }
  const expel = (who: TestUser) => ann.track.members.remove({ name: home, user: who.name })

  it('is about that space, by name or id', async () => {
    expect((await add(ben)).status).toBe(201)
    for (const space of [home, id]) {
      const response = await request(ann, '/items', { space })
      expect(response.headers.get('vary')).toBe('x-track-key, x-track-space')
      expect(await response.json()).toMatchObject({ items: [{ title: 'Milk' }] })
    }
    for (const space of [ann.name, ann.id])
      expect(await (await request(ann, '/items', { space })).json()).toMatchObject({ items: [] })
  })

  it('is 404 for whoever is no member, and 401 before that', async () => {
    const missing = await (await request(eve, '/items', { space: 'no-such-space' })).json()
    const closed = await (await request(eve, '/items')).json()
    expect(closed).toEqual({ ...(missing as object), detail: `there is no space ${home}` })
    for (const space of [id, ann.name, ann.id, '', '*x', `${home}x`])
      expect((await request(eve, '/today', { space })).status, space).toBe(404)
    const response = await server.fetch('/api/items', { headers: { 'x-track-space': home } })
    expect(response.status).toBe(401)
  })

  it('invites with 201 and changes a role with 200', async () => {
    const put = (user: string, role: string) =>
      request(ann, `/spaces/${home}/members/${user}`, { space: ann.name, method: 'PUT', body: { role } })
    const invited = await put(eve.name, 'member')
    expect([invited.status, await invited.json()]).toEqual([201, { name: eve.name, role: 'invited', called: [] }])
    expect(invited.headers.get('track-revision')).toMatch(/^\d+$/)
    const again = await put(eve.name, 'member')
    expect([again.status, again.headers.get('track-revision')]).toEqual([200, null])
    expect((await put(ben.name, 'owner')).status).toBe(200)
  })

  it('has ETags of its own', async () => {
    const item = (await (await add(ann)).json()) as { id: string; revision: number }
    const tags = async (path: string) =>
      Promise.all([ann.name, home].map(async (space) => (await request(ann, path, { space })).headers.get('etag')!))
    for (const path of ['/items', '/today', '/upcoming', '/search?q=milk', '/projects', '/changes']) {
      const [own, shared] = await tags(path)
      expect(own, path).not.toBe(shared)
      const headers = { 'if-none-match': own }
      expect((await request(ann, path, { headers })).status, path).toBe(200)
      expect((await request(ann, path, { headers: { 'if-none-match': shared } })).status, path).toBe(304)
      await expel(ben)
      expect((await request(ben, path, { headers: { 'if-none-match': shared } })).status, path).toBe(404)
      await ann.track.members.set({ name: home, user: ben.name, role: 'member' })
      await ben.track.spaces.join({ name: home })
    }
    const foreign = `"test.${ann.id}.${item.id}.r${item.revision}"`
    const patch = (tag: string) =>
      request(ann, `/items/${item.id}`, { method: 'PATCH', body: { priority: 1 }, headers: { 'if-match': tag } })
    expect((await patch(foreign)).status).toBe(409)
    const shared = (await request(ann, `/items/${item.id}`)).headers.get('etag')!
    expect((await patch(shared)).status).toBe(200)
    expect((await patch(shared)).status).toBe(409)
  })

  it('names every space and its revision where it is about all', async () => {
    const tagOf = async () => (await request(ben, '/today', { space: '*' })).headers.get('etag')!
    const first = await tagOf()
    expect(first).toMatch(/^"[\x21\x23-\x7e]+"$/)
    expect((await request(ben, '/today', { space: '*', headers: { 'if-none-match': first } })).status).toBe(304)
    await add(ann)
    const second = await tagOf()
    await ben.track.items.add({ kind: 'todo', title: 'Own' })
    const third = await tagOf()
    await expel(ben)
    expect(new Set([first, second, third, await tagOf()]).size).toBe(4)
    for (const path of ['/items/t-1', '/projects', '/changes'])
      expect((await request(ben, path, { space: '*', headers: { 'if-none-match': '*' } })).status, path).toBe(400)
  })

  it('keeps idempotency keys by user and space', async () => {
    const headers = { 'idempotency-key': 'once' }
    const first = await (await add(ben, headers)).json()
    expect(await (await add(ben, headers)).json()).toEqual(first)
    expect(await (await add(ann, headers)).json()).not.toMatchObject({ id: (first as { id: string }).id })
    await request(ben, '/items', { space: ben.name, method: 'POST', body: milk, headers })
    expect((await ben.track.items.list()).items).toHaveLength(1)
    expect((await ann.track.items.list({}, { space: home })).items).toHaveLength(2)
    await expel(ben)
    for (const body of [milk, { ...milk, title: 'Bread' }]) {
      const refused = await add(ben, headers, body)
      expect([refused.status, await refused.json()]).toEqual([404, expect.objectContaining({ code: 'not_found' })])
    }
  })

  it('streams what all members write', async () => {
    const stream = await follow(ann)
    const { id: added } = (await (await add(ben)).json()) as { id: string }
    const event = await stream.next()
    expect(event.data).toMatchObject({ op: 'items.add', by: ben.name, items: [{ id: added }] })
    const resumed = await follow(ben, server.url, String(event.data.revision - 1))
    expect((await resumed.next()).data).toEqual(event.data)
    const refused = await server.fetch('/api/events', { key: eve.key, headers: { 'x-track-space': home } })
    expect(refused.status).toBe(404)
  })

  it('ends the streams of who is expelled, on all nodes', async () => {
    const open = await Promise.all(server.urls.map((url) => follow(ben, url)))
    const stays = await follow(ann)
    await expel(ben)
    await add(ann, {}, { ...milk, title: 'Secret' })
    await Promise.all(open.map((stream) => stream.ended(MAX_EXPULSION_MS)))
    expect((await stays.next()).data.op).toBe('members.remove')
    expect((await stays.next()).data.op).toBe('items.add')
    for (const stream of open) await expect(stream.next(50)).rejects.toThrow()
    expect((await server.fetch('/api/events', { key: ben.key, headers: { 'x-track-space': home } })).status).toBe(404)
  })

  it('ends all streams of a space that is removed', async () => {
    const open = [await follow(ann), await follow(ben)]
    await ann.track.spaces.remove({ name: home })
    await Promise.all(open.map((stream) => stream.ended(MAX_EXPULSION_MS)))
    await expect.poll(() => server.assembly.live.count()).toBe(0)
  })

  it('has a feed key for each membership, which ends with it', async () => {
    const { track } = ben
    await track.items.add({ kind: 'todo', title: 'Own', due: 'today' })
    const item = await track.items.add({ kind: 'todo', title: 'Ours', due: 'today' }, { space: home })
    const own = await track.calendar.get()
    const shared = await track.calendar.get({}, { space: home })
    expect(
      new Set([own.feed_key, shared.feed_key, (await ann.track.calendar.get({}, { space: home })).feed_key]).size,
    ).toBe(3)
    const feed = async (key: string) => {
      const response = await server.fetch(`/calendar.ics?key=${key}`)
      const text = await response.text()
      if (response.status !== 200) return [response.status, text]
      const calendar = new ICAL.Component(ICAL.parse(text))
      return calendar.getAllSubcomponents('vevent').map((event) => event.getFirstPropertyValue('uid'))
    }
    expect(await feed(shared.feed_key)).toEqual([`${item.id}.${id}@track`])
    expect(await feed(own.feed_key)).toEqual([expect.stringContaining(`.${ben.id}@track`)])
    const rotated = await track.calendar.rotate({}, { space: home })
    expect(await feed(shared.feed_key)).toEqual([401, ''])
    expect(await feed(own.feed_key)).toHaveLength(1)
    expect(await feed(rotated.feed_key)).toHaveLength(1)
    await expel(ben)
    expect(await feed(rotated.feed_key)).toEqual([401, ''])
    expect(await feed(own.feed_key)).toHaveLength(1)
  })

  describe('the feed of all spaces', () => {
    const all = { space: '*' }
    const get = (key: string, headers: Record<string, string> = {}) =>
      server.fetch(`/calendar.ics?key=${key}`, { headers })
    async function eventsOf(response: Response) {
      const calendar = new ICAL.Component(ICAL.parse(await response.text()))
      return calendar.getAllSubcomponents('vevent').map((event) => ({
        uid: String(event.getFirstPropertyValue('uid')),
        title: String(event.getFirstPropertyValue('summary')),
        description: event.getFirstPropertyValue('description'),
      }))
    }
    const addDue = ({ track }: TestUser, title: string, space?: string) =>
      track.items.add({ kind: 'todo', title, due: 'today' }, space === undefined ? {} : { space })

    it('has a key of its own, and events that say their space and whose UIDs do not clash', async () => {
      const { track } = ben
      const mine = await addDue(ben, 'Mine')
      const ours = await addDue(ann, 'Ours', home)
      await addDue(ann, 'Not theirs')
      const keys = [
        await track.calendar.get({}, all),
        await track.calendar.get(),
        await track.calendar.get({}, { space: home }),
      ]
      expect(new Set(keys.map(({ feed_key }) => feed_key)).size).toBe(3)
      expect(await track.calendar.get({}, all)).toEqual(keys[0])
      const expected = [
        { uid: `${mine.id}.${ben.id}@track`, title: 'Mine', description: null },
        { uid: `${ours.id}.${id}@track`, title: 'Ours', description: `Space: ${home}` },
      ]
      expect(await eventsOf(await get(keys[0]!.feed_key))).toEqual(expected)
      expect(await eventsOf(await get(ben.key, { 'x-track-space': '*' }))).toEqual(expected)
      expect(await eventsOf(await get(ben.key))).toEqual([expected[0]])
    })

    it('is unchanged until one of the spaces is another, and is without who is expelled', async () => {
      await addDue(ann, 'Ours', home)
      const { feed_key: key } = await ben.track.calendar.get({}, all)
      const etagOf = async () => (await get(key)).headers.get('etag')!
      const first = await etagOf()
      expect((await get(key, { 'if-none-match': first })).status).toBe(304)
      await addDue(ann, 'Ours, too', home)
      const second = await get(key, { 'if-none-match': first })
      expect([second.status, (await eventsOf(second)).length]).toEqual([200, 2])
      await expel(ben)
      const third = await get(key, { 'if-none-match': second.headers.get('etag')! })
      expect([third.status, await eventsOf(third)]).toEqual([200, []])
    })

    it('has its key replaced alone, and with the API key', async () => {
      const { track } = ben
      const [before, own] = [await track.calendar.get({}, all), await track.calendar.get()]
      const after = await track.calendar.rotate({}, all)
      expect(await Promise.all([before, own, after].map(async ({ feed_key }) => (await get(feed_key)).status))).toEqual(
        [401, 200, 200],
      )
      const root = await server.addAnyUser({ role: 'admin' })
      const { api_key } = await root.track.users.rotate({ name: ben.name })
      expect((await get(after.feed_key)).status).toBe(401)
      const renewed = await server.trackFor(api_key).calendar.get({}, all)
      expect((await get(renewed.feed_key)).status).toBe(200)
    })

    it('is made for those who were there before it, once', async () => {
      await server.deps.engine.write(`user ${eve.id}`, (db) =>
        deleteKey(db, { user_id: eve.id, kind: 'feed of all', space_id: null }),
      )
      const keys = await Promise.all(Array.from({ length: 5 }, () => eve.track.calendar.get({}, all)))
      expect(new Set(keys.map(({ feed_key }) => feed_key)).size).toBe(1)
      expect((await get(keys[0]!.feed_key)).status).toBe(200)
    })

    it('is 404 without a body for a space that the key does not open', async () => {
      const keyOf = async (space: string) => (await ben.track.calendar.get({}, { space })).feed_key
      const [own, shared, ofAll] = [await keyOf(ben.name), await keyOf(home), await keyOf('*')]
      const status = async (key: string, space: string) => {
        const response = await get(key, { 'x-track-space': space })
        const text = await response.text()
        return response.status === 404 ? text || 404 : response.status
      }
      for (const [key, open, closed] of [
        [own, [ben.name, ben.id], [home, id, '*', ann.name]],
        [shared, [home, id], [ben.name, '*', 'nowhere']],
        [ofAll, [ben.name, home, id, '*'], [ann.name, 'nowhere', '']],
        [ben.key, [ben.name, home, '*'], [ann.name, 'nowhere']],
      ] as const) {
        for (const space of open) expect(await status(key, space), space).toBe(200)
        for (const space of closed) expect(await status(key, space), space).toBe(404)
      }
    })
  })
})

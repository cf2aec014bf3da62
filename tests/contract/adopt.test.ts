import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_MEMBERS, MAX_SPACES } from '#domain/spaces.ts'
import { localTrack } from '#service/local-track.ts'
import { addAll, listTitles, revisionOf, titles } from '#testing/builders.ts'
import { openStream } from '#testing/event-stream.ts'
import { useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'
import { type TestUser, VARIANTS } from '#testing/test-server.ts'

const MAX_WAIT_MS = 10_000

describe.each(VARIANTS)('a user who becomes a space, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  const home = useNewUser(server)
  let inHome: { space: string }
  beforeEach(() => void (inHome = { space: home.name }))

  const adopt = (input: object = {}, track = root.track) =>
    track.spaces.adopt({ name: home.name, key: home.key, members: [ann.name, ben.name], ...input })
  const refused = async (call: () => Promise<unknown>, code: string, message = '') => {
    const revision = await revisionOf(home.track)
    await expect(call()).rejects.toMatchObject({ code, message: expect.stringContaining(message) })
    expect(await revisionOf(home.track)).toBe(revision)
    expect((await root.track.users.list()).users.map(({ name }) => name)).toContain(home.name)
  }
  const uids = async (url: string) => (await (await server.fetch(url)).text()).match(/^UID:.*$/gm)

  it('keeps id, items, order, history and revision, and is shared by its members at once', async () => {
    const [milk, bread] = await addAll(home.track, 'grocery', ['Milk', 'Bread'])
    await home.track.items.add({ kind: 'todo', title: 'Rent', due: '2026-03-12' })
    await home.track.projects.add({ title: 'Kitchen', slug: 'kitchen' })
    await home.track.items.move({ id: bread!.id, to: 'top' })
    const before = await uids(`/calendar.ics?key=${home.key}`)
    const revision = await revisionOf(home.track)
    const revisionOfAnn = await revisionOf(ann.track)

    expect(await adopt({ members: [ben.name, ann.name, ben.name] })).toEqual({
      id: home.id,
      name: home.name,
      members: expect.arrayContaining([
        { name: ben.name, role: 'owner', called: [] },
        { name: ann.name, role: 'member', called: [] },
      ]),
      revision: revision + 1,
    })
    const joined = { id: home.id, name: home.name, role: 'member', revision: revision + 1 }
    expect((await ann.track.me.get()).spaces).toEqual([joined])
    expect(await revisionOf(ann.track)).toBe(revisionOfAnn + 1)
    const { items } = await ann.track.items.list({}, inHome)
    expect(titles(items)).toEqual(['Rent', 'Bread', 'Milk'])
    expect((await ann.track.projects.get({ slug: 'kitchen' }, inHome)).title).toBe('Kitchen')
    expect((await ben.track.search.find({ q: 'milk' }, inHome)).items).toHaveLength(1)
    expect(await listTitles(ann.track)).toEqual([])
    const { feed_key: feedKey } = await ann.track.calendar.get({}, inHome)
    expect(await uids(`/calendar.ics?key=${feedKey}`)).toEqual(before)
    const egg = await ann.track.items.add({ kind: 'grocery', title: 'Egg' }, inHome)
    expect(egg.revision).toBe(revision + 2)
    expect(new Set([egg.id, milk!.id, bread!.id]).size).toBe(3)
    await refusedToStrangers()
  })

  async function refusedToStrangers() {
    for (const { track } of [root, await server.addAnyUser()])
      await expect(track.items.list({}, inHome)).rejects.toMatchObject({ code: 'not_found' })
  }

  it('has a history of its own, which no member takes for theirs', async () => {
    const milk = await home.track.items.add({ kind: 'grocery', title: 'Milk' })
    await adopt()
    const { changes } = await ben.track.changes.list({}, inHome)
    expect(changes.map(({ op, by }) => [op, by])).toEqual([
      ['spaces.adopt', 'root'],
      ['items.add', home.name],
    ])
    await expect(ann.track.changes.undo({}, inHome)).rejects.toMatchObject({ code: 'conflict' })
    await expect(ann.track.changes.undo({ revision: changes[0]!.revision }, inHome)).rejects.toMatchObject({
      code: 'conflict',
    })
    expect(await ann.track.changes.undo({ revision: milk.revision }, inHome)).toMatchObject({
      by: ann.name,
      undid: { by: home.name },
    })
  })

  it('ends as a user: keys, feeds and streams at once, and a name that is not given again', async () => {
    const { feed_key: feedKey } = await home.track.calendar.get()
    const streams = await Promise.all(server.urls.map((url) => openStream(url, home.key)))
    const joined = await openStream(server.url, ann.key, undefined, '*')
    await adopt()
    await Promise.all(streams.map((stream) => stream.ended(MAX_WAIT_MS)))
    const events = [await joined.next(MAX_WAIT_MS), await joined.next(MAX_WAIT_MS)]
    joined.close()
    expect(events.find(({ event }) => event === 'spaces')?.data.spaces).toMatchObject([
      { name: home.name, role: 'owner' },
    ])
    expect((await server.fetch('/api/me', { key: home.key })).status).toBe(401)
    for (const key of [home.key, feedKey]) expect((await server.fetch(`/calendar.ics?key=${key}`)).status).toBe(401)
    expect((await root.track.users.list()).users.map(({ name }) => name)).not.toContain(home.name)
    await expect(root.track.users.add({ name: home.name })).rejects.toMatchObject({ code: 'conflict' })
    await expect(adopt()).rejects.toMatchObject({ code: 'not_found' })
    await ann.track.items.add({ kind: 'grocery', title: 'Milk' }, inHome)
    await ann.track.spaces.remove({ name: home.name })
    const { read } = server.deps.engine
    const left = await read.selectFrom('items').where('space_id', '=', home.spaceId).selectAll().execute()
    expect(left).toEqual([])
  })

  it('has all that was acknowledged when it is written to meanwhile', async () => {
    const adds = Array.from({ length: 20 }, (_, i) => home.track.items.add({ kind: 'todo', title: `${i}` }))
    const adopted = adopt()
    const later = Array.from({ length: 20 }, (_, i) => home.track.items.add({ kind: 'todo', title: `later ${i}` }))
    const settled = await Promise.allSettled([...adds, ...later])
    await adopted
    const added = settled.flatMap((one) => (one.status === 'fulfilled' ? [one.value.title] : []))
    const { items } = await ann.track.items.list({}, inHome)
    expect(titles(items)).toEqual(expect.arrayContaining(added))
    const { changes } = await ann.track.changes.list({}, inHome)
    expect(changes.map(({ revision }) => revision)).toEqual(changes.map((_, i) => changes.length - i))
    expect(changes[0]!.op).toBe('spaces.adopt')
  })

  it("needs the user's own key, but for who has the database", async () => {
    const { feed_key: feedKey } = await home.track.calendar.get()
    for (const key of [undefined, '', 'trk_', root.key, ann.key, feedKey])
      await refused(() => adopt({ key }), 'forbidden')
    await refused(() => adopt({}, ann.track), 'forbidden', 'only an administrator')
    await localTrack(server.deps).spaces.adopt({ name: home.name, members: [ann.name] })
    expect((await ann.track.changes.list({}, inHome)).changes[0]).toMatchObject({ op: 'spaces.adopt', by: 'local' })
  })

  it('is none who would be missed', async () => {
    await refused(() => adopt({ name: 'root', key: root.key }), 'conflict', 'your own')
    const local = localTrack(server.deps)
    await refused(() => local.spaces.adopt({ name: 'root', members: [ann.name] }), 'conflict', 'last administrator')
    await refused(() => adopt({ name: 'nobody' }), 'not_found', 'nobody')
    const space = `with-${home.name}`
    await ann.track.spaces.add({ name: space })
    await ann.track.members.set({ name: space, user: home.name, role: 'member' })
    await refused(() => adopt(), 'conflict', space)
    await home.track.members.remove({ name: space, user: home.name })
    await adopt()
  })

  it('has only members who are there, and may be', async () => {
    await refused(() => adopt({ members: [ann.name, 'nobody'] }), 'not_found', 'nobody')
    await refused(() => adopt({ members: [ann.name, home.name] }), 'conflict')
    await refused(() => adopt({ members: [] }), 'invalid')
    await refused(() => adopt({ members: Array.from({ length: MAX_MEMBERS + 1 }, (_, i) => `m-${i}`) }), 'invalid')
    for (let i = 0; i < MAX_SPACES; i++) await ben.track.spaces.add({ name: `${ben.name}-${i}` })
    await refused(() => adopt(), 'conflict', `${ben.name} is a member of ${MAX_SPACES} spaces`)
    await adopt({ members: [ann.name] })
  })

  it('has no gift for a member, and had none', async () => {
    const gifts = await addAll(home.track, 'gift', ['Scarf', 'Book'], { recipient: ann.name.toUpperCase() })
    await home.track.items.add({ kind: 'gift', title: 'Tea', recipient: 'Zoe' })
    await refused(() => adopt(), 'conflict', `2 gifts for ${ann.name}, who would see them`)
    for (const { id } of gifts) await home.track.items.remove({ id })
    await refused(() => adopt(), 'conflict', '2 gifts')
    await adopt({ members: [ben.name] })
    expect((await ben.track.items.list({ kind: 'gift' }, inHome)).items).toHaveLength(1)
  })

  it('has no amounts that a member would read in another currency', async () => {
    await ben.track.me.update({ currency: 'JPY' })
    await home.track.items.add({ kind: 'shopping', title: 'Lamp', budget: '50' })
    await refused(() => adopt(), 'conflict', `${ben.name} would read them as JPY`)
    await ben.track.me.update({ currency: 'USD' })
    await adopt()
  })

  it('leaves what others have as it is', async () => {
    const other: TestUser = await server.addAnyUser()
    await addAll(other.track, 'todo', ['Other'])
    await addAll(ann.track, 'todo', ['Own'])
    await adopt()
    expect(await listTitles(other.track)).toEqual(['Other'])
    expect(await listTitles(ann.track)).toEqual(['Own'])
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { API_KEY } from '#domain/keys.ts'
import { localTrack } from '#service/local-track.ts'
import { trackFor } from '#service/service.ts'
import { userById, userByName } from '#store/users.ts'
import { addAll, listTitles, revisionOf } from '#testing/builders.ts'
import { serverForThisTest, useTestServer, useUser } from '#testing/fixtures.ts'
import { type TestUser, VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('users, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin', timezone: 'Europe/Berlin' })
  let n = 0
  beforeEach(() => void n++)

  /** The error of an unknown key differs between the variants. */
  const closed = async (key: string) => await expect(server.trackFor(key).me.get()).rejects.toThrow()
  const added = async (name: string, role?: 'admin' | 'member') => {
    const made = await root.track.users.add({ name, role })
    return { ...made, track: server.trackFor(made.api_key) }
  }

  it('are added with a key that is shown this once, and opens their own items', async () => {
    const ryan = await root.track.users.add({ name: 'ryan' })
    expect(ryan).toEqual({
      id: expect.stringMatching(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
      name: 'ryan',
      role: 'member',
      api_key: expect.stringMatching(API_KEY),
    })
    const { users } = await root.track.users.list()
    expect(users.find((user) => user.name === 'ryan')).toEqual({
      id: ryan.id,
      name: 'ryan',
      role: 'member',
      timezone: 'Europe/Berlin',
      created_at: '2026-03-10T12:00:00.000Z',
    })
    expect(JSON.stringify(users)).not.toContain('trk_')
    const me = await server.trackFor(ryan.api_key).me.get()
    expect(me).toEqual({
      id: ryan.id,
      name: 'ryan',
      role: 'member',
      timezone: 'Europe/Berlin',
      currency: 'USD',
      revision: 0,
      spaces: [],
      defaults: {},
    })
    expect(await root.track.users.add({ name: 'zoe', role: 'admin', timezone: 'Asia/Tokyo' })).toMatchObject({
      role: 'admin',
    })
    expect((await root.track.users.list()).users.find((user) => user.name === 'zoe')).toMatchObject({
      role: 'admin',
      timezone: 'Asia/Tokyo',
    })
  })

  it('keep no key in the database', async () => {
    const { api_key } = await root.track.users.add({ name: `kept-${n}` })
    const rows = JSON.stringify([
      await server.deps.engine.read.selectFrom('keys').selectAll().execute(),
      await server.deps.engine.read.selectFrom('answers').selectAll().execute(),
      await server.deps.engine.read.selectFrom('journal').selectAll().execute(),
    ])
    expect(rows).not.toContain('trk_')
    expect(rows).not.toContain(api_key.slice(4))
  })

  it.each(['Ryan', 'a b', '', '-a', '.a', '_a', 'ü', 'x'.repeat(33), 'a/b', 'a@b', 'default'])(
    'cannot be named %s',
    async (name) => {
      await expect(root.track.users.add({ name })).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'name' }] },
      })
    },
  )

  it.each(['a', '0', 'a.b-c_d', 'x'.repeat(32)])('can be named %s, once', async (name) => {
    await root.track.users.add({ name })
    await expect(root.track.users.add({ name })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('have a zone that exists', async () => {
    for (const timezone of ['Mars/Olympus', '', 'CEST ', 'local'])
      await expect(root.track.users.add({ name: `zoned-${n}`, timezone })).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'timezone' }] },
      })
    await root.track.users.add({ name: `zoned-${n}`, timezone: 'UTC' })
  })

  it('rotated have a new key at once, and a new feed key', async () => {
    const ryan = await added(`rotated-${n}`)
    await addAll(ryan.track, 'todo', ['Mine'])
    const feed = await ryan.track.calendar.get()
    const { api_key, ...rest } = await root.track.users.rotate({ name: ryan.name })
    expect(rest).toEqual({ id: ryan.id, name: ryan.name, role: 'member' })
    expect(api_key).toMatch(API_KEY)
    expect(api_key).not.toBe(ryan.api_key)
    await closed(ryan.api_key)
    expect(await listTitles(server.trackFor(api_key))).toEqual(['Mine'])
    expect((await server.trackFor(api_key).calendar.get()).feed_key).not.toBe(feed.feed_key)
    for (const key of [ryan.api_key, feed.feed_key])
      expect((await server.fetch(`/calendar.ics?key=${key}`)).status).toBe(401)
    expect((await server.fetch(`/calendar.ics?key=${api_key}`)).status).toBe(200)
    await expect(root.track.users.rotate({ name: 'nobody' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('who administer can rotate their own key', async () => {
    const boss = await added(`boss-${n}`, 'admin')
    const { api_key } = await boss.track.users.rotate({ name: boss.name })
    await closed(boss.api_key)
    expect((await server.trackFor(api_key).me.get()).name).toBe(boss.name)
  })

  it('removed are gone with their data and keys', async () => {
    const ryan = await added(`gone-${n}`)
    await ryan.track.projects.add({ title: 'Boat', type: 'engineering' })
    await ryan.track.features.add({ slug: 'boat', title: 'Hull' })
    await addAll(ryan.track, 'todo', ['Mine', 'Too'])
    const { feed_key } = await ryan.track.calendar.get()
    const { space_id } = (await userByName(server.deps.engine.read, ryan.name))!
    await root.track.users.remove({ name: ryan.name })
    await closed(ryan.api_key)
    for (const key of [ryan.api_key, feed_key])
      expect((await server.fetch(`/calendar.ics?key=${key}`)).status).toBe(401)
    const { read } = server.deps.engine
    for (const table of [
      'spaces',
      'items',
      'projects',
      'features',
      'imported_ids',
      'journal',
      'journal_entities',
      'answers',
    ] as const) {
      const rows = await read.selectFrom(table).where('space_id', '=', space_id).selectAll().execute()
      expect(rows, table).toEqual([])
    }
    expect(await read.selectFrom('keys').where('user_id', '=', ryan.id).selectAll().execute()).toEqual([])
    await expect(root.track.users.remove({ name: ryan.name })).rejects.toMatchObject({ code: 'not_found' })
    expect((await added(ryan.name)).id).not.toBe(ryan.id)
  })

  it('removed while their request was under way get the error of an unknown key', async () => {
    const ryan = await added(`late-${n}`)
    const { read } = server.deps.engine
    const track = trackFor(server.deps, (await userById(read, ryan.id))!, { client: 'cli', origin: server.url })
    await root.track.users.remove({ name: ryan.name })
    for (const call of [
      () => track.changes.list({ since: 0 }),
      () => track.changes.snapshot(),
      () => track.data.export(),
      () => track.calendar.get(),
      () => track.items.add({ kind: 'todo', title: 'x' }),
    ])
      await expect(call()).rejects.toMatchObject({ code: 'unauthenticated' })
  })

  it('change their role, which counts from the next request', async () => {
    const ryan = await added(`role-${n}`)
    await expect(ryan.track.users.list()).rejects.toMatchObject({
      code: 'forbidden',
      message: 'only an administrator can do this',
    })
    expect(await root.track.users.update({ name: ryan.name, role: 'admin' })).toMatchObject({
      name: ryan.name,
      role: 'admin',
    })
    expect((await ryan.track.users.list()).users.length).toBeGreaterThan(1)
    const revision = await revisionOf(root.track)
    await root.track.users.update({ name: ryan.name, role: 'admin' })
    expect(await revisionOf(root.track)).toBe(revision)
    await root.track.users.update({ name: ryan.name, role: 'member' })
    await expect(ryan.track.users.list()).rejects.toMatchObject({ code: 'forbidden' })
    await expect(root.track.users.update({ name: 'nobody', role: 'member' })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(root.track.users.update({ name: ryan.name, role: 'owner' as never })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'role' }] },
    })
  })

  it('open no items of others, though they administer', async () => {
    const ryan = await added(`own-${n}`)
    const [item] = await addAll(ryan.track, 'todo', ['Private'])
    await expect(root.track.items.get({ id: item!.id })).rejects.toMatchObject({ code: 'not_found' })
    expect((await root.track.search.find({ q: 'private' })).items).toEqual([])
  })

  it('learn of it in their journal when their settings are changed by others', async () => {
    const ryan = await added(`ryan-${n}`)
    await root.track.users.update({ name: ryan.name, role: 'admin' })
    const { api_key } = await root.track.users.rotate({ name: ryan.name })
    const track = server.trackFor(api_key)
    expect((await track.changes.list({ since: 0 })).changes.map((change) => [change.op, change.revision])).toEqual([
      ['users.update', 1],
      ['users.rotate', 2],
    ])
    expect((await track.me.get()).revision).toBe(2)
    for (const revision of [1, 2])
      await expect(track.changes.undo({ revision })).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.changes.undo({})).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe.each(VARIANTS)('the last administrator, %s', (variant) => {
  it('can be neither removed nor demoted', async () => {
    const server = await serverForThisTest(variant)
    const root = await server.addUser('root', { role: 'admin' })
    await server.addUser('ann')
    await expect(root.track.users.remove({ name: 'root' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(root.track.users.update({ name: 'root', role: 'member' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(localTrack(server.deps).users.remove({ name: 'root' })).rejects.toMatchObject({ code: 'conflict' })
    await root.track.users.update({ name: 'ann', role: 'admin' })
    await root.track.users.remove({ name: 'root' })
    await expect(localTrack(server.deps).users.update({ name: 'ann', role: 'member' })).rejects.toMatchObject({
      code: 'conflict',
    })
  })

  it.each(['remove', 'demote'] as const)('is left when two %s each other at once', async (action) => {
    const server = await serverForThisTest(variant)
    const ann = await server.addUser('ann', { role: 'admin' })
    const bob = await server.addUser('bob', { role: 'admin' })
    const end = (who: TestUser, name: string) =>
      action === 'remove' ? who.track.users.remove({ name }) : who.track.users.update({ name, role: 'member' })
    const named = ['bob', 'ann', 'ann', 'bob']
    const outcomes = await Promise.allSettled([ann, bob, ann, bob].map((who, i) => end(who, named[i]!)))
    // who is demoted twice stays so, and that is no failure
    const ended = new Set(named.filter((_, i) => outcomes[i]!.status === 'fulfilled'))
    const { users } = await localTrack(server.deps).users.list()
    const left = users.filter((user) => user.role === 'admin').map((user) => user.name)
    expect(left).toHaveLength(1)
    expect([...ended, ...left].toSorted()).toEqual(['ann', 'bob'])
  })
})

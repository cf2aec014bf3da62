import { describe, expect, it } from 'vitest'
import { FEED_KEY } from '#domain/keys.ts'
import { createFirstUser } from '#service/first-user.ts'
import { addAll, revisionOf } from '#testing/builders.ts'
import { serverForThisTest, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('me, %s', (variant) => {
  const server = useTestServer(variant)

  it('tells whose key it is', async () => {
    const { id, name, track } = await server.addAnyUser({ timezone: 'Asia/Tokyo' })
    expect(await track.me.get()).toEqual({
      id,
      name,
      role: 'member',
      timezone: 'Asia/Tokyo',
      currency: 'USD',
      revision: 0,
      spaces: [],
      defaults: {},
    })
    await addAll(track, 'todo', ['One'])
    expect(await revisionOf(track)).toBe(1)
  })

  it('sets the zone, which raises the revision and is recorded in the journal', async () => {
    const { id, name, track } = await server.addAnyUser()
    expect(await track.me.update({ timezone: 'America/New_York' })).toEqual({
      id,
      name,
      role: 'member',
      timezone: 'America/New_York',
      currency: 'USD',
      revision: 1,
      spaces: [],
      defaults: {},
    })
    expect(await track.me.get()).toMatchObject({ timezone: 'America/New_York', revision: 1 })
    expect(await track.me.update({ timezone: 'America/New_York' })).toMatchObject({ revision: 1 })
    expect((await track.changes.list()).changes).toMatchObject([
      { revision: 1, op: 'me.update', items: [], projects: [], features: [] },
    ])
  })

  it.each(['UTC', 'Europe/Kyiv', 'Asia/Kolkata', 'America/Argentina/Buenos_Aires', 'Etc/GMT+5'])(
    'accepts the zone %s',
    async (timezone) => {
      const { track } = await server.addAnyUser()
      expect(await track.me.update({ timezone })).toMatchObject({ timezone })
    },
  )

  it('writes a zone as its name is written, however it is typed', async () => {
    const { track } = await server.addAnyUser()
    expect(await track.me.update({ timezone: ' europe/berlin' })).toMatchObject({
      timezone: 'Europe/Berlin',
      revision: 1,
    })
    expect(await track.me.update({ timezone: 'EUROPE/BERLIN' })).toMatchObject({
      timezone: 'Europe/Berlin',
      revision: 1,
    })
  })

  it.each(['', 'Nowhere/City', 'UTC+25', '../etc/passwd', 7, null])('refuses the zone %s', async (timezone) => {
    const { track } = await server.addAnyUser()
    await expect(track.me.update({ timezone: timezone as string })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'timezone' }] },
    })
    expect(await track.me.get()).toMatchObject({ timezone: 'UTC', revision: 0 })
  })

  it('leaves a zone alone that was chosen, when asked to', async () => {
    const { track } = await server.addAnyUser()
    expect(await track.me.update({ timezone: 'Asia/Tokyo', unless_chosen: true })).toMatchObject({
      timezone: 'Asia/Tokyo',
      revision: 1,
      spaces: [],
    })
    expect(await track.me.update({ timezone: 'Europe/Berlin', unless_chosen: true })).toMatchObject({
      timezone: 'Asia/Tokyo',
      revision: 1,
      spaces: [],
    })
    expect(await track.me.update({ timezone: 'Europe/Berlin' })).toMatchObject({
      timezone: 'Europe/Berlin',
      revision: 2,
      spaces: [],
    })
    expect(await track.me.update({ timezone: 'UTC', unless_chosen: true })).toMatchObject({
      timezone: 'Europe/Berlin',
      revision: 2,
      spaces: [],
    })
  })

  it('changes nothing else', async () => {
    const { track } = await server.addAnyUser()
    for (const input of [{ timezone: 'UTC', name: 'root' }, { timezone: 'UTC', role: 'admin' }, { role: 'admin' }])
      await expect(track.me.update(input as never)).rejects.toMatchObject({ code: 'invalid' })
    expect(await track.me.get()).toMatchObject({ role: 'member' })
  })

  it('offers a feed key that opens only the feed, and can be replaced on its own', async () => {
    const { key, track } = await server.addAnyUser()
    const calendar = await track.calendar.get()
    expect(calendar.feed_key).toMatch(FEED_KEY)
    expect(calendar.https).toBe(`${server.url}/calendar.ics?key=${calendar.feed_key}`)
    expect(calendar.webcal).toBe(calendar.https.replace('http:', 'webcal:'))
    expect(await track.calendar.get()).toEqual(calendar)
    expect((await fetch(calendar.https)).status).toBe(200)
    expect((await server.fetch('/api/me', { key: calendar.feed_key })).status).toBe(401)
    const next = await track.calendar.rotate()
    expect(next.feed_key).toMatch(FEED_KEY)
    expect(next.feed_key).not.toBe(calendar.feed_key)
    expect(await track.calendar.get()).toEqual(next)
    expect((await fetch(calendar.https)).status).toBe(401)
    expect((await fetch(next.https)).status).toBe(200)
    expect((await server.fetch('/api/me', { key })).status).toBe(200)
    expect(await revisionOf(track)).toBe(1)
    await expect(track.changes.undo({})).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.changes.undo({ revision: 1 })).rejects.toMatchObject({ code: 'conflict' })
  })
})

describe('the first user', () => {
  it('is the administrator of an empty database, and of no other', async () => {
    const server = await serverForThisTest()
    const deps = { ...server.deps, timezone: () => 'Europe/Berlin' }
    const kept: string[] = []
    const [first, ...others] = await Promise.all(
      [1, 2, 3].map(() => createFirstUser(deps, (key) => void kept.push(key.api_key))),
    )
    expect(first).toMatchObject({ name: 'admin', role: 'admin' })
    expect(others).toEqual([null, null])
    expect(kept).toEqual([first!.api_key])
    expect(await server.trackFor(first!.api_key).me.get()).toMatchObject({ name: 'admin', timezone: 'Europe/Berlin' })
  })

  it('is not made when the key cannot be kept', async () => {
    const server = await serverForThisTest()
    const refused = createFirstUser(server.deps, () => {
      throw new Error('no room for the key')
    })
    await expect(refused).rejects.toThrow('no room')
    expect(await createFirstUser(server.deps, () => {})).toMatchObject({ name: 'admin' })
  })
})

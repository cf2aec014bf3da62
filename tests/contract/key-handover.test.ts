import { setTimeout as pause } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { trackFor } from '#service/service.ts'
import { hashOf } from '#service/users.ts'
import { userById } from '#store/users.ts'
import { serverForThisTest, useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'
import { type TestServer, type TestUser, VARIANTS } from '#testing/test-server.ts'

describe.each(['direct', 'postgres, direct'] as const)('a new key, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })
  const ann = useNewUser(server)

  /** A Track of an administrator who is there for so many looks and then gone. */
  async function leaving(looks: number): Promise<Track> {
    let left = looks
    const user = (await userById(server.deps.engine.read, root.id))!
    return trackFor(server.deps, user, { client: 'cli', origin: server.url, isGone: () => left-- <= 0 })
  }
  const names = async () => (await root.track.users.list()).users.map(({ name }) => name)

  it.each([0, 1])('is not made when the caller has left before the answer (after %i looks)', async (looks) => {
    const before = await names()
    const revision = (await root.track.me.get()).revision
    await expect((await leaving(looks)).users.add({ name: 'nobody' })).rejects.toMatchObject({ code: 'unavailable' })
    await expect((await leaving(looks)).users.rotate({ name: ann.name })).rejects.toMatchObject({ code: 'unavailable' })
    expect(await names()).toEqual(before)
    expect((await root.track.me.get()).revision).toBe(revision)
    expect((await ann.track.me.get()).name).toBe(ann.name)
  })

  it('is made for the same request sent again by a caller who stays', async () => {
    const once = { idempotencyKey: 'once' }
    await expect((await leaving(1)).users.rotate({ name: ann.name }, once)).rejects.toThrow('has left')
    const { api_key } = await (await leaving(Infinity)).users.rotate({ name: ann.name }, once)
    expect((await server.trackFor(api_key).me.get()).name).toBe(ann.name)
  })

  it('goes before writes that its former holder has waiting, which then fail', async () => {
    const user = (await userById(server.deps.engine.read, ann.id))!
    const own = trackFor(server.deps, user, { client: 'cli', origin: server.url, hash: hashOf(ann.key) })
    const order: string[] = []
    const writes = Array.from({ length: 20 }, (_, i) =>
      own.items.add({ kind: 'todo', title: `${i}` }).then(
        () => order.push('added'),
        (error: { code: string }) => order.push(error.code),
      ),
    )
    const rotation = root.track.users.rotate({ name: ann.name }).then(() => order.push('rotated'))
    await Promise.all([...writes, rotation])
    if (variant === 'direct') expect(order).toEqual(['rotated', ...Array<string>(20).fill('unauthenticated')])
    else expect(order).toHaveLength(21)
  })
})

/** Begins a write of this user that ends when it is told to. */
function beginWrite(server: TestServer, user: TestUser) {
  const ending = new AbortController()
  const end = () => ending.abort()
  const outcome = server.deps.engine
    .write(`user ${user.id}`, async (db) => {
      await db.updateTable('users').set({ timezone_chosen: 1 }).where('id', '=', user.id).execute()
      while (!ending.signal.aborted) {
        await pause(5)
        await userById(db, user.id)
      }
    })
    .then(
      () => 'committed',
      (error: { code: string }) => error.code,
    )
  return { end, outcome }
}

describe.each(VARIANTS)('a long write, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })

  it.each(['rotate', 'update', 'remove'] as const)('of a user does not keep users.%s waiting', async (verb) => {
    const ann = await server.addAnyUser()
    const write = beginWrite(server, ann)
    const waiting = beginWrite(server, ann)
    await pause(100) // it holds the lock by now
    const startedAt = performance.now()
    if (verb === 'update') await root.track.users.update({ name: ann.name, role: 'admin' })
    else await root.track.users[verb]({ name: ann.name })
    expect(performance.now() - startedAt).toBeLessThan(3000)
    write.end()
    waiting.end()
    expect(await write.outcome).toBe('unavailable')
    await waiting.outcome
    const own = beginWrite(server, root)
    own.end()
    expect(await own.outcome).toBe('committed')
  })

  it("that is ended leaves others' alone", async () => {
    const ann = await server.addAnyUser()
    const bob = await server.addAnyUser()
    const before = bob.track.items.add({ text: 'before' })
    const write = beginWrite(server, ann)
    const behind = bob.track.items.add({ text: 'behind' })
    await pause(100)
    const rotation = root.track.users.rotate({ name: ann.name })
    expect(await write.outcome).toBe('unavailable')
    await Promise.all([before, behind, rotation])
    expect((await bob.track.items.list()).items.map(({ title }) => title).toSorted()).toEqual(['before', 'behind'])
    expect((await bob.track.me.get()).revision).toBe(2)
  })

  it('that is short is waited for', async () => {
    const ann = await server.addAnyUser()
    const write = beginWrite(server, ann)
    await pause(100)
    const rotation = root.track.users.rotate({ name: ann.name })
    await pause(100)
    write.end()
    expect(await write.outcome).toBe('committed')
    await rotation
  })
})

it.each(['postgres, direct', 'postgres, two nodes'] as const)(
  'long writes of many users at once leave room for a new key, %s',
  async (variant) => {
    const server = await serverForThisTest(variant)
    const root = await server.addUser('root', { role: 'admin' })
    const busy = await Promise.all(Array.from({ length: 8 }, () => server.addAnyUser()))
    const ann = await server.addAnyUser()
    const writes = busy.map((user) => beginWrite(server, user))
    const startedAt = performance.now()
    await root.track.users.rotate({ name: ann.name })
    expect(performance.now() - startedAt).toBeLessThan(3000)
    for (const { end } of writes) end()
    expect(new Set(await Promise.all(writes.map(({ outcome }) => outcome)))).toEqual(new Set(['committed']))
  },
)

import { describe, expect, it } from 'vitest'
import { findClockDifference } from '#service/clock-check.ts'
import { upkeep } from '#service/upkeep.ts'
import { addAll } from '#testing/builders.ts'
import { DAY_MS } from '#testing/clock.ts'
import { serverForThisTest } from '#testing/fixtures.ts'
import type { TestServer } from '#testing/test-server.ts'

const RIGHT = '2026-03-10T12:00:00Z'
const once = { idempotencyKey: 'once' }
const warning = (server: TestServer) => findClockDifference(server.deps.engine, server.deps.now())

describe.each(['direct', 'postgres, direct'] as const)('a clock that is wrong for a while, %s', (variant) => {
  it.each(['1970-01-01T00:00:30Z', '2099-01-01T00:00:00Z', '2024-01-01T00:00:00Z', '2027-06-01T00:00:00Z'])(
    '(%s) loses neither history nor kept answers',
    async (wrong) => {
      const server = await serverForThisTest(variant)
      const { track } = await server.addAnyUser()
      const idle = await server.addAnyUser()
      await addAll(idle.track, 'todo', ['Idle'])
      const first = await server.addAnyUser()
      const [one] = await addAll(track, 'todo', ['One', 'Two'])
      await track.items.remove({ id: one!.id })
      const milk = await track.items.add({ text: 'milk' }, once)

      server.clock.set(wrong)
      await upkeep(server.deps)
      await addAll(first.track, 'todo', ['First'])
      const bread = await track.items.add({ text: 'bread' }, { idempotencyKey: 'wrong' })
      server.clock.set(RIGHT)
      await upkeep(server.deps)
      await track.items.add({ text: 'eggs' })
      await first.track.items.add({ text: 'eggs' })
      await upkeep(server.deps)

      expect((await track.changes.list({ since: 0 })).changes).toHaveLength(5)
      expect((await first.track.changes.list({ since: 0 })).changes).toHaveLength(2)
      expect((await idle.track.changes.list({ since: 0 })).changes).toHaveLength(1)
      expect((await track.items.add({ text: 'milk' }, once)).id).toBe(milk.id)
      expect((await track.items.add({ text: 'bread' }, { idempotencyKey: 'wrong' })).id).toBe(bread.id)
      await track.changes.undo({ revision: 2 })
      expect((await track.items.get({ id: one!.id })).title).toBe('One')
    },
  )

  it('delays nothing for ever', async () => {
    const server = await serverForThisTest(variant)
    const { track } = await server.addAnyUser()
    for (const at of ['1970-01-01T00:00:30Z', RIGHT, '2099-01-01T00:00:00Z']) {
      server.clock.set(at)
      await track.items.add({ text: 'milk' }, { idempotencyKey: at })
    }
    server.clock.set(RIGHT)
    server.clock.advance(401 * DAY_MS)
    await track.items.add({ text: 'eggs' })
    await upkeep(server.deps)
    expect((await track.changes.list({ since: 2 })).changes.map(({ revision }) => revision)).toEqual([3, 4])
    expect((await track.changes.list()).changes).toHaveLength(2)
    server.clock.advance(401 * DAY_MS)
    await track.items.add({ text: 'bread' })
    await upkeep(server.deps)
    expect((await track.changes.list()).changes.map(({ revision }) => revision)).toEqual([5])
    server.clock.advance(31 * DAY_MS)
    await upkeep(server.deps)
    expect(await server.deps.engine.read.selectFrom('answers').select('key').execute()).toEqual([])
  })

  it('is named by doctor', async () => {
    const server = await serverForThisTest(variant)
    const { track } = await server.addAnyUser()
    expect(await warning(server)).toBeNull()
    await addAll(track, 'todo', ['One'])
    expect(await warning(server)).toBeNull()
    for (const wrong of ['1970-01-01T00:00:30Z', '2099-01-01T00:00:00Z']) {
      server.clock.set(wrong)
      expect(await warning(server)).toBe(
        `the clock says ${wrong.slice(0, 10)}, but the newest write of person-1 is of 2026-03-10`,
      )
    }
    server.clock.set('2099-01-01T00:00:00Z')
    const { track: other } = await server.addAnyUser()
    await addAll(other, 'todo', ['Other'])
    expect(await warning(server)).toBeNull() // who writes now and then is no witness
    server.clock.set(RIGHT)
    expect(await warning(server)).toBe('the clock says 2026-03-10, but the newest write of person-2 is of 2099-01-01')
  })
})

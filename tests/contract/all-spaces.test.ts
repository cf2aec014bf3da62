import { beforeEach, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { NOTHING } from '#testing/own-data.ts'
import { recordQueries } from '#testing/query-plans.ts'
import { usesHttp, VARIANTS } from '#testing/test-server.ts'

const ALL = { space: '*' }
describe.each(VARIANTS)('all spaces of a user, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  let n = 0
  let home: string
  let club: string
  beforeEach(async () => {
    ;[home, club] = [`home-${++n}`, `club-${n}`]
    for (const name of [home, club]) {
      await ben.track.spaces.add({ name })
      await ben.track.members.set({ name, user: ann.name, role: 'member' })
    }
    await ann.track.spaces.join({ name: home })
  })

  const add = (title: string, space: string | undefined, fields: object = {}) =>
    ann.track.items.add({ kind: 'todo', title, ...fields }, space === undefined ? {} : { space })
  const shown = (items: readonly ItemInSpace[]) => items.map(({ title, space }) => `${title} of ${space}`)

  it('have one view of today, without those to which they are only invited', async () => {
    await add('Own', undefined, { due: 'today', estimate: 5 })
    await add('Urgent', home, { due: 'today', priority: 1, estimate: 10 })
    await add('Late', home, { due: 'yesterday' })
    await add('At nine', home, { due: 'today', at: '09:00' })
    await ben.track.items.add({ kind: 'todo', title: 'Secret', due: 'today' }, { space: club })
    const view = await ann.track.views.today({}, ALL)
    expect(shown(view.overdue)).toEqual([`Late of ${home}`])
    expect(shown(view.today)).toEqual([`At nine of ${home}`, `Urgent of ${home}`, `Own of ${ann.name}`])
    expect(view).toMatchObject({ count: 4, estimate: 15, doing: [], priority: [] })
    expect((await ann.track.views.today()).today.map((item) => 'space' in item)).toEqual([false])
  })

  it('with long notes are listed in shorter pages, and shown one at a time', async () => {
    const notes = 'x'.repeat(64_000)
    for (const options of [{}, { space: home }])
      for (let i = 0; i < 70; i++)
        await ann.track.items.add({ kind: 'todo', title: `Long ${i}`, due: 'today', notes }, options)
    await expect(ann.track.views.today({}, ALL)).rejects.toMatchObject({ code: 'too_large' })
    expect((await ann.track.views.today({}, { space: home })).today).toHaveLength(70)
    const found: string[] = []
    for (let cursor: string | null | undefined; cursor !== null;) {
      const page = await ann.track.items.list({ sort: 'due', limit: 1000, ...(cursor && { cursor }) }, ALL)
      found.push(...page.items.map(({ id, space }) => `${space}/${id}`))
      cursor = page.next_cursor
    }
    expect(new Set(found).size).toBe(140)
    expect(found).toHaveLength(140)
  })

  it('have one agenda', async () => {
    await add('Own', undefined, { due: 'tomorrow', every: 'daily' })
    await add('Ours', home, { due: 'tomorrow' })
    const { days } = await ann.track.views.upcoming({ days: 3 }, ALL)
    expect(days.map(({ items }) => shown(items))).toEqual([
      [],
      [`Own of ${ann.name}`, `Ours of ${home}`],
      [`Own of ${ann.name}`],
    ])
  })

  it('have an agenda of at most 20,000 occurrences together', async () => {
    const operations = Array.from({ length: 40 }, (_, i) => ({
      op: 'items.add',
      input: { kind: 'todo', title: `${i}`, due: 'today', every: 'daily' },
    }))
    for (const options of [{}, { space: home }]) await ann.track.batch.run({ operations }, options)
    const { days } = await ann.track.views.upcoming({ days: 250 }, ALL)
    expect(days.flatMap(({ items }) => items)).toHaveLength(2 * 40 * 250)
    await expect(ann.track.views.upcoming({ days: 300 }, ALL)).rejects.toMatchObject({ code: 'too_large' })
    expect((await ann.track.views.upcoming({ days: 300 }, { space: home })).days).toHaveLength(300)
  })

  it('are searched together', async () => {
    await add('Paint the fence', undefined)
    await add('Paint the door', home)
    await ben.track.items.add({ kind: 'todo', title: 'Paint secretly' }, { space: club })
    const { items, next_cursor } = await ann.track.search.find({ q: 'paint' }, ALL)
    expect(shown(items).toSorted()).toEqual([`Paint the door of ${home}`, `Paint the fence of ${ann.name}`])
    expect(next_cursor).toBeNull()
  })

  it('are listed together, in pages that miss nothing', async () => {
    await ann.track.spaces.join({ name: club })
    const spaces = [undefined, home, club]
    for (let i = 0; i < 12; i++) await add(`Item ${i}`, spaces[i % 3], { due: `2026-04-${10 + ((i * 7) % 12)}` })
    for (const sort of ['due', 'priority', 'created'] as const)
      for (const limit of [1, 4, 5, 100]) {
        const found: ItemInSpace[] = []
        let cursor: string | undefined
        do {
          const page = await ann.track.items.list({ sort, limit, cursor }, ALL)
          expect(page.items.length).toBeLessThanOrEqual(limit)
          found.push(...page.items)
          cursor = page.next_cursor ?? undefined
        } while (cursor)
        expect(new Set(shown(found)).size, sort).toBe(12)
        expect(found, sort).toHaveLength(12)
        const days = found.map(({ due }) => String(due))
        if (sort === 'due') expect(days).toEqual(days.toSorted())
      }
    for (const cursor of ['x', 'e30x', Buffer.from('{"home":1}').toString('base64url')])
      await expect(ann.track.items.list({ cursor }, ALL)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('are listed in order where most of a page are of one space', async () => {
    await ann.track.spaces.join({ name: club })
    const operations = Array.from({ length: 12 }, (_, day) => ({
      op: 'items.add',
      input: { kind: 'todo', title: 'Early', due: `2026-04-${10 + day}` },
    }))
    await ann.track.batch.run({ operations }, { space: home })
    for (const space of [undefined, home, club]) await add('Late', space, { due: '2026-04-30' })
    const first = await ann.track.items.list({ limit: 10 }, ALL)
    const rest = await ann.track.items.list({ limit: 10, cursor: first.next_cursor! }, ALL)
    const dues = Array.from({ length: 12 }, (_, day) => `2026-04-${10 + day}`)
    expect([...first.items, ...rest.items].map(({ due }) => due)).toEqual([...dues, ...Array(3).fill('2026-04-30')])
    expect([first.items.length, rest.next_cursor]).toEqual([10, null])
  })

  it.each([0, 1, 2])('are listed on, without the one that is left (%i)', async (n) => {
    await ann.track.spaces.join({ name: club })
    for (const space of [home, club]) await ben.track.members.set({ name: space, user: ann.name, role: 'owner' })
    const spaces = [club, home].toSorted()
    for (const space of [undefined, ...spaces])
      for (let i = 0; i < 3; i++) await add(`${i}`, space, { due: '2026-04-10' })
    const page = await ann.track.items.list({ limit: 1 + 3 * n, sort: 'priority' }, ALL)
    const left = page.items.at(-1)!.space === ann.name ? spaces[0]! : page.items.at(-1)!.space!
    await ann.track.members.remove({ name: left, user: ann.name })
    const rest = await ann.track.items.list({ cursor: page.next_cursor!, sort: 'priority' }, ALL)
    const seen = new Set([...page.items, ...rest.items].map(({ id, space }) => `${space}/${id}`))
    expect(seen.size).toBe(page.items.length + rest.items.length)
    const kept = [...page.items, ...rest.items].filter(({ space }) => space !== left)
    expect(kept).toHaveLength(6)
    expect(rest.items.map(({ space }) => space)).not.toContain(left)
  })

  // of two nodes the statements of one are recorded
  if (variant !== 'postgres, two nodes')
    it('are asked for at once, however many there are', async () => {
      await add('Paint the fence', home, { due: 'today' })
      const queries = recordQueries(server.deps.engine)
      const counts = async () => {
        const { views, items, search } = ann.track
        const reads = [
          () => views.today({}, ALL),
          () => views.upcoming({}, ALL),
          () => items.list({}, ALL),
          () => items.list({ q: 'paint' }, ALL),
          () => search.find({ q: 'paint' }, ALL),
        ]
        const sent: number[] = []
        for (const read of reads) {
          await read()
          queries.length = 0
          await read()
          sent.push(queries.length)
        }
        return sent
      }
      const before = await counts()
      for (let i = 0; i < 4; i++) await ann.track.spaces.add({ name: `more-${i}-${n}` })
      expect(await counts()).toEqual(before)
    })

  if (usesHttp(variant))
    it('come with the key of a request, and memberships are looked up once more behind what was read', async () => {
      await add('Paint the fence', home, { due: 'today' })
      const queries = recordQueries(server.deps.engine)
      const tablesOf = async (path: string) => {
        queries.length = 0
        const response = await server.fetch(path, { key: ann.key, headers: { 'x-track-space': '*' } })
        expect(await response.text()).toContain('Paint the fence')
        return queries.map(({ sql }) => ['keys', 'memberships', 'items'].filter((name) => sql.includes(`"${name}"`)))
      }
      const asked = variant === 'http' ? [['items']] : [['keys', 'memberships'], ['items'], ['memberships']]
      for (const path of ['/api/today', '/api/upcoming']) {
        await tablesOf(path)
        expect(await tablesOf(path), path).toEqual(asked)
      }
    })

  it('have the newest of the caller’s writes undone, once for each call', async () => {
    await add('Own', undefined)
    server.clock.advance(1000)
    await add('Ours', home)
    server.clock.advance(1000)
    await ben.track.items.add({ kind: 'todo', title: 'His' }, { space: home })
    const undone = await ann.track.changes.undo({}, { ...ALL, idempotencyKey: 'once' })
    expect(undone).toMatchObject({ space: home, items: [{ after: null, before: { title: 'Ours' } }] })
    const again = await ann.track.changes.undo({}, { ...ALL, idempotencyKey: 'once' })
    expect(again).toMatchObject({ space: home, revision: undone.revision })
    expect(await ann.track.changes.undo({}, ALL)).toMatchObject({ space: ann.name })
    await expect(ann.track.changes.undo({}, ALL)).rejects.toMatchObject({ code: 'conflict' })
    expect(await ann.track.changes.undo({ redo: true }, ALL)).toMatchObject({ space: ann.name })
    await expect(ann.track.changes.undo({ revision: 1 }, ALL)).rejects.toMatchObject({ code: 'invalid' })
    expect((await ben.track.items.list({}, { space: home })).items.map(({ title }) => title)).toEqual(['His'])
  })

  it('are one for whoever lives alone', async () => {
    const { name, track } = await server.addAnyUser()
    await track.items.add({ kind: 'todo', title: 'Own', due: 'today' })
    expect(shown((await track.views.today({}, ALL)).today)).toEqual([`Own of ${name}`])
    await track.items.add({ kind: 'todo', title: 'Undated' })
    expect(shown((await track.items.list({}, ALL)).items)).toEqual([`Own of ${name}`, `Undated of ${name}`])
  })

  it.each(allOperations.filter(({ account, allSpaces }) => !account && !allSpaces).map(({ name }) => name))(
    'are not what %s is about',
    async (operation) => {
      const call = ann.track.call(operation, sampleOf(operation).input(NOTHING, 'x'), ALL)
      await expect(call).rejects.toMatchObject({ code: 'invalid' })
    },
  )
})

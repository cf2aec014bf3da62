import { describe, expect, it } from 'vitest'
import { addAll, revisionOf } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { type TestUser, VARIANTS } from '#testing/test-server.ts'

const AT = '2026-03-10T12:00:00.000Z'

describe.each(VARIANTS)('lifecycles, %s', (variant) => {
  const server = useTestServer(variant, { at: AT })

  async function oneOf(kind: 'todo' | 'task' | 'shopping' | 'grocery') {
    const { track } = await server.addAnyUser()
    if (kind === 'task') await track.projects.add({ title: 'House' })
    const item = await track.items.add({ kind, title: 'One', ...(kind === 'task' && { project: 'house' }) })
    return { track, id: item.id, item }
  }

  describe.each(['todo', 'task', 'shopping', 'grocery'] as const)('of a %s', (kind) => {
    it('start, done, cancel and reopen work from any status, but done on a canceled one', async () => {
      const { track, id } = await oneOf(kind)
      const verbs = {
        start: { status: 'doing', done_at: null },
        cancel: { status: 'canceled', done_at: AT },
        reopen: { status: 'todo', done_at: null },
        done: { status: 'done', done_at: AT },
      }
      const bring = { todo: 'reopen', doing: 'start', done: 'done', canceled: 'cancel' } as const
      for (const from of Object.keys(bring) as (keyof typeof bring)[]) {
        for (const verb of Object.keys(verbs) as (keyof typeof verbs)[]) {
          await track.items.reopen({ id })
          await track.items[bring[from]]({ id })
          const before = await track.items.get({ id })
          const call = track.items[verb]({ id })
          if (verb === 'done' && from === 'canceled') {
            await expect(call).rejects.toMatchObject({ code: 'conflict' })
            expect(await track.items.get({ id })).toEqual(before)
            continue
          }
          const answer = await call
          const item = 'item' in answer ? answer.item : answer
          expect(item, `${verb} from ${from}`).toMatchObject({ id, ...verbs[verb] })
          expect(await track.items.get({ id })).toEqual(item)
          if (bring[from] === verb) expect(item).toEqual(before)
        }
      }
    })

    it('doing what is already so changes nothing and raises no revision', async () => {
      const { track, id } = await oneOf(kind)
      for (const verb of ['reopen', 'start', 'cancel'] as const) {
        const first = await track.items[verb]({ id })
        const revision = await revisionOf(track)
        server.clock.advance(1000)
        expect(await track.items[verb]({ id })).toEqual(first)
        expect(await revisionOf(track)).toBe(revision)
      }
      await track.items.reopen({ id })
      const first = await track.items.done({ id })
      const revision = await revisionOf(track)
      server.clock.advance(1000)
      expect(await track.items.done({ id })).toEqual(first)
      expect(await revisionOf(track)).toBe(revision)
      expect((await track.changes.list({ item: id })).changes[0]).toMatchObject({ op: 'items.done', revision })
      server.clock.set(AT)
    })

    it('adds no copy when it does not recur, and cannot be skipped', async () => {
      const { track, id, item } = await oneOf(kind)
      expect(await track.items.done({ id })).toEqual({
        item: { ...item, status: 'done', done_at: AT, updated_at: AT, revision: item.revision + 1 },
        added: null,
      })
      await track.items.reopen({ id })
      await expect(track.items.skip({ id })).rejects.toMatchObject({ code: 'conflict' })
    })
  })

  it('has no stages but for gifts, and no day in the future', async () => {
    const { track, id } = await oneOf('todo')
    await expect(track.items.done({ id, stage: 'bought' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'stage' }] },
    })
    await expect(track.items.done({ id, on: 'tomorrow' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'on' }] },
    })
    expect((await track.items.done({ id, on: 'yesterday' })).item).toMatchObject({ status: 'done', done_at: AT })
  })

  it('what is done or canceled keeps its fields open to edits', async () => {
    const { track, id } = await oneOf('todo')
    await track.items.done({ id })
    expect(await track.items.update({ id, title: 'Renamed', priority: 1 })).toMatchObject({
      title: 'Renamed',
      priority: 1,
      status: 'done',
    })
  })

  it('refuses verbs on what is not there', async () => {
    const { track } = await server.addAnyUser()
    for (const verb of ['start', 'done', 'cancel', 'reopen', 'skip', 'remove'] as const)
      await expect(track.items[verb]({ id: 't-1f3a' }), verb).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.items.move({ id: 't-1f3a', to: 'top' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.items.convert({ id: 't-1f3a', kind: 'grocery' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('names what an unknown id may have meant', async () => {
    const { track } = await server.addAnyUser()
    const [item] = await addAll(track, 'todo', ['Near'])
    const other = item!.id.endsWith('0') ? `${item!.id.slice(0, -1)}1` : `${item!.id.slice(0, -1)}0`
    await expect(track.items.get({ id: other })).rejects.toMatchObject({
      code: 'not_found',
      details: { candidates: [item!.id] },
    })
  })

  describe('of a gift', () => {
    async function gift(fields: object = {}): Promise<TestUser & { id: string }> {
      const person = await server.addAnyUser()
      const { id } = await person.track.items.add({ kind: 'gift', title: 'Book', recipient: 'Mom', ...fields })
      return { ...person, id }
    }

    it('is bought first and given second', async () => {
      const { track, id } = await gift()
      const bought = await track.items.done({ id })
      expect(bought).toMatchObject({ item: { status: 'doing', bought_on: '2026-03-10', done_at: null }, added: null })
      const given = await track.items.done({ id })
      expect(given).toMatchObject({ item: { status: 'done', bought_on: '2026-03-10', done_at: AT }, added: null })
      const revision = await revisionOf(track)
      expect(await track.items.done({ id })).toEqual(given)
      expect(await track.items.done({ id, stage: 'bought' })).toEqual(given)
      expect(await track.items.done({ id, stage: 'given' })).toEqual(given)
      expect(await revisionOf(track)).toBe(revision)
    })

    it('is at a stage that is asked for, from any other', async () => {
      const { track, id } = await gift()
      expect((await track.items.done({ id, stage: 'given' })).item).toMatchObject({
        status: 'done',
        bought_on: '2026-03-10',
      })
      expect(await track.items.reopen({ id })).toMatchObject({ status: 'todo', bought_on: null, done_at: null })
      expect((await track.items.done({ id, stage: 'bought', on: '2026-03-08' })).item).toMatchObject({
        status: 'doing',
        bought_on: '2026-03-08',
      })
      const revision = await revisionOf(track)
      expect((await track.items.done({ id, stage: 'bought' })).item).toMatchObject({
        status: 'doing',
        bought_on: '2026-03-08',
      })
      expect(await revisionOf(track)).toBe(revision)
      await track.items.cancel({ id })
      await expect(track.items.done({ id, stage: 'given' })).rejects.toMatchObject({ code: 'conflict' })
    })

    it('is not bought by a start', async () => {
      const { track, id } = await gift()
      expect(await track.items.start({ id })).toMatchObject({ status: 'doing', bought_on: null })
      expect((await track.items.done({ id })).item).toMatchObject({ status: 'doing', bought_on: '2026-03-10' })
    })

    it('adds its copy when it is given, not before, and not bought', async () => {
      const { track, id } = await gift({
        due: '2026-05-10',
        every: 'yearly',
        occasion: 'Birthday',
        budget: 30,
        url: 'https://a.example',
        tags: ['family'],
        notes: 'Hardcover',
      })
      expect((await track.items.done({ id, stage: 'bought' })).added).toBeNull()
      const { item, added } = await track.items.done({ id })
      expect(added).toMatchObject({
        kind: 'gift',
        status: 'todo',
        bought_on: null,
        due: '2027-05-10',
        recipient: 'Mom',
        occasion: 'Birthday',
        budget: 30,
        url: 'https://a.example',
        tags: ['family'],
        notes: 'Hardcover',
        next: null,
        done_at: null,
      })
      expect(item).toMatchObject({ status: 'done', next: added!.id })
      await track.items.reopen({ id })
      await expect(track.items.get({ id: added!.id })).rejects.toMatchObject({ code: 'not_found' })
      expect((await track.items.done({ id, stage: 'given' })).added).toMatchObject({ due: '2027-05-10', next: null })
    })
  })
})

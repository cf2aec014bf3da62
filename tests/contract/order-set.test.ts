import { beforeEach, describe, expect, it } from 'vitest'
import type { Item } from '#domain/fields.ts'
import { addAll, contents, listTitles, revisionOf, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('rank, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)
  let todos: Item[]
  beforeEach(async () => {
    todos = await addAll(track, 'todo', ['a', 'b', 'c', 'd', 'e'])
  })

  const ids = (names: string) => [...names].map((name) => todos.find((todo) => todo.title === name)!.id)
  /** The whole order, once these are named. */
  const rank = async (names: string) => {
    await track.order.set({ pool: 'todos', ids: ids(names) })
    return (await listTitles(track)).join('')
  }

  it.each([
    ['edcba', 'edcba'],
    ['d', 'dabce'],
    ['ce', 'ceabd'],
    ['ab', 'abcde'],
    ['', 'abcde'],
    ['ec', 'ecabd'],
  ])('%s gives %s: items not named keep their order after the named ones', async (named, wanted) => {
    expect(await rank(named)).toBe(wanted)
    expect(await rank('')).toBe(wanted)
  })

  it('applies inside each priority, which stays the first key', async () => {
    todos.push(
      ...(await addAll(track, 'todo', ['x', 'y', 'z'], { priority: 1 })),
      ...(await addAll(track, 'todo', ['p', 'q'], { priority: 5 })),
    )
    expect(await rank('qezap')).toBe('zxyeabcdqp')
    expect((await track.items.list()).items.map((item) => item.priority)).toEqual([1, 1, 1, 3, 3, 3, 3, 3, 5, 5])
  })

  it('is one write and one undo, and none when the order is so already', async () => {
    const revision = await revisionOf(track)
    await rank('edcba')
    expect(await revisionOf(track)).toBe(revision + 1)
    await rank('edcba')
    await rank('edc')
    expect(await revisionOf(track)).toBe(revision + 1)
    await track.changes.undo({})
    expect((await listTitles(track)).join('')).toBe('abcde')
  })

  it('refuses an id that is twice, closed, unknown, or not of the pool, and changes nothing', async () => {
    const [milk] = await addAll(track, 'grocery', ['Milk'])
    const [closed, canceled] = await addAll(track, 'todo', ['Closed', 'Canceled'])
    await track.items.done({ id: closed!.id })
    await track.items.cancel({ id: canceled!.id })
    const before = await contents(track)
    const revision = await revisionOf(track)
    const [e, a] = ids('ea')
    for (const wrong of [e, milk!.id, closed!.id, canceled!.id]) {
      await expect(track.order.set({ pool: 'todos', ids: [e!, a!, wrong!] }), wrong).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'ids.2' }] },
      })
    }
    await expect(track.order.set({ pool: 'todos', ids: [e!, 't-ffff0'] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.order.set({ pool: 'todos', ids: [e!, 'e'] })).rejects.toMatchObject({ code: 'invalid' })
    await expect(track.order.set({ pool: 'nowhere', ids: [] })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.order.set({ pool: 'todo', ids: [] })).rejects.toMatchObject({ code: 'not_found' })
    expect(await contents(track)).toEqual(before)
    expect(await revisionOf(track)).toBe(revision)
  })

  it('knows every pool', async () => {
    await track.projects.add({ title: 'Boat' })
    const pools = {
      chores: await addAll(track, 'chore', ['one', 'two'], { every: 'weekly' }),
      shopping: [...(await addAll(track, 'gift', ['one'])), ...(await addAll(track, 'shopping', ['two']))],
      groceries: await addAll(track, 'grocery', ['one', 'two']),
      boat: await addAll(track, 'task', ['one', 'two'], { project: 'boat' }),
    }
    for (const [pool, [one, two]] of Object.entries(pools)) {
      await track.order.set({ pool, ids: [two!.id, one!.id] })
      const input = pool === 'boat' ? { project: 'boat' } : { kind: [two!.kind, one!.kind] }
      expect(await listTitles(track, input), pool).toEqual(['two', 'one'])
    }
  })

  it('writes, and answers, only the items that moved', async () => {
    const revision = await revisionOf(track)
    const { items } = await track.order.set({ pool: 'todos', ids: ids('e') })
    expect(items).toMatchObject([{ title: 'e', revision: revision + 1 }])
    expect(await track.order.set({ pool: 'todos', ids: ids('ea') })).toEqual({ items: [] })
    expect(await track.order.set({ pool: 'todos', ids: [] })).toEqual({ items: [] })
    const written = (await track.items.list()).items.filter((item) => item.revision > revision)
    expect(titles(written)).toEqual(['e'])
  })

  it('of many items still works', async () => {
    const { track } = await server.addAnyUser()
    const many = await addAll(
      track,
      'grocery',
      Array.from({ length: 300 }, (_, i) => `item ${i}`),
    )
    await track.order.set({ pool: 'groceries', ids: many.map((item) => item.id).toReversed() })
    expect(await listTitles(track, { limit: 1000 })).toEqual(titles(many).toReversed())
  })
})

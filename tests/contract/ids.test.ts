import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import { idAt, sequenceOf } from '#domain/ids.ts'
import { addAll } from '#testing/builders.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const HALF = 16 ** 4 / 2

describe('the ids of a prefix', () => {
  it.each([0, 1, 0xabcdef, 16 ** 7 - 1])(
    'are 4 digits until the space is more than half full, then 5, and never twice (salt %i)',
    (salt) => {
      const ids = Array.from({ length: HALF + 2000 }, (_, given) => idAt('t', given, salt))
      expect(new Set(ids).size).toBe(ids.length)
      const lengths = ids.map((id) => id.length - 't-'.length)
      expect(lengths.slice(0, HALF + 1).every((length) => length === 4)).toBe(true)
      expect(lengths.slice(HALF + 1).every((length) => length === 5)).toBe(true)
      expect(ids.every((id) => /^t-[0-9a-f]+$/.test(id))).toBe(true)
    },
  )

  it.each([0, 7, HALF, HALF + 1, HALF + 5000, HALF + 2 + 16 ** 5 / 2])('tell when they were given: %i', (given) => {
    for (const salt of [0, 0xabcdef, 16 ** 7 - 1]) expect(sequenceOf(idAt('k', given, salt), salt)).toBe(given)
  })

  it('that the walk never comes to were never given', () => {
    expect(sequenceOf('t-123', 1)).toBe(Infinity)
    expect(sequenceOf('t-12345678', 1)).toBe(Infinity)
    const all = Array.from({ length: 16 ** 4 }, (_, n) => sequenceOf(`t-${n.toString(16).padStart(4, '0')}`, 1))
    expect(all.filter((one) => one === Infinity)).toHaveLength(HALF - 1)
    expect(new Set(all).size).toBe(HALF + 2)
  })

  it('go on with 6 digits once 5 are more than half full', () => {
    expect(idAt('t', HALF + 1 + 16 ** 5 / 2, 7)).toMatch(/^t-[0-9a-f]{5}$/)
    expect(idAt('t', HALF + 2 + 16 ** 5 / 2, 7)).toMatch(/^t-[0-9a-f]{6}$/)
  })
})

describe.each(VARIANTS)('ids, %s', (variant) => {
  const server = useTestServer(variant)

  /** Pretends that a user was given so many ids of a prefix already. */
  const issued = (spaceId: number, prefix: string, count: number) =>
    server.deps.engine.write('users', async (db) => {
      const counts = JSON.stringify({ [prefix]: count })
      await db.updateTable('spaces').set({ issued_ids: counts }).where('space_id', '=', spaceId).execute()
    })

  /** Rewrites ids, so that beginnings meet. */
  async function renamed(spaceId: number, track: Track, ids: readonly string[], kind: 'todo' | 'chore' = 'todo') {
    const items = await addAll(track, kind, ids, kind === 'chore' ? { every: 'weekly' } : {})
    await server.deps.engine.write('users', async (db) => {
      for (const [i, { id }] of items.entries())
        await db.updateTable('items').set({ id: ids[i] }).where('space_id', '=', spaceId).where('id', '=', id).execute()
    })
  }

  it('are never given twice, not even after a removal or an undo', async () => {
    const { track } = await server.addAnyUser()
    const seen = new Set<string>()
    for (let i = 0; i < 30; i++) {
      const { id } = await track.items.add({ kind: 'todo', title: `Number ${i}` })
      expect(seen.has(id)).toBe(false)
      seen.add(id)
      if (i % 3 === 0) await track.items.remove({ id })
      if (i % 3 === 1) await track.changes.undo({})
    }
    expect(seen.size).toBe(30)
  })

  it('get 5 digits when the space is more than half full', async () => {
    const { spaceId, track } = await server.addAnyUser()
    await issued(spaceId, 't', HALF)
    expect((await track.items.add({ kind: 'todo', title: 'Last of 4' })).id).toMatch(/^t-[0-9a-f]{4}$/)
    expect((await track.items.add({ kind: 'todo', title: 'First of 5' })).id).toMatch(/^t-[0-9a-f]{5}$/)
    expect((await track.items.add({ kind: 'grocery', title: 'Another space' })).id).toMatch(/^g-[0-9a-f]{4}$/)
  })

  it('of gifts and shopping come from one space', async () => {
    const { track } = await server.addAnyUser()
    const gift = await track.items.add({ kind: 'gift', title: 'Book' })
    const lamp = await track.items.add({ kind: 'shopping', title: 'Lamp' })
    expect([gift.id.slice(0, 2), lamp.id.slice(0, 2)]).toEqual(['s-', 's-'])
    expect(gift.id).not.toBe(lamp.id)
  })

  it('are found by their beginning, whatever the case', async () => {
    const { spaceId, track } = await server.addAnyUser()
    await renamed(spaceId, track, ['t-1f3a', 't-2abc'])
    for (const id of ['t-1', 't-1f', 't-1f3', 't-1f3a', ' T-1F3A '])
      expect((await track.items.get({ id })).id, id).toBe('t-1f3a')
    for (const id of ['t-', 't', '1f3a', 't-1f3x', 't1f3a', '', 'tt-1f', 't-1f 3a'])
      await expect(track.items.get({ id }), id).rejects.toMatchObject({ code: 'invalid' })
    await expect(track.items.get({ id: 'the milk' })).rejects.toMatchObject({
      details: { errors: [{ path: 'id', message: 'is no id: the milk; ids look like t-1f3a' }] },
    })
    await expect(track.items.get({ id: 't-1f3a0' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.items.get({ id: 'c-1f3a' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('that are ambiguous conflict, with the candidates named', async () => {
    const { spaceId, track } = await server.addAnyUser()
    await renamed(spaceId, track, ['t-1f3a', 't-1f4b', 't-2abc'])
    const call = { code: 'conflict', details: { candidates: ['t-1f3a', 't-1f4b'] } }
    await expect(track.items.get({ id: 't-1' })).rejects.toMatchObject(call)
    await expect(track.items.done({ id: 't-1f' })).rejects.toMatchObject(call)
    await expect(track.items.move({ id: 't-2', before: 't-1f' })).rejects.toMatchObject(call)
    await expect(track.order.set({ pool: 'todos', ids: ['t-2', 't-1f'] })).rejects.toMatchObject(call)
  })

  it('win when they are exact, though others begin with them', async () => {
    const { spaceId, track } = await server.addAnyUser()
    await renamed(spaceId, track, ['t-1f3a', 't-1f3ab', 't-1f3ac'])
    await track.items.done({ id: 't-1f3a' })
    expect((await track.items.get({ id: 't-1f3a' })).id).toBe('t-1f3a')
    await expect(track.items.get({ id: 't-1f3' })).rejects.toMatchObject({
      details: { candidates: ['t-1f3ab', 't-1f3ac'] },
    })
  })

  it('are looked for among open items first, then among all', async () => {
    const { spaceId, track } = await server.addAnyUser()
    await renamed(spaceId, track, ['t-1f3a', 't-1f4b'])
    await track.items.done({ id: 't-1f3a' })
    expect((await track.items.get({ id: 't-1f' })).id).toBe('t-1f4b')
    await track.items.cancel({ id: 't-1f4b' })
    await expect(track.items.get({ id: 't-1f' })).rejects.toMatchObject({
      code: 'conflict',
      details: { candidates: ['t-1f3a', 't-1f4b'] },
    })
    expect((await track.items.reopen({ id: 't-1f3' })).id).toBe('t-1f3a')
  })

  it('are understood as beginnings wherever one is asked for', async () => {
    const { spaceId, track } = await server.addAnyUser()
    await renamed(spaceId, track, ['t-1f3a', 't-2abc'])
    await renamed(spaceId, track, ['c-9000'], 'chore')
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const feature = hull.id.slice(0, 5)
    const task = await track.items.add({ kind: 'task', title: 'Sand', feature })
    expect(task.feature).toBe(hull.id)
    expect((await track.items.list({ feature })).items.map((item) => item.id)).toEqual([task.id])
    expect(await track.features.update({ id: feature, title: 'The hull' })).toMatchObject({
      id: hull.id,
      title: 'The hull',
    })
    expect(await track.items.start({ id: 't-1' })).toMatchObject({ id: 't-1f3a' })
    expect(await track.items.update({ id: 't-2', title: 'Two' })).toMatchObject({ id: 't-2abc' })
    expect(await track.items.move({ id: 't-2', before: 't-1' })).toMatchObject({ id: 't-2abc' })
    expect(await track.order.set({ pool: 'todos', ids: ['t-1'] })).toMatchObject({ items: [{ id: 't-1f3a' }] })
    expect(await track.items.skip({ id: 'c-9' })).toMatchObject({ id: 'c-9000' })
    const { changes } = await track.changes.list({ item: 't-2', limit: 1 })
    expect(changes.map((change) => change.op)).toEqual(['items.move'])
    await track.items.remove({ id: 't-2' })
    expect((await track.changes.list({ item: 't-2abc', limit: 1 })).changes.map((change) => change.op)).toEqual([
      'items.remove',
    ])
    await track.features.remove({ id: feature })
  })

  it('of other things are not found under an item', async () => {
    const { track } = await server.addAnyUser()
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const [todo] = await addAll(track, 'todo', ['One'])
    await expect(track.items.get({ id: hull.id })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.features.update({ id: todo!.id, title: 'No' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(
      track.items.add({ kind: 'task', title: 'No', project: 'boat', feature: todo!.id }),
    ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'feature' }] } })
  })
})

describe('on two nodes', () => {
  const server = useTestServer('postgres, two nodes')

  it('are given once, whatever is rolled back on one of them while the other writes', async () => {
    const { track } = await server.addAnyUser()
    const added: string[] = []
    const add = async () => void added.push((await track.items.add({ kind: 'todo', title: 'One' })).id)
    const fail = () => expect(track.items.start({ id: 't-ffff' })).rejects.toMatchObject({ code: 'not_found' })
    for (let round = 0; round < 15; round++)
      await Promise.all([add(), add(), add(), add(), add(), add(), fail(), fail()])
    expect(new Set(added).size).toBe(90)
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })
})

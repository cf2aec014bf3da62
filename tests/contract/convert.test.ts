import { beforeEach, describe, expect, it } from 'vitest'
import { KIND, KINDS } from '#domain/kinds.ts'
import { addAll, contents, listTitles, revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('convert, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)
  beforeEach(async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
  })

  it('turns a captured todo into a task: one write, a new id, all else kept', async () => {
    const todo = await track.items.add({
      kind: 'todo',
      title: 'Sand the hull',
      priority: 2,
      due: '2026-04-01',
      tags: ['wood'],
      notes: 'Fine grit',
      estimate: 90,
    })
    await track.items.start({ id: todo.id })
    const revision = await revisionOf(track)
    server.clock.advance(1000)
    const task = await track.items.convert({ id: todo.id, kind: 'task', project: 'boat' })
    expect(task).toEqual({
      ...todo,
      id: task.id,
      kind: 'task',
      project: 'boat',
      status: 'doing',
      revision: revision + 1,
      updated_at: server.clock.now().toISOString(),
    })
    expect(task.id).toMatch(/^k-/)
    await expect(track.items.get({ id: todo.id })).rejects.toMatchObject({ code: 'not_found' })
    expect(await revisionOf(track)).toBe(revision + 1)
  })

  it.each(KINDS.flatMap((from) => KINDS.filter((to) => to !== from).map((to) => [from, to] as const)))(
    'turns a plain %s into a %s',
    async (from, to) => {
      const needs = (kind: string) =>
        kind === 'chore' ? { every: 'weekly' } : kind === 'task' ? { project: 'boat' } : {}
      const item = await track.items.add({ kind: from, title: 'Plain', ...needs(from) })
      const turned = await track.items.convert({ id: item.id, kind: to, drop: true, ...needs(to) })
      expect(turned).toMatchObject({ kind: to, title: 'Plain', status: 'todo' })
      expect(turned.id).toMatch(new RegExp(`^${KIND[to].prefix}-`))
      expect(turned.id).not.toBe(item.id)
      expect((await track.items.list({ status: 'all' })).items).toEqual([turned])
    },
  )

  it('refuses by name what the new kind cannot hold, and lets go of it with drop', async () => {
    const gift = await track.items.add({
      kind: 'gift',
      title: 'Book',
      recipient: 'Mom',
      occasion: 'Birthday',
      budget: 20,
      url: 'https://a.example',
    })
    await track.items.done({ id: gift.id, stage: 'bought' })
    const before = await contents(track)
    const { code, details } = await track.items.convert({ id: gift.id, kind: 'shopping' }).catch((error) => error)
    expect(code).toBe('invalid')
    expect(details.errors.map((error: { path: string }) => error.path).toSorted()).toEqual([
      'bought_on',
      'occasion',
      'recipient',
    ])
    expect(await contents(track)).toEqual(before)
    const lamp = await track.items.convert({ id: gift.id, kind: 'shopping', drop: true })
    expect(lamp).toMatchObject({
      kind: 'shopping',
      recipient: null,
      occasion: null,
      bought_on: null,
      budget: 20,
      url: 'https://a.example',
    })
  })

  it('refuses given fields that the new kind does not have, drop or not', async () => {
    const [todo] = await addAll(track, 'todo', ['Milk'])
    await expect(
      track.items.convert({ id: todo!.id, kind: 'grocery', recipient: 'Mom', drop: true }),
    ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'recipient' }] } })
  })

  it('asks for what the new kind needs', async () => {
    const [todo] = await addAll(track, 'todo', ['Sweep'])
    await expect(track.items.convert({ id: todo!.id, kind: 'chore' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'every' }] },
    })
    await expect(track.items.convert({ id: todo!.id, kind: 'task' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'project' }] },
    })
    await expect(track.items.convert({ id: todo!.id, kind: 'task', project: 'nowhere' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'project' }] },
    })
    await expect(track.items.convert({ id: todo!.id, kind: 'todo' })).rejects.toMatchObject({ code: 'conflict' })
    expect(await track.items.convert({ id: todo!.id, kind: 'chore', every: '2 weeks' })).toMatchObject({
      kind: 'chore',
      due: '2026-03-10',
      every: '2 weeks',
    })
  })

  it('takes changed fields along', async () => {
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const [todo] = await addAll(track, 'todo', ['Sand'])
    expect(
      await track.items.convert({
        id: todo!.id,
        kind: 'task',
        feature: hull.id,
        title: 'Sand it',
        due: 'tomorrow',
        priority: 1,
      }),
    ).toMatchObject({ project: 'boat', feature: hull.id, title: 'Sand it', due: '2026-03-11', priority: 1 })
  })

  it('puts the item at the bottom of its priority in the new pool', async () => {
    await addAll(track, 'grocery', ['Bread', 'Eggs'])
    const [first] = await addAll(track, 'todo', ['Milk', 'Other'])
    await track.items.convert({ id: first!.id, kind: 'grocery' })
    expect(await listTitles(track, { kind: 'grocery' })).toEqual(['Bread', 'Eggs', 'Milk'])
    expect(await listTitles(track, { kind: 'todo' })).toEqual(['Other'])
  })

  it('keeps the day that a series counts from, and its next copy', async () => {
    const rent = await track.items.add({ kind: 'todo', title: 'Rent', due: '2026-01-31', every: 'monthly' })
    const skipped = await track.items.skip({ id: rent.id })
    expect(skipped).toMatchObject({ due: '2026-03-31', anchor: '2026-01-31' })
    expect(await track.items.convert({ id: rent.id, kind: 'grocery' })).toMatchObject({
      due: '2026-03-31',
      anchor: '2026-01-31',
      every: 'monthly',
    })
    const tea = await track.items.add({ kind: 'todo', title: 'Tea', due: '2026-03-10', every: 'weekly' })
    const { added } = await track.items.done({ id: tea.id })
    const done = await track.items.convert({ id: tea.id, kind: 'grocery' })
    expect(done).toMatchObject({ status: 'done', next: added!.id })
    await track.items.update({ id: added!.id, title: 'Green tea' })
    await track.items.reopen({ id: done.id })
    expect((await track.items.done({ id: done.id })).added).toBeNull()
  })

  it('makes no finished chore', async () => {
    const [todo] = await addAll(track, 'todo', ['Sweep'])
    await track.items.done({ id: todo!.id })
    await expect(track.items.convert({ id: todo!.id, kind: 'chore', every: 'weekly' })).rejects.toMatchObject({
      code: 'conflict',
    })
    await track.items.reopen({ id: todo!.id })
    const { id } = await track.items.convert({ id: todo!.id, kind: 'chore', every: 'weekly' })
    await track.items.done({ id })
    await expect(track.items.convert({ id, kind: 'todo' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'last_done' }] },
    })
    expect(await track.items.convert({ id, kind: 'todo', drop: true })).toMatchObject({
      kind: 'todo',
      last_done: null,
      due: '2026-03-17',
      every: 'weekly',
      anchor: '2026-03-17',
    })
  })

  it('is undone whole', async () => {
    await addAll(track, 'todo', ['Before'])
    const [todo] = await addAll(track, 'todo', ['Sand', 'After'])
    const before = await contents(track)
    const task = await track.items.convert({ id: todo!.id, kind: 'task', project: 'boat' })
    await track.changes.undo({})
    expect(await contents(track)).toEqual(before)
    await track.changes.undo({ redo: true })
    expect(await track.items.get({ id: task.id })).toMatchObject({ kind: 'task', title: 'Sand' })
  })
})

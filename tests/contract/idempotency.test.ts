import { describe, expect, it } from 'vitest'
import { upkeep } from '#service/upkeep.ts'
import { addAll, listTitles, revisionOf } from '#testing/builders.ts'
import { DAY_MS } from '#testing/clock.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { usesHttp, VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('an idempotency key, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)

  const milk = { kind: 'grocery', title: 'Milk' } as const
  const once = { idempotencyKey: 'once' }

  it('with the same body gives the first answer again', async () => {
    const { track } = ann
    const first = await track.items.add(milk, once)
    await track.items.update({ id: first.id, title: 'Oat milk' })
    expect(await track.items.add(milk, once)).toEqual(first)
    expect(await listTitles(track)).toEqual(['Oat milk'])
    expect(await revisionOf(track)).toBe(2)
    const done = await track.items.done({ id: first.id }, once)
    await track.items.reopen({ id: first.id })
    expect(await track.items.done({ id: first.id }, once)).toEqual(done)
    expect(await track.items.get({ id: first.id })).toMatchObject({ status: 'todo' })
    await track.items.remove({ id: first.id }, once)
    expect(await track.items.remove({ id: first.id }, once)).toBeUndefined()
  })

  it('with another body is a conflict', async () => {
    const { track } = ann
    await track.items.add(milk, once)
    await expect(track.items.add({ ...milk, title: 'Bread' }, once)).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.items.add({ ...milk, priority: 1 }, once)).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.items.add({ text: 'Milk' }, once)).rejects.toMatchObject({ code: 'conflict' })
    expect(await listTitles(track)).toEqual(['Milk'])
    expect(await revisionOf(track)).toBe(1)
  })

  it('belongs to the method and the path', async () => {
    const { track } = ann
    const [one, two] = await addAll(track, 'todo', ['One', 'Two'])
    await track.items.start({ id: one!.id }, once)
    await track.items.start({ id: two!.id }, once)
    await track.items.cancel({ id: one!.id }, once)
    await track.items.update({ id: one!.id, title: 'First' }, once)
    await track.items.update({ id: two!.id, title: 'Second' }, once)
    await track.projects.add({ title: 'Boat' }, once)
    expect((await track.items.list({ status: 'all' })).items.map(({ title, status }) => [title, status])).toEqual([
      ['First', 'canceled'],
      ['Second', 'doing'],
    ])
  })

  it('belongs to the user', async () => {
    const bob = await server.addAnyUser()
    await ann.track.items.add(milk, once)
    await bob.track.items.add({ ...milk, title: 'Bread' }, once)
    expect(await listTitles(bob.track)).toEqual(['Bread'])
  })

  it('holds when several arrive at once', async () => {
    const { track } = ann
    const answers = await Promise.all(Array.from({ length: 20 }, () => track.items.add(milk, once)))
    expect(new Set(answers.map((answer) => answer.id)).size).toBe(1)
    expect(await listTitles(track)).toEqual(['Milk'])
    const mixed = await Promise.allSettled(
      [1, 2, 3, 4].map((n) => track.items.add({ ...milk, title: `Bread ${n % 2}` }, { idempotencyKey: 'twice' })),
    )
    expect(mixed.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(2)
    expect(await listTitles(track)).toHaveLength(2)
  })

  it('keeps successful answers only', async () => {
    const { track } = ann
    await expect(track.items.add({ kind: 'task', title: 'Sand', project: 'boat' }, once)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(track.items.done({ id: 't-1f3a' }, once)).rejects.toMatchObject({ code: 'not_found' })
    await track.projects.add({ title: 'Boat' })
    const task = await track.items.add({ kind: 'task', title: 'Sand', project: 'boat' }, once)
    await expect(track.projects.remove({ slug: 'boat' }, once)).rejects.toMatchObject({ code: 'conflict' })
    await track.items.done({ id: task.id })
    await track.projects.remove({ slug: 'boat' }, once)
    expect(await listTitles(track, { status: 'all' })).toEqual([])
  })

  it('repeats the answer of a write that changed nothing', async () => {
    const { track } = ann
    const { id } = await track.items.add(milk)
    const same = await track.items.reopen({ id }, once)
    expect(await revisionOf(track)).toBe(1)
    await track.items.done({ id })
    expect(await track.items.reopen({ id }, once)).toEqual(same)
    expect(await track.items.get({ id })).toMatchObject({ status: 'done' })
  })

  it('holds for batches, undo and settings', async () => {
    const { track } = ann
    const batch = {
      operations: [
        { op: 'items.add', input: milk },
        { op: 'items.add', input: milk },
      ],
    }
    expect(await track.batch.run(batch, once)).toEqual(await track.batch.run(batch, once))
    expect(await listTitles(track)).toHaveLength(2)
    await track.items.add(milk)
    expect(await track.changes.undo({}, once)).toEqual(await track.changes.undo({}, once))
    expect(await listTitles(track)).toHaveLength(2)
    const zone = await track.me.update({ timezone: 'Asia/Tokyo' }, once)
    await track.me.update({ timezone: 'UTC' })
    expect(await track.me.update({ timezone: 'Asia/Tokyo' }, once)).toEqual(zone)
    expect(await track.me.get()).toMatchObject({ timezone: 'UTC' })
  })

  it('gives no API key twice', async () => {
    const root = await server.addAnyUser({ role: 'admin' })
    const name = `zoe-${root.name}`
    const made = await root.track.users.add({ name }, once)
    await expect(root.track.users.add({ name }, once)).rejects.toMatchObject({ code: 'conflict' })
    await root.track.users.rotate({ name }, once)
    const { users } = await root.track.users.list()
    await expect(root.track.users.rotate({ name }, once)).rejects.toMatchObject({ code: 'conflict' })
    expect((await root.track.users.list()).users).toEqual(users)
    const kept = JSON.stringify(await server.deps.engine.read.selectFrom('answers').selectAll().execute())
    expect(kept).not.toContain('trk_')
    expect(kept).not.toContain(made.api_key)
  })

  it('is kept 30 days', async () => {
    const { track } = ann
    const first = await track.items.add(milk, once)
    server.clock.advance(29 * DAY_MS)
    await upkeep(server.deps)
    expect((await track.items.add(milk, once)).id).toBe(first.id)
    server.clock.advance(2 * DAY_MS)
    await upkeep(server.deps)
    expect((await track.items.add(milk, once)).id).not.toBe(first.id)
  })

  it.each(['a', ' ', '~!"#%&', 'x'.repeat(255)])('may be %s', async (idempotencyKey) => {
    if (usesHttp(variant) && !idempotencyKey.trim()) return
    const first = await ann.track.items.add(milk, { idempotencyKey })
    expect(await ann.track.items.add(milk, { idempotencyKey })).toEqual(first)
  })

  it.each(['x'.repeat(256), 'é', 'a\tb'])('may not be %j', async (idempotencyKey) => {
    await expect(ann.track.items.add(milk, { idempotencyKey })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'Idempotency-Key' }] },
    })
    expect(await revisionOf(ann.track)).toBe(0)
  })
})

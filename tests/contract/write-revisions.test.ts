import { describe, expect, it } from 'vitest'
import type { OperationName } from '#contract/operations.ts'
import { addAll, revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('the revision that a write tells, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server, { role: 'admin' })

  const CHANGING: [OperationName, (id: string) => object][] = [
    ['items.add', () => ({ kind: 'todo', title: 'New' })],
    ['items.update', (id) => ({ id, title: 'Other' })],
    ['items.done', (id) => ({ id })],
    ['items.cancel', (id) => ({ id })],
    ['items.move', (id) => ({ id, to: 'bottom' })],
    ['items.convert', (id) => ({ id, kind: 'shopping' })],
    ['items.remove', (id) => ({ id })],
    ['batch.run', (id) => ({ operations: [{ op: 'items.remove', input: { id } }] })],
    ['order.set', (id) => ({ pool: 'todos', ids: [id] })],
    ['projects.add', () => ({ title: 'Boat' })],
    ['changes.undo', () => ({})],
    ['calendar.rotate', () => ({})],
    ['me.update', () => ({ timezone: 'Asia/Tokyo' })],
  ]
  it.each(CHANGING)('is that of the journal after %s', async (op, input) => {
    const [, other] = await addAll(track, 'todo', ['One', 'Two'])
    const before = await revisionOf(track)
    const subject = op === 'items.move' ? (await track.items.list()).items[0]! : other!
    const { revision } = await track.call(op, input(subject.id))
    expect(revision).toBe(before + 1)
    expect((await track.changes.list({ limit: 1 })).changes[0]).toMatchObject({ revision })
  })

  const UNCHANGING: [OperationName, (id: string) => object][] = [
    ['items.get', (id) => ({ id })],
    ['items.update', (id) => ({ id, title: 'Two' })],
    ['items.reopen', (id) => ({ id })],
    ['items.move', (id) => ({ id, to: 'down' })],
    ['items.move', (id) => ({ id, to: 'bottom' })],
    ['order.set', (id) => ({ pool: 'todos', ids: [id] })],
    [
      'batch.run',
      (id) => ({ operations: ['Other', 'Two'].map((title) => ({ op: 'items.update', input: { id, title } })) }),
    ],
    ['data.import', () => ({ format: 'track', version: 1, projects: [], features: [], items: [] })],
  ]
  it.each(UNCHANGING)('is none where %s changes nothing', async (op, input) => {
    const [first, last] = await addAll(track, 'todo', ['One', 'Two'])
    const before = await revisionOf(track)
    const { revision } = await track.call(op, input((op === 'order.set' ? first : last)!.id))
    expect(revision).toBeNull()
    expect(await revisionOf(track)).toBe(before)
  })

  it('is the same for a repeated write, and names the write that undo reverts', async () => {
    const [one] = await addAll(track, 'todo', ['One'])
    const idempotencyKey = 'the same'
    const once = await track.call('items.remove', { id: one!.id }, { idempotencyKey })
    await track.projects.add({ title: 'In between' })
    expect(await track.call('items.remove', { id: one!.id }, { idempotencyKey })).toEqual(once)
    await track.changes.undo({ revision: once.revision! })
    expect(await track.items.get({ id: one!.id })).toMatchObject({ title: 'One' })
  })
})

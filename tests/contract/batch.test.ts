import { describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import { addAll, contents, listTitles, revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('a batch, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  const add = (title: string, more: object = {}) => ({ op: 'items.add', input: { kind: 'todo', title, ...more } })

  it('is one write and one undo, with its results in order', async () => {
    const [one, two, three] = await addAll(track, 'todo', ['One', 'Two', 'Three'])
    const before = await contents(track)
    const { results } = await track.batch.run({
      operations: [
        { op: 'items.done', input: { id: one!.id } },
        { op: 'items.remove', input: { id: two!.id } },
        { op: 'projects.add', input: { title: 'Boat', type: 'engineering' } },
        { op: 'features.add', input: { slug: 'boat', title: 'Hull' } },
        { op: 'items.convert', input: { id: three!.id, kind: 'task', project: 'boat' } },
        add('Four', { due: 'tomorrow' }),
        { op: 'order.set', input: { pool: 'todos', ids: [] } },
      ],
    })
    expect(results).toMatchObject([
      { item: { status: 'done' }, added: null },
      null,
      { slug: 'boat' },
      { project: 'boat' },
      { kind: 'task' },
      { title: 'Four', due: '2026-03-11' },
      { items: [] },
    ])
    expect(await revisionOf(track)).toBe(2)
    const after = await contents(track)
    expect(await track.changes.undo({})).toMatchObject({ undid: { op: 'batch.run', revision: 2 } })
    expect(await contents(track)).toEqual(before)
    await track.changes.undo({ redo: true })
    expect(await contents(track)).toEqual(after)
  })

  it('sees what its earlier operations did', async () => {
    const [one] = await addAll(track, 'todo', ['One'])
    const { id } = one!
    const { results } = await track.batch.run({
      operations: [
        { op: 'items.update', input: { id, title: 'Two' } },
        { op: 'items.update', input: { id, title: 'Three', priority: 1 } },
        { op: 'items.start', input: { id } },
      ],
    })
    expect(results).toMatchObject([
      { title: 'Two' },
      { title: 'Three' },
      { title: 'Three', status: 'doing', priority: 1, revision: 2 },
    ])
    const { changes } = await track.changes.list({ since: 1 })
    expect(changes).toMatchObject([
      { items: [{ id, before: { title: 'One' }, after: { title: 'Three', status: 'doing' } }] },
    ])
  })

  it('is all or nothing, and names the operation and the field that failed', async () => {
    const [one] = await addAll(track, 'todo', ['One'])
    const before = await contents(track)
    const failures: [object, string, unknown][] = [
      [
        add('', { priority: 9 }),
        'invalid',
        [{ path: 'operations.1.input.title' }, { path: 'operations.1.input.priority' }],
      ],
      [
        { op: 'items.add', input: { kind: 'chore', title: 'Sweep' } },
        'invalid',
        [{ path: 'operations.1.input.every' }],
      ],
      [
        { op: 'items.update', input: { id: one!.id, colour: 'red' } },
        'invalid',
        [{ path: 'operations.1.input.colour' }],
      ],
      [{ op: 'items.done' }, 'invalid', [{ path: 'operations.1.input.id' }]],
      [{ op: 'items.done', input: { id: 't-ffff0' } }, 'not_found', undefined],
      [{ op: 'items.skip', input: { id: one!.id } }, 'conflict', undefined],
      [{ op: 'nothing.known', input: {} }, 'invalid', [{ path: 'operations.1.op' }]],
      [{ op: 'constructor', input: {} }, 'invalid', [{ path: 'operations.1.op' }]],
      [{ op: 'items.add', input: { kind: 'todo', title: 'x' }, extra: 1 }, 'invalid', [{ path: 'operations.1.extra' }]],
    ]
    for (const [operation, code, errors] of failures) {
      const operations = [add('First'), operation, add('Last')]
      const batch = track.batch.run({ operations } as never)
      await expect(batch, JSON.stringify(operation)).rejects.toMatchObject({ code, details: errors ? { errors } : {} })
    }
    await expect(track.batch.run({ operations: [add('First'), add('', {})] })).rejects.toMatchObject({
      message: expect.stringContaining('operation 2'),
    })
    expect(await contents(track)).toEqual(before)
    expect(await revisionOf(track)).toBe(1)
  })

  it('names the wrong fields of all its operations', async () => {
    const operations = [
      add(''),
      add('Second'),
      { op: 'nothing.known' },
      add('', { priority: 9 }),
      add('x', { due: '?' }),
    ]
    await expect(track.batch.run({ operations })).rejects.toMatchObject({
      code: 'invalid',
      details: {
        errors: [
          { path: 'operations.0.input.title' },
          { path: 'operations.2.op' },
          { path: 'operations.3.input.title' },
          { path: 'operations.3.input.priority' },
          { path: 'operations.4.input.due' },
        ],
      },
    })
    expect(await revisionOf(track)).toBe(0)
  })

  it('takes writes of items, projects, features and order, and nothing else', async () => {
    const nouns = ['items', 'projects', 'features', 'order']
    for (const { name, method, noun, batch } of allOperations)
      expect(batch ?? false, name).toBe(method !== 'GET' && nouns.includes(noun))
    for (const { name } of allOperations.filter((operation) => !operation.batch)) {
      await expect(
        track.batch.run({ operations: [add('First'), { op: name, input: {} }] }),
        name,
      ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'operations.1.op' }] } })
    }
    expect(await revisionOf(track)).toBe(0)
  })

  it('holds 1 to 1,000 operations', async () => {
    const many = (count: number) => ({
      operations: Array.from({ length: count }, (_, i) => ({
        op: 'items.add',
        input: { kind: 'grocery', title: `${i}` },
      })),
    })
    await expect(track.batch.run(many(0))).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'operations' }] },
    })
    await expect(track.batch.run(many(1001))).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'operations', message: 'holds more than 1,000 operations' }] },
    })
    await track.batch.run(many(1000))
    expect(await listTitles(track, { limit: 1000 })).toEqual(Array.from({ length: 1000 }, (_, i) => `${i}`))
    expect(await revisionOf(track)).toBe(1)
    await track.changes.undo({})
    expect(await listTitles(track)).toEqual([])
  })

  it('that changes nothing raises nothing', async () => {
    const [one, two] = await addAll(track, 'todo', ['One', 'Two'])
    await track.batch.run({
      operations: [
        { op: 'items.reopen', input: { id: one!.id } },
        { op: 'items.update', input: { id: one!.id, title: 'Other' } },
        { op: 'items.update', input: { id: one!.id, title: 'One' } },
        { op: 'items.move', input: { id: two!.id, to: 'top' } },
        { op: 'items.move', input: { id: one!.id, before: two!.id } },
        { op: 'order.set', input: { pool: 'todos', ids: [one!.id, two!.id] } },
      ],
    })
    await track.batch.run({
      operations: [
        { op: 'items.start', input: { id: one!.id } },
        { op: 'items.reopen', input: { id: one!.id } },
      ],
    })
    expect(await listTitles(track)).toEqual(['One', 'Two'])
    const revision = await revisionOf(track)
    expect((await track.changes.list({ since: 0 })).changes).toHaveLength(revision)
    await track.batch.run({ operations: [{ op: 'items.reopen', input: { id: one!.id } }] })
    expect(await revisionOf(track)).toBe(revision)
    expect((await track.items.get({ id: one!.id })).revision).toBeLessThanOrEqual(revision)
  })

  it('orders each pool once', async () => {
    const [one, two] = await addAll(track, 'todo', ['One', 'Two'])
    const order = (pool: string, ...ids: string[]) => ({ op: 'order.set', input: { pool, ids } })
    await expect(
      track.batch.run({ operations: [order('todos', two!.id), order('groceries'), order(' Todos', one!.id)] }),
    ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'operations.2.input.pool' }] } })
    expect(await listTitles(track)).toEqual(['One', 'Two'])
  })

  it('that adds and removes a thing leaves no trace', async () => {
    await track.batch.run({
      operations: [
        { op: 'projects.add', input: { title: 'Boat' } },
        { op: 'projects.remove', input: { slug: 'boat' } },
      ],
    })
    expect(await revisionOf(track)).toBe(0)
    expect((await track.changes.list()).changes).toEqual([])
  })
})

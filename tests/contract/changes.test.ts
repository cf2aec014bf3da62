import { describe, expect, it } from 'vitest'
import { upkeep } from '#service/upkeep.ts'
import { addAll, revisionOf } from '#testing/builders.ts'
import { DAY_MS } from '#testing/clock.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('the journal, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  const revisions = (changes: readonly { revision: number }[]) => changes.map((change) => change.revision)

  it('grows by one row and the revision by one with each write, whatever it is', async () => {
    const [todo, other] = await addAll(track, 'todo', ['One', 'Two'])
    const id = todo!.id
    const writes: [string, () => Promise<unknown>][] = [
      ['items.add', () => track.items.add({ text: 'Three tomorrow every week' })],
      ['items.update', () => track.items.update({ id, title: 'First', priority: 1 })],
      ['items.start', () => track.items.start({ id })],
      ['items.done', () => track.items.done({ id })],
      ['items.reopen', () => track.items.reopen({ id })],
      ['items.cancel', () => track.items.cancel({ id })],
      ['items.skip', async () => track.items.skip({ id: (await track.items.list({ q: 'three' })).items[0]!.id })],
      ['items.move', () => track.items.move({ id: other!.id, to: 'bottom' })],
      ['items.convert', () => track.items.convert({ id: other!.id, kind: 'grocery' })],
      [
        'order.set',
        async () =>
          track.order.set({ pool: 'todos', ids: [(await track.items.add({ kind: 'todo', title: 'Last' })).id] }),
      ],
      ['projects.add', () => track.projects.add({ title: 'Boat', type: 'engineering' })],
      ['projects.update', () => track.projects.update({ slug: 'boat', notes: 'Blue' })],
      ['features.add', () => track.features.add({ slug: 'boat', title: 'Hull' })],
      [
        'features.update',
        async () =>
          track.features.update({ id: (await track.features.list({ slug: 'boat' })).features[0]!.id, status: 'doing' }),
      ],
      [
        'features.remove',
        async () => track.features.remove({ id: (await track.features.list({ slug: 'boat' })).features[0]!.id }),
      ],
      ['projects.remove', () => track.projects.remove({ slug: 'boat' })],
      ['items.remove', () => track.items.remove({ id })],
      ['changes.undo', () => track.changes.undo({})],
      ['changes.redo', () => track.changes.undo({ redo: true })],
      ['me.update', () => track.me.update({ timezone: 'Europe/Berlin' })],
      ['calendar.rotate', () => track.calendar.rotate()],
      [
        'batch.run',
        () =>
          track.batch.run({
            operations: [
              { op: 'items.add', input: { kind: 'todo', title: 'A' } },
              { op: 'items.add', input: { kind: 'todo', title: 'B' } },
            ],
          }),
      ],
    ]
    for (const [op, write] of writes) {
      const before = await revisionOf(track)
      await write()
      const after = await revisionOf(track)
      const { changes, revision } = await track.changes.list({ since: before })
      expect(revision).toBe(after)
      expect(revisions(changes), op).toEqual(Array.from({ length: after - before }, (_, i) => before + 1 + i))
      expect(changes.at(-1)).toMatchObject({ op, client: 'cli', at: '2026-03-10T12:00:00.000Z' })
      if (op !== 'order.set') expect(after, op).toBe(before + 1)
    }
    const all = await track.changes.list({ since: 0, limit: 1000 })
    expect(revisions(all.changes)).toEqual(Array.from({ length: all.revision }, (_, i) => i + 1))
  })

  it('tells before and after of each thing that changed', async () => {
    const added = await track.items.add({ kind: 'todo', title: 'Rent', due: '2026-03-10', every: 'monthly' })
    const { item, added: copy } = await track.items.done({ id: added.id })
    const boat = await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const task = await track.items.add({ kind: 'task', title: 'Sand', feature: hull.id })
    await track.projects.remove({ slug: 'boat', force: true })
    const { changes } = await track.changes.list({ since: 0 })
    const any = expect.any(String)
    const nothing = { items: [], projects: [], features: [] }
    const plain = {
      at: '2026-03-10T12:00:00.000Z',
      by: expect.stringMatching(/^person-\d+$/),
      client: 'cli',
      undoes: null,
      undone: false,
    }
    expect(changes).toEqual([
      {
        revision: 1,
        op: 'items.add',
        ...plain,
        ...nothing,
        items: [{ id: added.id, before: null, after: added, position: any }],
      },
      {
        revision: 2,
        op: 'items.done',
        ...plain,
        ...nothing,
        items: expect.arrayContaining([
          { id: item.id, before: added, after: item, position: any },
          { id: copy!.id, before: null, after: copy, position: any },
        ]),
      },
      { revision: 3, op: 'projects.add', ...plain, ...nothing, projects: [{ id: 'boat', before: null, after: boat }] },
      { revision: 4, op: 'features.add', ...plain, ...nothing, features: [{ id: hull.id, before: null, after: hull }] },
      {
        revision: 5,
        op: 'items.add',
        ...plain,
        ...nothing,
        items: [{ id: task.id, before: null, after: task, position: any }],
      },
      {
        revision: 6,
        op: 'projects.remove',
        ...plain,
        items: [{ id: task.id, before: task, after: null, position: null }],
        features: [{ id: hull.id, before: hull, after: null }],
        projects: [{ id: 'boat', before: boat, after: null }],
      },
    ])
    expect(changes[1]!.items).toHaveLength(2)
  })

  it('is read oldest first from since, newest first before, in pages without a gap', async () => {
    for (let i = 0; i < 7; i++) await track.items.add({ kind: 'todo', title: `${i}` })
    const list = async (input: object) => {
      const { changes, more, reset, revision } = await track.changes.list(input)
      expect([reset, revision]).toEqual([false, 7])
      return [...revisions(changes), more]
    }
    expect(await list({})).toEqual([7, 6, 5, 4, 3, 2, 1, false])
    expect(await list({ limit: 3 })).toEqual([7, 6, 5, true])
    expect(await list({ before: 5, limit: 3 })).toEqual([4, 3, 2, true])
    expect(await list({ before: 2, limit: 3 })).toEqual([1, false])
    expect(await list({ before: 1 })).toEqual([false])
    expect(await list({ since: 0, limit: 3 })).toEqual([1, 2, 3, true])
    expect(await list({ since: 3, limit: 3 })).toEqual([4, 5, 6, true])
    expect(await list({ since: 6, limit: 3 })).toEqual([7, false])
    expect(await list({ since: 4, limit: 3 })).toEqual([5, 6, 7, false])
    expect(await list({ since: 7 })).toEqual([false])
    for (const wrong of [{ since: 1, before: 3 }, { since: -1 }, { limit: 0 }, { limit: 1001 }, { since: 'x' }])
      await expect(track.changes.list(wrong as never)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('tells of one item', async () => {
    const [one, two] = await addAll(track, 'todo', ['One', 'Two'])
    await track.items.start({ id: one!.id })
    await track.items.start({ id: two!.id })
    await track.items.remove({ id: one!.id })
    const of = async (input: object) => (await track.changes.list(input)).changes.map((change) => change.op)
    expect(await of({ item: one!.id })).toEqual(['items.remove', 'items.start', 'batch.run'])
    expect(await of({ item: one!.id, since: 1 })).toEqual(['items.start', 'items.remove'])
    expect(await of({ item: two!.id, before: 3 })).toEqual(['batch.run'])
    expect(await of({ item: one!.id, limit: 1 })).toEqual(['items.remove'])
    await expect(of({ item: 't-1f3a0' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it('asks for a reload if changes since a revision are not available', async () => {
    await addAll(track, 'todo', ['One'])
    const reset = { revision: 1, changes: [], more: false, reset: true }
    expect(await track.changes.list({ since: 2 })).toEqual(reset)
    expect(await track.changes.list({ since: 1_000_000 })).toEqual(reset)
    expect(await track.changes.list({ since: 0 })).toMatchObject({ reset: false })
  })

  it('keeps 400 days, and completions of chores for ever', async () => {
    const chore = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly' })
    await track.items.done({ id: chore.id })
    const [todo] = await addAll(track, 'todo', ['Old'])
    server.clock.advance(200 * DAY_MS)
    await track.items.update({ id: todo!.id, title: 'Young' })
    await upkeep(server.deps)
    expect(await track.changes.list({ since: 0 })).toMatchObject({ reset: false, changes: { length: 4 } })
    const before = await track.items.list()
    server.clock.advance(201 * DAY_MS)
    await upkeep(server.deps)
    expect(await track.items.list()).toEqual(before)
    expect(await track.changes.list({ since: 0 })).toEqual({ revision: 4, changes: [], more: false, reset: true })
    expect(await track.changes.list({ since: 2 })).toMatchObject({ reset: true })
    expect(await track.changes.list({ since: 3 })).toMatchObject({ reset: false, changes: [{ revision: 4 }] })
    expect(await track.changes.list({ item: chore.id })).toMatchObject({ changes: [{ revision: 2, op: 'items.done' }] })
    expect(await track.changes.list()).toMatchObject({ changes: [{ revision: 4 }, { revision: 2 }] })
    await expect(track.changes.undo({ revision: 1 })).rejects.toMatchObject({ code: 'not_found' })
    await track.changes.undo({ revision: 2 })
    expect(await track.items.get({ id: chore.id })).toMatchObject({ last_done: null, due: '2026-03-10' })
    await expect(track.changes.undo({})).resolves.toMatchObject({ undoes: 4 })
    await expect(track.changes.undo({})).rejects.toMatchObject({ code: 'conflict' })
  })

  it('is read in pages that fit into memory, and a write that is too large comes without what it changed', async () => {
    const notes = 'n'.repeat(60_000)
    const operations = Array.from({ length: 15 }, (_, i) => ({
      op: 'items.add',
      input: { kind: 'grocery', title: `${i}`, notes },
    }))
    for (let i = 0; i < 10; i++) await track.batch.run({ operations })
    const pages: number[][] = []
    for (let more = true; more;) {
      const page = await track.changes.list({ since: pages.flat().at(-1) ?? 0, limit: 1000 })
      expect(JSON.stringify(page).length).toBeLessThan(5 * 1024 * 1024)
      pages.push(revisions(page.changes))
      more = page.more
    }
    expect(pages).toEqual([
      [1, 2, 3, 4],
      [5, 6, 7, 8],
      [9, 10],
    ])
    const idsOfAll = async (ids: string[] = [], cursor?: string): Promise<string[]> => {
      const { items, next_cursor } = await track.items.list({ cursor })
      const found = [...ids, ...items.map(({ id }) => id)]
      return next_cursor ? idsOfAll(found, next_cursor) : found
    }
    const ids = await idsOfAll()
    await track.order.set({ pool: 'groceries', ids: ids.toReversed() })
    expect((await track.changes.list({ since: 10 })).changes).toMatchObject([
      { revision: 11, op: 'order.set', items: null, projects: [], features: [] },
    ])
    await track.changes.undo({ revision: 11 })
    expect(await idsOfAll()).toEqual(ids)
  })

  it('stays without gaps when many write at once', async () => {
    await Promise.all(Array.from({ length: 25 }, (_, i) => track.items.add({ kind: 'todo', title: `${i}` })))
    const { changes, revision } = await track.changes.list({ since: 0 })
    expect(revision).toBe(25)
    expect(revisions(changes)).toEqual(Array.from({ length: 25 }, (_, i) => i + 1))
    const ids = changes.map((change) => change.items![0]!.id)
    expect(new Set(ids).size).toBe(25)
  })
})

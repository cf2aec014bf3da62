import { describe, expect, it } from 'vitest'
import { addAll, contents, revisionOf, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('undo, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const { track } = ann

  /** Holds a refusal against its promise: 409 naming the thing, and nothing changed. */
  async function refused(undo: () => Promise<unknown>, names: string) {
    const [before, revision] = [await contents(track), await revisionOf(track)]
    await expect(undo()).rejects.toMatchObject({ code: 'conflict', message: expect.stringContaining(names) })
    expect(await contents(track)).toEqual(before)
    expect(await revisionOf(track)).toBe(revision)
  }

  it('takes back the newest write not yet undone, as a write of its own', async () => {
    const [one] = await addAll(track, 'todo', ['One'])
    const two = await track.items.update({ id: one!.id, title: 'Two' })
    server.clock.advance(1000)
    const undone = await track.changes.undo({})
    expect(undone).toEqual({
      revision: 3,
      at: server.clock.now().toISOString(),
      by: ann.name,
      client: 'cli',
      op: 'changes.undo',
      undoes: 2,
      undone: false,
      items: [
        { id: one!.id, before: two, after: await track.items.get({ id: one!.id }), position: expect.any(String) },
      ],
      projects: [],
      features: [],
      undid: { revision: 2, at: two.updated_at, by: ann.name, client: 'cli', op: 'items.update' },
    })
    const { undid: _, ...change } = undone
    expect((await track.changes.list({ since: 1 })).changes).toMatchObject([{ revision: 2, undone: true }, change])
    expect(await track.items.get({ id: one!.id })).toMatchObject({ title: 'One', revision: 3 })
    await track.changes.undo({})
    expect((await contents(track)).items).toEqual([])
    await refused(() => track.changes.undo({}), 'nothing to undo')
  })

  it('redoes the last undo, again and again, until a new write', async () => {
    const [one] = await addAll(track, 'todo', ['0'])
    for (const title of ['1', '2', '3']) await track.items.update({ id: one!.id, title })
    const title = async () => (await track.items.get({ id: one!.id })).title
    const steps = []
    for (const redo of [false, false, true, false, false, true, true, true]) {
      await track.changes.undo({ redo })
      steps.push(await title())
    }
    expect(steps).toEqual(['2', '1', '2', '1', '0', '1', '2', '3'])
    await refused(() => track.changes.undo({ redo: true }), 'nothing to redo')
    await track.changes.undo({})
    await track.items.update({ id: one!.id, notes: 'new' })
    await refused(() => track.changes.undo({ redo: true }), 'nothing to redo')
  })

  it('takes back exactly the write that is asked for', async () => {
    const [one, two] = await addAll(track, 'todo', ['One', 'Two'])
    await track.items.update({ id: one!.id, title: 'Changed' })
    await track.items.update({ id: one!.id, notes: 'Noted' })
    await track.items.done({ id: two!.id })
    expect(await track.changes.undo({ revision: 2 })).toMatchObject({ undoes: 2, undid: { revision: 2 } })
    expect(await track.items.get({ id: one!.id })).toMatchObject({ title: 'One', notes: 'Noted' })
    await refused(() => track.changes.undo({ revision: 2 }), '2')
    expect(await track.changes.undo({})).toMatchObject({ undoes: 4 })
    expect(await track.changes.undo({})).toMatchObject({ undoes: 3 })
    expect(await track.changes.undo({ revision: 5 })).toMatchObject({ op: 'changes.redo', undoes: 5 })
    expect(await track.items.get({ id: one!.id })).toMatchObject({ title: 'Changed', notes: null })
    await expect(track.changes.undo({ revision: 99 })).rejects.toMatchObject({ code: 'not_found' })
    for (const wrong of [{ revision: 0 }, { revision: 1, redo: true }, { revision: 'one' }, { all: true }])
      await expect(track.changes.undo(wrong as never)).rejects.toMatchObject({ code: 'invalid' })
  })

  it('refuses when a field no longer holds what the write left, and names it', async () => {
    const [one] = await addAll(track, 'todo', ['One'])
    const { id } = one!
    const { revision } = await track.items.update({ id, title: 'Two', notes: 'Kept' })
    await track.items.update({ id, title: 'Three' })
    await refused(() => track.changes.undo({ revision }), id)
    await expect(track.changes.undo({ revision })).rejects.toMatchObject({ message: expect.stringContaining('title') })
    await track.items.update({ id, title: 'Two', priority: 1 })
    await track.changes.undo({ revision })
    expect(await track.items.get({ id })).toMatchObject({ title: 'One', notes: null, priority: 1 })
  })

  it('refuses when an item that the write added has changed since', async () => {
    const rent = await track.items.add({ kind: 'todo', title: 'Rent', every: 'monthly', due: '2026-03-31' })
    const { item, added } = await track.items.done({ id: rent.id })
    const edit = await track.items.update({ id: added!.id, title: 'More rent' })
    await refused(() => track.changes.undo({ revision: item.revision }), added!.id)
    await track.changes.undo({ revision: edit.revision })
    await track.changes.undo({ revision: item.revision })
    expect((await contents(track)).items).toMatchObject([{ id: rent.id, status: 'todo', next: null }])
  })

  it('refuses when what it needs is gone or taken', async () => {
    const [todo] = await addAll(track, 'todo', ['One'])
    const { revision } = await track.items.update({ id: todo!.id, title: 'Two' })
    await track.items.remove({ id: todo!.id })
    await refused(() => track.changes.undo({ revision }), todo!.id)
    await track.projects.add({ title: 'Boat' })
    await track.projects.remove({ slug: 'boat' })
    const removal = await revisionOf(track)
    await track.projects.add({ title: 'Boat', notes: 'Another' })
    await refused(() => track.changes.undo({ revision: removal }), 'boat')
  })

  it('refuses to bring back a task without its project, or to take a project from under its tasks', async () => {
    const project = await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const [task] = await addAll(track, 'task', ['Sand'], { feature: hull.id })
    await refused(() => track.changes.undo({ revision: project.revision }), 'boat')
    await refused(() => track.changes.undo({ revision: hull.revision }), hull.id)
    await track.items.remove({ id: task!.id })
    const removal = await revisionOf(track)
    await track.features.remove({ id: hull.id })
    await refused(() => track.changes.undo({ revision: removal }), hull.id)
    await track.projects.remove({ slug: 'boat' })
    await refused(() => track.changes.undo({ revision: removal }), 'boat')
    for (let i = 0; i < 3; i++) await track.changes.undo({})
    expect(await track.items.get({ id: task!.id })).toMatchObject({ title: 'Sand', feature: hull.id })
  })

  it('passes over settings, which are never undone', async () => {
    await addAll(track, 'todo', ['One'])
    const { revision } = await track.me.update({ timezone: 'Asia/Tokyo' })
    await track.calendar.rotate()
    await refused(() => track.changes.undo({ revision }), 'settings')
    await refused(() => track.changes.undo({ revision: revision + 1 }), 'settings')
    expect(await track.changes.undo({})).toMatchObject({ undoes: 1 })
    expect(await track.me.get()).toMatchObject({ timezone: 'Asia/Tokyo' })
    await track.me.update({ timezone: 'UTC' })
    expect(await track.changes.undo({ redo: true })).toMatchObject({ op: 'changes.redo' })
    expect((await contents(track)).items).toHaveLength(1)
  })

  it('of a batch that makes a project and moves things into it takes all of it back', async () => {
    await track.projects.add({ title: 'Old', type: 'engineering' })
    const [task] = await addAll(track, 'task', ['Sand'], { project: 'old' })
    const [todo] = await addAll(track, 'todo', ['Prime'])
    const before = await contents(track)
    await track.batch.run({
      operations: [
        { op: 'projects.add', input: { title: 'New', type: 'engineering' } },
        { op: 'features.add', input: { slug: 'new', title: 'Hull' } },
        { op: 'items.update', input: { id: task!.id, project: 'new' } },
        { op: 'items.convert', input: { id: todo!.id, kind: 'task', project: 'new' } },
        { op: 'projects.remove', input: { slug: 'old' } },
      ],
    })
    const after = await contents(track)
    expect(titles(after.items)).toEqual(['Sand', 'Prime'])
    await track.changes.undo({})
    expect(await contents(track)).toEqual(before)
    await track.changes.undo({ redo: true })
    expect(await contents(track)).toEqual(after)
    await track.changes.undo({})
    expect(await contents(track)).toEqual(before)
  })

  it('from two devices at once happens once each', async () => {
    await addAll(track, 'todo', ['One'])
    await addAll(track, 'todo', ['Two'])
    const outcomes = await Promise.allSettled([
      track.changes.undo({ revision: 2 }),
      track.changes.undo({ revision: 2 }),
      track.changes.undo({ revision: 2 }),
    ])
    expect(outcomes.filter((outcome) => outcome.status === 'fulfilled')).toHaveLength(1)
    expect(titles((await contents(track)).items)).toEqual(['One'])
  })
})

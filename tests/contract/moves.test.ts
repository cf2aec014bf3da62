import { beforeEach, describe, expect, it } from 'vitest'
import type { ItemInSpace } from '#domain/spaces.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('an item that moves to another space, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  let n = 0
  let home: string
  let inHome: { space: string }
  beforeEach(async () => {
    home = `home-${++n}`
    inHome = { space: home }
    await ben.track.spaces.add({ name: home })
    await ben.track.members.set({ name: home, user: ann.name, role: 'member' })
    await ann.track.spaces.join({ name: home })
  })
  const titles = async (space?: string) =>
    (await ann.track.items.list({ status: 'all' }, space === undefined ? {} : { space })).items.map(
      ({ title }) => title,
    )
  const revision = async (space: string) => (await ann.track.changes.list({ limit: 1 }, { space })).revision

  it('is one write in each, whose journals name each other, and has a new id', async () => {
    const {
      id,
      revision: _,
      ...added
    } = await ann.track.items.add({
      kind: 'grocery',
      title: `Milk ${n}`,
      priority: 2,
      due: '2026-04-01',
      tags: ['lidl'],
      notes: 'Oat',
    })
    const before = [await revision(ann.name), await revision(home)]
    const moved = await ann.track.call('items.convert', { id, space: home })
    expect(moved.revision).toBe(before[1]! + 1)
    expect(moved.output).toEqual({ ...added, id: moved.output.id, revision: before[1]! + 1, space: home })
    expect([await revision(ann.name), await revision(home)]).toEqual([before[0]! + 1, before[1]! + 1])
    expect(await ben.track.items.get({ id: moved.output.id }, inHome)).toMatchObject({ title: `Milk ${n}` })
    await expect(ann.track.items.get({ id })).rejects.toMatchObject({
      code: 'not_found',
      details: { gone: { op: 'items.convert', became: `${home}/${moved.output.id}` } },
    })
    const there = (await ann.track.changes.list({ limit: 1 }, inHome)).changes[0]!
    const here = (await ann.track.changes.list({ limit: 1 })).changes[0]!
    expect(there).toMatchObject({ by: ann.name, linked: { space: ann.name, revision: here.revision } })
    expect(here).toMatchObject({ linked: { space: home, revision: there.revision } })
    expect((await ben.track.changes.list({ limit: 1 }, inHome)).changes[0]).not.toHaveProperty('linked')
  })

  it('comes back by an undo in either, and goes again by a redo', async () => {
    for (const space of [undefined, home, '*']) {
      const options = space === undefined ? {} : { space }
      const { id } = await ann.track.items.add({ kind: 'todo', title: `Lamp ${space}` })
      server.clock.advance(1000)
      await ann.track.items.convert({ id, space: home })
      expect(await titles(home)).toContain(`Lamp ${space}`)
      await ann.track.changes.undo({}, options)
      expect(await titles(home)).not.toContain(`Lamp ${space}`)
      expect((await ann.track.items.get({ id })).title).toBe(`Lamp ${space}`)
      await ann.track.changes.undo({ redo: true }, options)
      expect(await titles(home)).toContain(`Lamp ${space}`)
      const { changes } = await ann.track.changes.list({ limit: 3 }, inHome)
      expect(changes.map(({ op, undone }) => [op, undone])).toEqual([
        ['changes.redo', false],
        ['changes.undo', true],
        ['items.convert', false],
      ])
      server.clock.advance(1000)
    }
  })

  it('is not taken back by who is not in both, nor when it has changed since', async () => {
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'Lamp' })
    const moved = await ann.track.call('items.convert', { id, space: home })
    await expect(ben.track.changes.undo({ revision: moved.revision! }, inHome)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('you are not in both'),
    })
    await ben.track.items.update({ id: moved.output.id, title: 'Light' }, inHome)
    await expect(ann.track.changes.undo({})).rejects.toMatchObject({ code: 'conflict' })
    expect(await titles()).not.toContain('Lamp')
    expect(await titles(home)).toEqual(['Light'])
  })

  it('may become another kind, and moves back', async () => {
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'Soap' })
    const moved = await ann.track.items.convert({ id, space: home, kind: 'grocery' })
    expect(moved).toMatchObject({ kind: 'grocery', title: 'Soap', space: home })
    const back = await ann.track.items.convert({ id: moved.id, space: ann.name }, inHome)
    expect(back).toMatchObject({ kind: 'grocery', space: ann.name })
    expect(await titles(home)).toEqual([])
    await expect(ann.track.items.convert({ id: back.id, space: ann.name })).rejects.toMatchObject({ code: 'conflict' })
    await expect(ann.track.items.convert({ id: back.id })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('keeps what only its history holds', async () => {
    const chore = await ann.track.items.add({ kind: 'chore', title: 'Bins', every: 'tue', last_done: '2026-03-03' })
    const gift = await ann.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Zoe', budget: 20 })
    await ann.track.items.done({ id: gift.id })
    const { revision: _, updated_at: __, id: ___, ...known } = await ann.track.items.get({ id: gift.id })
    expect(await ann.track.items.convert({ id: gift.id, space: home })).toMatchObject(known)
    const { due, anchor, last_done } = chore
    expect(await ann.track.items.convert({ id: chore.id, space: home })).toMatchObject({ due, anchor, last_done })
  })

  it('is held against the rules of the other space', async () => {
    await ben.track.members.update({ name: home, user: ben.name, called: ['Dad'] })
    const gift = await ann.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'dad' })
    await expect(ann.track.items.convert({ id: gift.id, space: home })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'recipient' }] },
    })
    await ann.track.projects.add({ slug: `shed-${n}`, title: 'Shed' })
    const task = await ann.track.items.add({ kind: 'task', title: 'Paint', project: `shed-${n}` })
    await expect(ann.track.items.convert({ id: task.id, space: home })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'project' }] },
    })
    await ben.track.projects.add({ slug: `house-${n}`, title: 'House' }, inHome)
    const there = await ann.track.items.convert({ id: task.id, space: home, project: `house-${n}` })
    expect(there).toMatchObject({ kind: 'task', project: `house-${n}` })
    for (const space of ['nowhere', ben.name])
      await expect(ann.track.items.convert({ id: gift.id, space })).rejects.toMatchObject({
        code: 'not_found',
        message: `there is no space ${space}`,
      })
    const chore = await ben.track.items.add(
      { kind: 'chore', title: 'Dishes', every: 'daily', turns: [ann.name, ben.name] },
      inHome,
    )
    await expect(ann.track.items.convert({ id: chore.id, space: ann.name }, inHome)).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'turns', message: `${ann.name} is no member there` }] },
    })
    const own = await ann.track.items.convert({ id: chore.id, space: ann.name, drop: true }, inHome)
    expect(own).toMatchObject({ turns: null, turn_rule: null, assigned: null })
  })

  it('moves with others in one write, and once however often it is asked for', async () => {
    const ids = []
    for (const title of ['Salt', 'Oil']) ids.push((await ann.track.items.add({ kind: 'grocery', title })).id)
    const operations = ids.map((id) => ({ op: 'items.convert', input: { id, space: home } }))
    const options = { idempotencyKey: `once-${n}` }
    const { results } = await ann.track.batch.run({ operations }, options)
    expect((results as ItemInSpace[]).map(({ space }) => space)).toEqual([home, home])
    expect((await ann.track.batch.run({ operations }, options)).results).toEqual(results)
    expect(await titles(home)).toEqual(['Salt', 'Oil'])
    await ann.track.changes.undo({})
    expect(await titles(home)).toEqual([])
    const club = `club-${n}`
    await ann.track.spaces.add({ name: club })
    const toTwo = [operations[0]!, { op: 'items.convert', input: { id: ids[1]!, space: club } }]
    await expect(ann.track.batch.run({ operations: toTwo })).rejects.toMatchObject({ code: 'invalid' })
  })

  it('goes one way while others go the other, none lost and none twice', async () => {
    const [mine, ours]: [string[], string[]] = [[], []]
    for (let i = 0; i < 6; i++) {
      mine.push((await ann.track.items.add({ kind: 'todo', title: `mine ${n} ${i}` })).id)
      ours.push((await ann.track.items.add({ kind: 'todo', title: `ours ${n} ${i}` }, inHome)).id)
    }
    await Promise.all([
      ...mine.map((id) => ann.track.items.convert({ id, space: home })),
      ...ours.map((id) => ann.track.items.convert({ id, space: ann.name }, inHome)),
    ])
    const named = (name: string, all: string[]) => all.filter((title) => title.startsWith(`${name} ${n} `)).length
    expect(named('mine', await titles(home))).toBe(6)
    expect(named('ours', await titles(home))).toBe(0)
    expect(named('ours', await titles())).toBe(6)
    expect(named('mine', await titles())).toBe(0)
  })
})

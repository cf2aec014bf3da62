import { beforeEach, describe, expect, it } from 'vitest'
import type { FieldsInput, Item } from '#domain/fields.ts'
import type { Kind } from '#domain/kinds.ts'
import { titles } from '#testing/builders.ts'
import { useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'
import { type TestUser, VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('assignments, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  const eve = useNewUser(server)
  let n = 0
  let home: { space: string }
  beforeEach(async () => {
    home = { space: `home-${++n}` }
    const name = home.space
    await ann.track.spaces.add({ name })
    await ann.track.members.set({ name, user: ben.name, role: 'member' })
    await ben.track.spaces.join({ name })
    await ann.track.members.set({ name, user: eve.name, role: 'member' }) // who has not joined
  })

  const add = ({ kind = 'todo', ...fields }: FieldsInput & { kind?: Kind; title: string }) =>
    ann.track.items.add({ kind, ...fields }, home)
  const get = ({ id }: Item) => ann.track.items.get({ id }, home)
  const newest = () => ann.track.changes.list({ limit: 1 }, home)

  it('are to a member or to nobody, and change like any other field', async () => {
    const item = await add({ title: 'Call the plumber', assigned: ben.name })
    expect(item.assigned).toBe(ben.name)
    const { id } = item
    expect(await ben.track.items.update({ id, assigned: ann.name }, home)).toMatchObject({ assigned: ann.name })
    expect(await ben.track.items.update({ id, assigned: null }, home)).toMatchObject({ assigned: null })
    await ben.track.changes.undo({}, home)
    expect(await get(item)).toMatchObject({ assigned: ann.name })
    for (const kind of ['gift', 'shopping', 'grocery'] as const)
      expect(await add({ kind, title: kind, assigned: ann.name })).toMatchObject({ assigned: ann.name })
  })

  it('are refused to anyone else, by name', async () => {
    const { id } = await add({ title: 'Mow the lawn' })
    const { revision } = await newest()
    for (const assigned of [eve.name, root.name, 'nobody']) {
      const message = `${assigned} is no member of ${home.space}`
      const refused = {
        code: 'invalid',
        message: `assigned: ${message}`,
        details: { errors: [{ path: 'assigned', message }] },
      }
      await expect(add({ title: 'Other', assigned })).rejects.toMatchObject(refused)
      await expect(ann.track.items.update({ id, assigned }, home)).rejects.toMatchObject(refused)
    }
    await expect(ann.track.items.add({ kind: 'todo', title: 'Own', assigned: ann.name })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'assigned' }] },
    })
    expect((await newest()).revision).toBe(revision)
  })

  it('narrow lists', async () => {
    await add({ title: 'Of Ann', assigned: ann.name })
    await add({ title: 'Of Ben', assigned: ben.name })
    await add({ title: 'Of all' })
    const list = async (assigned: string) =>
      titles((await ann.track.items.list({ assigned, sort: 'place' }, home)).items)
    expect(await list(ann.name)).toEqual(['Of Ann'])
    expect(await list(`${ann.name},${ben.name}`)).toEqual(['Of Ann', 'Of Ben'])
    expect(await list('nobody')).toEqual([])
    expect((await ann.track.items.list({ assigned: ben.name }, { space: '*' })).items).toMatchObject([
      { title: 'Of Ben', space: home.space },
    ])
    await expect(list('')).rejects.toMatchObject({ code: 'invalid' })
  })

  it('keep what is for others out of Today, unless everyone is asked for', async () => {
    await add({ title: 'Of Ann', assigned: ann.name, due: 'today', estimate: 5 })
    await add({ title: 'Of Ben', assigned: ben.name, due: 'today', estimate: 7 })
    await add({ title: 'Of all', due: 'today', estimate: 9 })
    const today = async ({ track }: TestUser, everyone?: boolean, space = home.space) => {
      const view = await track.views.today({ everyone }, { space })
      return [...titles(view.today), view.count, view.estimate]
    }
    expect(await today(ann)).toEqual(['Of Ann', 'Of all', 2, 14])
    expect(await today(ben)).toEqual(['Of Ben', 'Of all', 2, 16])
    expect(await today(ben, false, '*')).toEqual(['Of Ben', 'Of all', 2, 16])
    expect(await today(ben, true)).toEqual(['Of Ann', 'Of Ben', 'Of all', 3, 21])
    expect(await today(ben, true, '*')).toEqual(['Of Ann', 'Of Ben', 'Of all', 3, 21])
  })

  it('are carried on by a series and by a conversion', async () => {
    const item = await add({ title: 'Water', every: 'daily', assigned: ben.name })
    const { added } = await ann.track.items.done({ id: item.id }, home)
    expect(added).toMatchObject({ assigned: ben.name })
    expect(await ann.track.items.convert({ id: added!.id, kind: 'chore' }, home)).toMatchObject({ assigned: ben.name })
  })

  it('are imported where the space has a member of the name, and dropped elsewhere', async () => {
    await add({ title: 'Of Ben', assigned: ben.name })
    const file = (await ann.track.data.export({}, home)) as Parameters<typeof ann.track.data.import>[0]
    expect(file.items).toMatchObject([{ assigned: ben.name }])
    await ann.track.data.import(file)
    expect((await ann.track.items.list()).items).toMatchObject([{ title: 'Of Ben', assigned: null }])
    const other = { space: `other-${n}` }
    await ben.track.spaces.add({ name: other.space })
    await ben.track.data.import(file, other)
    expect((await ben.track.items.list({}, other)).items).toMatchObject([{ title: 'Of Ben', assigned: ben.name }])
  })

  it.each([
    ['is expelled', () => ann.track.members.remove({ name: home.space, user: ben.name }), 'members.remove'],
    ['leaves', () => ben.track.members.remove({ name: home.space, user: ben.name }), 'members.remove'],
    ['is removed', () => root.track.users.remove({ name: ben.name }), 'users.remove'],
  ] as const)('of who %s end, and the journal tells it', async (_, leave, op) => {
    const mine = await add({ title: 'Of Ann', assigned: ann.name })
    const open = await add({ title: 'Of Ben', assigned: ben.name })
    const done = await add({ title: 'Done by Ben', assigned: ben.name })
    await ann.track.items.done({ id: done.id }, home)
    await leave()
    expect(await get(mine)).toMatchObject({ assigned: ann.name })
    const { changes, revision } = await newest()
    expect(changes).toMatchObject([{ op, revision }])
    expect(changes[0]!.items!.map(({ id }) => id).toSorted()).toEqual([open.id, done.id].toSorted())
    expect(await get(open)).toMatchObject({ assigned: null, revision })
    expect(await get(done)).toMatchObject({ assigned: null, status: 'done', revision })
    await expect(ann.track.changes.undo({ revision }, home)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('do not come back by an undo to who is no member any more', async () => {
    const item = await add({ title: 'Cook', assigned: ben.name })
    await ann.track.items.update({ id: item.id, assigned: null }, home)
    await ann.track.members.remove({ name: home.space, user: ben.name })
    await expect(ann.track.changes.undo({}, home)).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining(`${ben.name} is no member of ${home.space}`),
    })
    expect(await get(item)).toMatchObject({ assigned: null })
  })
})

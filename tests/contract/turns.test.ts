import { beforeEach, describe, expect, it } from 'vitest'
import type { FieldsInput, Item } from '#domain/fields.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { type TestUser, VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('turns, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  const eve = useNewUser(server)
  let n = 0
  let home: { space: string }
  let all: string[]
  beforeEach(async () => {
    home = { space: `home-${++n}` }
    const name = home.space
    all = [ann.name, ben.name, eve.name]
    await ann.track.spaces.add({ name })
    for (const user of [ben, eve]) {
      await ann.track.members.set({ name, user: user.name, role: 'member' })
      await user.track.spaces.join({ name })
    }
  })

  const chore = (fields: FieldsInput = {}) =>
    ann.track.items.add({ kind: 'chore', title: 'Dishes', every: 'daily', turns: all, ...fields }, home)
  const get = ({ id }: Item) => ann.track.items.get({ id }, home)
  const done = async ({ id }: Item, user: TestUser = ann, input: { on?: string; by?: string } = {}) =>
    (await user.track.items.done({ id, ...input }, home)).item
  const tomorrow = () => server.clock.advance(24 * 60 * 60 * 1000)

  it('begin with the first, and pass to the next in order, whoever did it', async () => {
    const item = await chore()
    expect(item).toMatchObject({ turns: all, turn_rule: 'next', assigned: ann.name })
    expect(await done(item, eve)).toMatchObject({ assigned: ben.name, done_by: eve.name })
    expect(await done(item, eve)).toMatchObject({ assigned: ben.name, done_by: eve.name })
    tomorrow()
    expect(await done(item, ben)).toMatchObject({ assigned: eve.name, done_by: ben.name })
    tomorrow()
    expect(await done(item, ann)).toMatchObject({ assigned: ann.name, done_by: ann.name })
  })

  it('pass once for a day, and back by an undo', async () => {
    const item = await chore()
    const once = await done(item)
    const again = await ben.track.items.done({ id: item.id }, home)
    expect(again.item).toEqual(once)
    expect(await done(item, ben, { on: 'yesterday' })).toMatchObject({ assigned: ben.name, done_by: ann.name })
    await ben.track.changes.undo({}, home)
    await ann.track.changes.undo({}, home)
    expect(await get(item)).toMatchObject({ assigned: ann.name, done_by: null, last_done: null })
  })

  it('pass by a skip, which credits nobody', async () => {
    const item = await chore()
    expect(await ann.track.items.skip({ id: item.id }, home)).toMatchObject({ assigned: ben.name, done_by: null })
    const fewest = await chore({ turn_rule: 'fewest' })
    expect(await ann.track.items.skip({ id: fewest.id }, home)).toMatchObject({ assigned: ben.name, done_by: null })
  })

  it('go to who has done it least in the last 90 days, equal ones by order', async () => {
    const item = await chore({ turn_rule: 'fewest' })
    expect(await done(item, ann)).toMatchObject({ assigned: ben.name })
    tomorrow()
    expect(await done(item, eve)).toMatchObject({ assigned: ben.name })
    tomorrow()
    expect(await done(item, ben)).toMatchObject({ assigned: ann.name })
    tomorrow()
    expect(await done(item, ann)).toMatchObject({ assigned: ben.name })
    await ann.track.changes.undo({}, home) // which counts no more
    expect(await done(item, eve)).toMatchObject({ assigned: ann.name })
    server.clock.advance(91 * 24 * 60 * 60 * 1000)
    expect(await done(item, ann)).toMatchObject({ assigned: ben.name })
  })

  it('credit who is named, and nobody else', async () => {
    const item = await chore()
    expect(await done(item, ann, { by: eve.name })).toMatchObject({ done_by: eve.name, assigned: ben.name })
    const refused = { code: 'invalid', details: { errors: [{ path: 'by' }] } }
    await expect(done(item, ann, { by: 'nobody' })).rejects.toMatchObject(refused)
    const own = await ann.track.items.add({ kind: 'todo', title: 'Own' })
    await expect(ann.track.items.done({ id: own.id, by: ben.name })).rejects.toMatchObject(refused)
    const todo = await ann.track.items.add({ kind: 'todo', title: 'Once' }, home)
    expect(await done(todo, ann, { by: ben.name })).toMatchObject({ status: 'done', done_by: ben.name })
    expect(await ann.track.items.cancel({ id: todo.id }, home)).toMatchObject({ done_by: null })
    expect(await ann.track.items.reopen({ id: todo.id }, home)).toMatchObject({ done_by: null })
  })

  it('are of at least two members of the space', async () => {
    const refused = { code: 'invalid', details: { errors: [{ path: 'turns' }] } }
    for (const turns of [[ann.name], [], [ann.name, ann.name], [ann.name, 'nobody']])
      await expect(chore({ turns })).rejects.toMatchObject(refused)
    await expect(
      ann.track.items.add({ kind: 'chore', title: 'Own', every: 'daily', turns: all }),
    ).rejects.toMatchObject(refused)
    const item = await chore()
    const without = { turns: null, turn_rule: null, assigned: ann.name }
    expect(await ann.track.items.update({ id: item.id, turns: null }, home)).toMatchObject(without)
    await expect(ann.track.items.update({ id: item.id, turn_rule: 'next' }, home)).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'turn_rule' }] },
    })
  })

  it('lose who leaves, and end with fewer than two', async () => {
    const item = await chore({ turn_rule: 'fewest' })
    await ann.track.members.remove({ name: home.space, user: ben.name })
    expect(await get(item)).toMatchObject({ turns: [ann.name, eve.name], turn_rule: 'fewest', assigned: ann.name })
    await eve.track.members.remove({ name: home.space, user: eve.name })
    expect(await get(item)).toMatchObject({ turns: null, turn_rule: null, assigned: ann.name })
    const { changes, revision } = await ann.track.changes.list({ limit: 1 }, home)
    expect(changes).toMatchObject([{ op: 'members.remove', by: eve.name, revision, items: [{ id: item.id }] }])
    await expect(ann.track.changes.undo({ revision }, home)).rejects.toMatchObject({ code: 'conflict' })
  })

  it('do not come back by an undo to who is no member any more', async () => {
    const item = await chore()
    await ann.track.items.update({ id: item.id, turns: [ann.name, ben.name] }, home)
    await ann.track.members.remove({ name: home.space, user: eve.name })
    await expect(ann.track.changes.undo({}, home)).rejects.toMatchObject({ code: 'conflict' })
    expect(await get(item)).toMatchObject({ turns: [ann.name, ben.name] })
  })

  it('are imported with those who are members', async () => {
    await done(await chore({ turn_rule: 'fewest' }))
    const file = (await ann.track.data.export({}, home)) as Parameters<typeof ann.track.data.import>[0]
    const other = { space: `other-${n}` }
    await ben.track.spaces.add({ name: other.space })
    await ben.track.members.set({ name: other.space, user: ann.name, role: 'member' })
    await ann.track.spaces.join({ name: other.space })
    await ben.track.data.import(file, other)
    expect((await ben.track.items.list({}, other)).items).toMatchObject([
      { turns: [ann.name, ben.name], turn_rule: 'fewest', assigned: ben.name, done_by: ann.name },
    ])
    await ben.track.data.import(file)
    expect((await ben.track.items.list()).items).toMatchObject([{ turns: null, assigned: null, done_by: null }])
  })
})

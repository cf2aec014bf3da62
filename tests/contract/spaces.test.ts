import { beforeEach, describe, expect, it } from 'vitest'
import { MAX_MEMBERS, MAX_SPACES } from '#domain/spaces.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { localTrack } from '#service/local-track.ts'
import { upkeep } from '#service/upkeep.ts'
import { addAll, listTitles, revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer, useUser } from '#testing/fixtures.ts'
import { type TestUser, VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('spaces, %s', (variant) => {
  const server = useTestServer(variant)
  const root = useUser(server, 'root', { role: 'admin' })
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  const eve = useNewUser(server)
  let n = 0
  let home: string
  beforeEach(() => void (home = `home-${++n}`))

  const invite = (owner: TestUser, member: TestUser, name = home) =>
    owner.track.members.set({ name, user: member.name, role: 'member' })
  const share = async (...members: TestUser[]) => {
    const space = await ann.track.spaces.add({ name: home })
    for (const member of members) {
      await invite(ann, member)
      await member.track.spaces.join({ name: home })
    }
    return space
  }
  const inHome = ({ track }: TestUser) => ({
    add: (title: string) => track.items.add({ kind: 'grocery', title }, { space: home }),
    titles: async () => (await track.items.list({}, { space: home })).items.map((item) => item.title),
  })
  const refused = async (call: Promise<unknown>, code: string) => expect(call).rejects.toMatchObject({ code })

  it('are made by anyone, who owns them', async () => {
    const space = await ann.track.spaces.add({ name: home })
    expect(space).toEqual({
      id: expect.stringMatching(/^[0-9a-f-]{36}$/),
      name: home,
      role: 'owner',
      members: [{ name: ann.name, role: 'owner', called: [] }],
      revision: 0,
    })
    expect(await ann.track.spaces.list()).toEqual({
      spaces: [{ id: space.id, name: home, role: 'owner', revision: 0, members: [ann.name] }],
    })
    expect((await ann.track.me.get()).spaces).toEqual([{ id: space.id, name: home, role: 'owner', revision: 0 }])
    expect(await ann.track.spaces.get({ name: home })).toEqual(space)
    expect(await ann.track.spaces.get({ name: ann.name })).toMatchObject({ id: ann.id, role: 'owner' })
    expect((await ben.track.me.get()).spaces).toEqual([])
  })

  it('have names that users do not have, and that are never given again', async () => {
    await ann.track.spaces.add({ name: home })
    for (const name of [home, ann.name, ben.name]) await refused(ben.track.spaces.add({ name }), 'conflict')
    await refused(root.track.users.add({ name: home }), 'conflict')
    await ann.track.spaces.remove({ name: home })
    await refused(ann.track.spaces.add({ name: home }), 'conflict')
    await refused(root.track.users.add({ name: home }), 'conflict')
    for (const name of ['Home', '', 'a b', '*', 'default']) await refused(ann.track.spaces.add({ name }), 'invalid')
  })

  it('are joined by those who are invited, and who until then see nothing of them', async () => {
    await ann.track.spaces.add({ name: home })
    await inHome(ann).add('Milk')
    const before = await revisionOf(ben.track)
    expect(await invite(ann, ben)).toEqual({ name: ben.name, role: 'invited', called: [] })
    expect(await revisionOf(ben.track)).toBe(before + 1)
    expect((await ben.track.me.get()).spaces).toEqual([{ name: home, role: 'invited' }])
    await refused(ben.track.spaces.get({ name: home }), 'not_found')
    await refused(inHome(ben).titles(), 'not_found')
    await refused(inHome(ben).add('Bread'), 'not_found')
    expect(await ben.track.spaces.join({ name: home })).toMatchObject({ name: home, role: 'member' })
    expect(await inHome(ben).titles()).toEqual(['Milk'])
    await refused(eve.track.spaces.join({ name: home }), 'not_found')
  })

  it('hold items of their own, which members share', async () => {
    const { id } = await share(ben)
    await addAll(ann.track, 'grocery', ['Own'])
    await inHome(ann).add('Milk')
    await inHome(ben).add('Bread')
    expect(await inHome(ann).titles()).toEqual(['Milk', 'Bread'])
    expect(await listTitles(ann.track)).toEqual(['Own'])
    expect(await listTitles(ben.track)).toEqual([])
    const byId = await ben.track.items.list({}, { space: id })
    expect(byId.items.map(({ title }) => title)).toEqual(['Milk', 'Bread'])
    const own = await ann.track.items.list({}, { space: ann.name })
    expect(own.items.map(({ title }) => title)).toEqual(['Own'])
    expect((await ben.track.search.find({ q: 'milk' }, { space: home })).items).toHaveLength(1)
    expect((await ben.track.search.find({ q: 'milk' })).items).toEqual([])
  })

  it('have a journal that says who wrote', async () => {
    await share(ben)
    const milk = await inHome(ann).add('Milk')
    await ben.track.items.done({ id: milk.id }, { space: home })
    const { changes } = await ann.track.changes.list({}, { space: home })
    expect(changes.slice(0, 2).map(({ op, by }) => [op, by])).toEqual([
      ['items.done', ben.name],
      ['items.add', ann.name],
    ])
    await ann.track.items.add({ kind: 'todo', title: 'Own' })
    expect((await ann.track.changes.list()).changes[0]).toMatchObject({ op: 'items.add', by: ann.name })
    await root.track.users.update({ name: ben.name, role: 'admin' })
    expect((await ben.track.changes.list()).changes[0]).toMatchObject({ op: 'users.update', by: 'root' })
    await root.track.users.update({ name: ben.name, role: 'member' })
  })

  it('undo what the caller wrote, unless it is named', async () => {
    await share(ben)
    await inHome(ann).add('Milk')
    await inHome(ben).add('Bread')
    const undone = await ann.track.changes.undo({}, { space: home })
    expect(undone).toMatchObject({ by: ann.name, undid: { op: 'items.add', by: ann.name } })
    expect(await inHome(ann).titles()).toEqual(['Bread'])
    await refused(ann.track.changes.undo({}, { space: home }), 'conflict')
    await ben.track.changes.undo({ revision: undone.revision }, { space: home })
    expect(await inHome(ann).titles()).toEqual(['Milk', 'Bread'])
    await refused(ann.track.changes.undo({ redo: true }, { space: home }), 'conflict')
  })

  it('let only owners invite, expel, promote and remove', async () => {
    await share(ben)
    await refused(invite(ben, eve), 'forbidden')
    await refused(ben.track.members.remove({ name: home, user: ann.name }), 'forbidden')
    await refused(ben.track.members.set({ name: home, user: ben.name, role: 'owner' }), 'forbidden')
    await refused(ben.track.spaces.remove({ name: home }), 'forbidden')
    await refused(ben.track.members.update({ name: home, user: ann.name, called: ['Mum'] }), 'forbidden')
    for (const call of [
      () => invite(eve, ben),
      () => eve.track.members.remove({ name: home, user: ann.name }),
      () => eve.track.members.remove({ name: home, user: eve.name }),
      () => eve.track.spaces.remove({ name: home }),
      () => root.track.spaces.get({ name: home }),
      () => root.track.items.list({}, { space: home }),
    ])
      await refused(call(), 'not_found')
    expect(await ben.track.members.update({ name: home, user: ben.name, called: ['Dad', 'Dad'] })).toEqual({
      name: ben.name,
      role: 'member',
      called: ['Dad'],
    })
    await ann.track.members.set({ name: home, user: ben.name, role: 'owner' })
    await invite(ben, eve)
    expect((await ann.track.spaces.get({ name: home })).members).toEqual([
      { name: ann.name, role: 'owner', called: [] },
      { name: ben.name, role: 'owner', called: ['Dad'] },
      { name: eve.name, role: 'invited', called: [] },
    ])
  })

  it('always have an owner, who has joined', async () => {
    await share(ben)
    await refused(ann.track.members.remove({ name: home, user: ann.name }), 'conflict')
    await refused(ann.track.members.set({ name: home, user: ann.name, role: 'member' }), 'conflict')
    await refused(ann.track.members.set({ name: home, user: eve.name, role: 'owner' }), 'conflict')
    await ann.track.members.set({ name: home, user: ben.name, role: 'owner' })
    await ann.track.members.remove({ name: home, user: ann.name })
    await refused(ann.track.spaces.get({ name: home }), 'not_found')
    expect((await ben.track.spaces.get({ name: home })).members).toHaveLength(1)
  })

  it('are closed at once to who is expelled, leaves or declines', async () => {
    await share(ben)
    await inHome(ben).add('Milk')
    await ann.track.members.remove({ name: home, user: ben.name })
    await refused(inHome(ben).titles(), 'not_found')
    await refused(inHome(ben).add('Bread'), 'not_found')
    expect((await ben.track.me.get()).spaces).toEqual([])
    expect(await inHome(ann).titles()).toEqual(['Milk'])
    await invite(ann, ben)
    await ben.track.members.remove({ name: home, user: ben.name })
    await refused(ben.track.spaces.join({ name: home }), 'not_found')
  })

  it('removed are gone, for all members', async () => {
    const { id } = await share(ben)
    await inHome(ben).add('Milk')
    const before = await revisionOf(ben.track)
    await ann.track.spaces.remove({ name: home })
    for (const { track } of [ann, ben])
      for (const space of [home, id]) await refused(track.items.list({}, { space }), 'not_found')
    expect((await ben.track.me.get()).spaces).toEqual([])
    expect(await revisionOf(ben.track)).toBe(before + 1)
  })

  it('pass to the oldest member when their last owner is removed, and are removed with the last member', async () => {
    await share(ben, eve)
    await inHome(ann).add('Milk')
    await root.track.users.remove({ name: ann.name })
    expect((await ben.track.spaces.get({ name: home })).members).toEqual([
      { name: ben.name, role: 'owner', called: [] },
      { name: eve.name, role: 'member', called: [] },
    ])
    expect((await eve.track.changes.list({}, { space: home })).changes).toContainEqual(
      expect.objectContaining({ op: 'items.add', by: ann.name }),
    )
    for (const { name } of [ben, eve]) await localTrack(server.deps).users.remove({ name })
    const { read } = server.deps.engine
    const left = await read.selectFrom('shared_spaces').where('name', '=', home).selectAll().execute()
    expect(left).toMatchObject([{ space_id: null }])
    const ids = [ann.id, ben.id, eve.id]
    const memberships = await read.selectFrom('memberships').where('user_id', 'in', ids).selectAll().execute()
    expect(memberships).toEqual([])
  })

  it('keep no gift for a member, however it would get there', async () => {
    await share(ben)
    await ben.track.members.update({ name: home, user: ben.name, called: ['Mömi'] })
    const inSpace = { space: home }
    const { track } = ann
    const refusal = {
      code: 'invalid',
      details: { errors: [{ path: 'recipient' }], hint: expect.stringContaining('your own') },
    }
    for (const recipient of [ben.name, ben.name.toUpperCase(), 'Mömi', ' momi ']) {
      const gift = { kind: 'gift', title: 'Scarf', recipient } as const
      await expect(track.items.add(gift, inSpace), recipient).rejects.toMatchObject(refusal)
      await track.items.add(gift)
    }
    await expect(track.items.add({ text: 'gift: scarf for Momi' }, inSpace)).rejects.toMatchObject(refusal)
    const other = await track.items.add({ kind: 'gift', title: 'Book', recipient: 'Zoe' }, inSpace)
    const todo = await track.items.add({ kind: 'todo', title: 'Scarf' }, inSpace)
    const document = await track.data.export()
    for (const call of [
      () => track.items.update({ id: other.id, recipient: ben.name }, inSpace),
      () => track.items.convert({ id: todo.id, kind: 'gift', recipient: 'momi' }, inSpace),
      () => track.data.import(document, inSpace),
      () =>
        track.batch.run({ operations: [{ op: 'items.update', input: { id: other.id, recipient: 'Momi' } }] }, inSpace),
    ])
      await expect(call()).rejects.toMatchObject(refusal)
    expect(await inHome(ben).titles()).toEqual(expect.arrayContaining(['Book', 'Scarf']))
    expect(JSON.stringify(await ben.track.changes.list({}, inSpace))).not.toMatch(/momi/i)
  })

  it('are not opened to someone for whom they hold or held a gift', async () => {
    await share(ben)
    const gift = await ann.track.items.add({ kind: 'gift', title: 'Scarf', recipient: eve.name }, { space: home })
    await refused(invite(ann, eve), 'conflict')
    await ann.track.items.remove({ id: gift.id }, { space: home })
    await refused(invite(ann, eve), 'conflict')
  })

  it('compare names as people read them: without strokes, accents and what is not seen', async () => {
    await share(await server.addUser(`bjorn-lukasz-${n}`))
    for (const recipient of [`Bjørn-Łukasz-${n}`, `bjo\u0308rn-lu\u200bkasz-${n}`]) {
      const gift = { kind: 'gift', title: 'Skis', recipient } as const
      await refused(ann.track.items.add(gift, { space: home }), 'invalid')
    }
  })

  it('are not opened by a name that is said of who is invited', async () => {
    await share()
    await ann.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' }, { space: home })
    await invite(ann, eve)
    await refused(ann.track.members.update({ name: home, user: eve.name, called: ['mom'] }), 'conflict')
    await ann.track.members.update({ name: home, user: eve.name, called: ['Evie'] })
    await eve.track.spaces.join({ name: home })
  })

  it('are left, however much is assigned there, in one write that names it all', async () => {
    await share(ben)
    const { track } = ann
    const inSpace = { space: home }
    const items = Array.from({ length: 120 }, (_, i) => ({
      id: `t-${(0x1000 + i).toString(16)}`,
      kind: 'todo' as const,
      title: `${i}`,
      assigned: ben.name,
      notes: 'n'.repeat(1000),
      created_at: '2026-01-01T00:00:00.000Z',
    }))
    await track.data.import({ format: 'track', version: 1, projects: [], features: [], items }, inSpace)
    const chore = await track.items.add(
      { kind: 'chore', title: 'Bins', every: 'weekly', turns: [ben.name, ann.name] },
      inSpace,
    )
    await ben.track.members.remove({ name: home, user: ben.name })
    const { changes } = await track.changes.list({ limit: 1 }, inSpace)
    expect(changes[0]).toMatchObject({ op: 'members.remove', by: ben.name })
    expect(changes[0]!.items!.map(({ id }) => id).toSorted()).toEqual(
      [chore.id, ...items.map(({ id }) => id)].toSorted(),
    )
    expect(changes[0]!.items!.every(({ after }) => after!.assigned === null && after!.turns === null)).toBe(true)
    expect((await track.items.list({ assigned: ben.name, status: 'all' }, inSpace)).items).toEqual([])
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })

  it('removed leave no rows, however many they had, nor where the server was killed meanwhile', async () => {
    const { engine } = server.deps
    const rowsOf = async (spaceId: number) => {
      const counts = []
      for (const table of ['spaces', 'items', 'journal', 'journal_entities', 'answers', 'imported_ids'] as const)
        counts.push((await engine.read.selectFrom(table).where('space_id', '=', spaceId).selectAll().execute()).length)
      return counts
    }
    const numberOf = async (name: string) =>
      (await engine.read.selectFrom('shared_spaces').where('name', '=', name).select('space_id').execute())[0]!
        .space_id!
    const items = Array.from({ length: 130 }, (_, i) => ({
      id: `t-${(0x1000 + i).toString(16)}`,
      kind: 'todo' as const,
      title: `${i}`,
      created_at: '2026-01-01T00:00:00.000Z',
    }))
    for (const name of [home, `${home}-killed`]) {
      await ann.track.spaces.add({ name })
      await ann.track.data.import({ format: 'track', version: 1, projects: [], features: [], items }, { space: name })
      await ann.track.items.add({ kind: 'grocery', title: 'Milk' }, { space: name, idempotencyKey: 'milk' })
    }
    const [removed, killed] = [await numberOf(home), await numberOf(`${home}-killed`)]
    await ann.track.spaces.remove({ name: home })
    expect(await rowsOf(removed)).toEqual([0, 0, 0, 0, 0, 0])
    expect((await rowsOf(killed)).every((count) => count > 0)).toBe(true)
    await engine.write('users', async (db) => {
      await db.deleteFrom('memberships').where('space_id', '=', killed).execute()
      await db.updateTable('shared_spaces').set({ space_id: null }).where('space_id', '=', killed).execute()
    })
    await upkeep(server.deps)
    expect(await rowsOf(killed)).toEqual([0, 0, 0, 0, 0, 0])
    expect((await ann.track.items.list()).items).toEqual([])
  })

  it('bring no gift back for someone who has joined since', async () => {
    await share()
    const gift = await ann.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' }, { space: home })
    const { revision } = await ann.track.items.update({ id: gift.id, recipient: null }, { space: home })
    await invite(ann, ben)
    await ben.track.spaces.join({ name: home })
    await ann.track.members.update({ name: home, user: ben.name, called: ['Mom'] })
    await refused(ann.track.changes.undo({ revision }, { space: home }), 'invalid')
  })

  it('let go on what a member who is called so since has seen', async () => {
    await share(ben)
    const { id } = await ann.track.items.add({ kind: 'gift', title: 'Scarf', recipient: 'Mom' }, { space: home })
    await ann.track.members.update({ name: home, user: ben.name, called: ['Mom'] })
    await ann.track.items.update({ id, priority: 1 }, { space: home })
    await refused(ann.track.items.update({ id, recipient: ben.name }, { space: home }), 'invalid')
    await ann.track.items.done({ id, stage: 'given' }, { space: home })
    await ann.track.changes.undo({}, { space: home })
    expect(await ann.track.items.get({ id }, { space: home })).toMatchObject({ priority: 1, status: 'todo' })
  })

  it('are at most so many for a user', async () => {
    for (let i = 0; i < MAX_SPACES; i++) await ann.track.spaces.add({ name: `many-${n}-${i}` })
    await refused(ann.track.spaces.add({ name: home }), 'conflict')
    await ben.track.spaces.add({ name: home })
    await invite(ben, ann)
    await refused(ann.track.spaces.join({ name: home }), 'conflict')
    await ann.track.spaces.remove({ name: `many-${n}-0` })
    await ann.track.spaces.join({ name: home })
  })

  it('have ids, projects and an order of their own', async () => {
    await share(ben)
    await ann.track.projects.add({ title: 'Boat' })
    await ben.track.projects.add({ title: 'Boat', notes: 'ours' }, { space: home })
    expect((await ann.track.projects.get({ slug: 'boat' })).notes).toBeNull()
    expect((await ann.track.projects.get({ slug: 'boat' }, { space: home })).notes).toBe('ours')
    const [milk, bread] = [await inHome(ann).add('Milk'), await inHome(ben).add('Bread')]
    await ben.track.order.set({ pool: 'groceries', ids: [bread.id, milk.id] }, { space: home })
    expect(await inHome(ann).titles()).toEqual(['Bread', 'Milk'])
    await refused(ann.track.items.get({ id: 't-0000' }, { space: home }), 'not_found')
    const { user } = await ben.track.data.export({}, { space: home })
    expect(user.name).toBe(home)
  })

  it('are not what operations on users and spaces are about', async () => {
    await share(ben)
    await ann.track.items.add({ kind: 'todo', title: 'Own' })
    expect((await ann.track.me.get({}, { space: home })).id).toBe(ann.id)
    expect((await ann.track.me.get({}, { space: home })).revision).toBe(await revisionOf(ann.track))
    await refused(ann.track.me.get({}, { space: 'nowhere' }), 'not_found')
    await refused(eve.track.me.get({}, { space: home }), 'not_found')
  })
})

describe.each(['direct', 'postgres, direct'] as const)('a space, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useUser(server, 'ann')

  it('has at most so many members', async () => {
    await ann.track.spaces.add({ name: 'club' })
    const invite = async () => {
      const { name } = await server.addAnyUser()
      return ann.track.members.set({ name: 'club', user: name, role: 'member' })
    }
    for (let i = 1; i < MAX_MEMBERS; i++) await invite()
    await expect(invite()).rejects.toMatchObject({ code: 'conflict' })
  })
})

import { beforeEach, describe, expect, it } from 'vitest'
import { allOperations } from '#contract/operations.ts'
import type { DoneResult } from '#contract/types.ts'
import type { ItemInSpace } from '#domain/spaces.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { sampleOf } from '#testing/operation-samples.ts'
import { NOTHING } from '#testing/own-data.ts'
import { VARIANTS } from '#testing/test-server.ts'

const DEFAULT = { space: 'default' }

describe.each(VARIANTS)('the spaces that pools are in by default, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const ben = useNewUser(server)
  let n = 0
  let home: string
  let homeId: string
  beforeEach(async () => {
    home = `home-${++n}`
    ;({ id: homeId } = await ben.track.spaces.add({ name: home }))
    await ben.track.members.set({ name: home, user: ann.name, role: 'member' })
    await ann.track.spaces.join({ name: home })
  })
  const defaults = async () => (await ann.track.me.get()).defaults

  it('are set and ended pool by pool, by name or id', async () => {
    expect(await defaults()).toEqual({})
    const set = await ann.track.me.update({ defaults: { groceries: home, chores: homeId } })
    expect(set.defaults).toEqual({ chores: home, groceries: home })
    const { revision } = await ann.track.me.get()
    await ann.track.me.update({ defaults: { chores: home } })
    expect((await ann.track.me.get()).revision).toBe(revision)
    expect((await ann.track.me.update({ defaults: { groceries: null, chores: ann.name } })).defaults).toEqual({})
  })

  it('are those of which one is a member', async () => {
    const club = `club-${n}`
    await ben.track.spaces.add({ name: club })
    await ben.track.members.set({ name: club, user: ann.name, role: 'member' }) // who has not joined
    for (const space of ['nowhere', club, ben.name, ''])
      await expect(ann.track.me.update({ defaults: { todos: home, groceries: space } })).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'defaults.groceries' }] },
      })
    await expect(ann.track.me.update({ defaults: { tasks: home } as object })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'defaults.tasks' }] },
    })
    expect(await defaults()).toEqual({})
  })

  it('end with the membership, for good, and with the space', async () => {
    const other = `other-${n}`
    await ann.track.spaces.add({ name: other })
    await ann.track.me.update({ defaults: { groceries: home, todos: other } })
    await ann.track.members.remove({ name: home, user: ann.name })
    expect(await defaults()).toEqual({ todos: other })
    await ben.track.members.set({ name: home, user: ann.name, role: 'member' })
    await ann.track.spaces.join({ name: home })
    expect(await defaults()).toEqual({ todos: other })
    await ann.track.spaces.remove({ name: other })
    expect(await defaults()).toEqual({})
    expect((await ann.track.items.add({ kind: 'todo', title: 'Mine' }, DEFAULT)).space).toBe(ann.name)
  })

  it('take what is added, by the kind that is understood', async () => {
    await ann.track.me.update({ defaults: { groceries: home, shopping: home } })
    const added = async (text: string) => (await ann.track.items.add({ text }, DEFAULT)).space
    expect(await added('grocery: Milk')).toBe(home)
    expect(await added('buy: Lamp $20')).toBe(home)
    expect(await added('Call Eve tomorrow')).toBe(ann.name)
    expect((await ann.track.items.add({ kind: 'gift', title: 'Scarf' }, DEFAULT)).space).toBe(home)
    expect((await ann.track.items.list({ kind: 'grocery' })).items).toEqual([])
    expect((await ben.track.items.list({ kind: 'grocery' }, { space: home })).items).toMatchObject([{ title: 'Milk' }])
  })

  it('have the items whose ids are given', async () => {
    const { id } = await ben.track.items.add({ kind: 'grocery', title: 'Milk' }, { space: home })
    const own = await ann.track.items.add({ kind: 'grocery', title: 'Own' })
    await expect(ann.track.items.get({ id }, DEFAULT)).rejects.toMatchObject({ code: 'not_found' })
    await ann.track.me.update({ defaults: { groceries: home } })
    expect(await ann.track.items.get({ id: id.slice(0, 5) }, DEFAULT)).toMatchObject({ title: 'Milk', space: home })
    await expect(ann.track.items.get({ id: own.id }, DEFAULT)).rejects.toMatchObject({ code: 'not_found' })
    const { revision } = await ann.track.items.start({ id }, DEFAULT)
    const changed = await ann.track.items.update({ id, title: 'Oat milk' }, { ...DEFAULT, ifMatch: revision })
    expect(changed).toMatchObject({ title: 'Oat milk', space: home })
    const { item, added } = await ann.track.items.done({ id }, DEFAULT)
    expect([item.space, added]).toEqual([home, null])
    expect((await ann.track.changes.list({ item: id }, DEFAULT)).changes).toHaveLength(4)
    await ann.track.items.remove({ id }, DEFAULT)
    expect((await ben.track.items.list({ status: 'all' }, { space: home })).items).toEqual([])
  })

  it('have what several operations at once are about, where it is one space', async () => {
    await ann.track.me.update({ defaults: { groceries: home } })
    const add = (kind: string, title: string) => ({ op: 'items.add', input: { kind, title } })
    const { results } = await ann.track.batch.run(
      { operations: [add('grocery', 'Milk'), add('grocery', 'Bread')] },
      DEFAULT,
    )
    const [milk, bread] = results as ItemInSpace[]
    expect([milk!.space, bread!.space]).toEqual([home, home])
    const done = { op: 'items.done', input: { id: milk!.id } }
    const answer = await ann.track.batch.run({ operations: [done] }, DEFAULT)
    expect((answer.results as DoneResult[])[0]!.item.space).toBe(home)
    await expect(
      ann.track.batch.run({ operations: [add('todo', 'Own'), add('grocery', 'Eggs')] }, DEFAULT),
    ).rejects.toMatchObject({
      code: 'invalid',
      message: `x-track-space: this is about ${ann.name} and ${home}; name one space`,
    })
  })

  it('are those of the first call where it is repeated', async () => {
    await ann.track.me.update({ defaults: { groceries: home } })
    const options = { ...DEFAULT, idempotencyKey: `once-${n}` }
    const first = await ann.track.items.add({ kind: 'grocery', title: 'Milk' }, options)
    await ann.track.me.update({ defaults: { groceries: null } })
    expect(await ann.track.items.add({ kind: 'grocery', title: 'Milk' }, options)).toEqual(first)
    expect((await ann.track.items.list({ kind: 'grocery' })).items).toEqual([])
  })

  it('are for no other calls', async () => {
    for (const { name, byDefault, account } of allOperations) {
      if (byDefault || account) continue
      await expect(ann.track.call(name, sampleOf(name).input(NOTHING, 'x'), DEFAULT), name).rejects.toMatchObject({
        code: 'invalid',
        message: `x-track-space: default is for no such call of ${name}; name one space`,
      })
    }
    await expect(ann.track.changes.list({}, DEFAULT)).rejects.toMatchObject({ code: 'invalid' })
  })
})

import { describe, expect, it } from 'vitest'
import type { AddInput } from '#contract/types.ts'
import { KIND, KINDS, type Kind } from '#domain/kinds.ts'
import { FIELD_NAMES, OWN_FIELDS, type OwnField } from '#domain/fields.ts'
import { addAll } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const OWN_VALUES = {
  last_done: '2026-03-01',
  project: 'house',
  feature: 'f-0',
  estimate: 30,
  recipient: 'Mom',
  occasion: 'Birthday',
  budget: 19.99,
  url: 'https://example.com/a',
  turns: ['ann', 'ben'],
  turn_rule: 'next',
} as const
/** Chores have them in shared spaces alone. */
const OF_SHARED: OwnField[] = ['turns', 'turn_rule']
const HAS: Record<Kind, (keyof typeof OWN_VALUES)[]> = {
  todo: ['estimate'],
  chore: ['last_done', 'estimate'],
  task: ['project', 'feature', 'estimate'],
  gift: ['recipient', 'occasion', 'budget', 'url'],
  shopping: ['budget', 'url'],
  grocery: [],
}
const needed = (kind: Kind) => (kind === 'chore' ? { every: 'weekly' } : kind === 'task' ? { project: 'house' } : {})

describe.each(VARIANTS)('kinds, %s', (variant) => {
  const server = useTestServer(variant)

  async function settled() {
    const { track } = await server.addAnyUser()
    await track.projects.add({ title: 'House', type: 'engineering' })
    const feature = await track.features.add({ slug: 'house', title: 'Roof' })
    return { track, feature }
  }

  it.each(KINDS)('a %s has every field, absent ones null, and the prefix of its kind', async (kind) => {
    const { track } = await settled()
    const item = await track.items.add({ kind, title: 'Plain', ...needed(kind) })
    expect(Object.keys(item)).toEqual(FIELD_NAMES)
    const set = {
      id: item.id,
      kind,
      title: 'Plain',
      status: 'todo',
      priority: 3,
      tags: [],
      created_at: '2026-03-10T12:00:00.000Z',
      updated_at: '2026-03-10T12:00:00.000Z',
      revision: 3,
    }
    const chore = kind === 'chore' ? { every: 'weekly', due: '2026-03-10' } : {}
    const nothing = Object.fromEntries(FIELD_NAMES.map((field) => [field, null]))
    expect(item).toEqual({ ...nothing, ...set, ...needed(kind), ...chore })
    expect(item.id).toMatch(new RegExp(`^${KIND[kind].prefix}-[0-9a-f]{4}$`))
  })

  it.each(KINDS)('a %s takes its own fields, and refuses each that it does not have by name', async (kind) => {
    const { track, feature } = await settled()
    const values = { ...OWN_VALUES, feature: feature.id }
    const own = Object.fromEntries(HAS[kind].map((field) => [field, values[field]]))
    const full = await track.items.add({ kind, title: 'Full', ...needed(kind), ...own })
    expect(full).toMatchObject(own)
    const foreign = OWN_FIELDS.filter((field) =>
      OF_SHARED.includes(field) ? kind !== 'chore' : !HAS[kind].includes(field),
    )
    for (const field of foreign) {
      const wrong = { path: field, message: `${KIND[kind].one} has no ${field}` }
      const add = track.items.add({ kind, title: 'Wrong', ...needed(kind), [field]: values[field] })
      await expect(add, field).rejects.toMatchObject({ code: 'invalid', details: { errors: [wrong] } })
      await expect(track.items.update({ id: full.id, [field]: values[field] }), field).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [wrong] },
      })
    }
    expect(await track.items.get({ id: full.id })).toEqual(full)
  })

  it('names every foreign field at once', async () => {
    const { track } = await server.addAnyUser()
    const add = track.items.add({
      kind: 'grocery',
      title: 'Milk',
      recipient: 'Mom',
      url: 'https://a.example',
      estimate: 5,
    })
    await expect(add).rejects.toMatchObject({
      message: expect.stringContaining('a grocery has no recipient'),
      details: { errors: { length: 3 } },
    })
  })

  it('refuses a project and a feature that the kind does not have, whether they exist or not', async () => {
    const { track } = await server.addAnyUser()
    const errors = [
      { path: 'project', message: 'a chore has no project' },
      { path: 'feature', message: 'a chore has no feature' },
      { path: 'every' },
    ]
    const wrong = { title: 'Sweep', project: 'nowhere', feature: 'f-0000' }
    await expect(track.items.add({ kind: 'chore', ...wrong })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors },
    })
    const { id } = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly' })
    await expect(track.items.update({ id, ...wrong })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: errors.slice(0, 2) },
    })
  })

  it('reads a line of text by the kind that is given beside it', async () => {
    const { track } = await settled()
    const add = (kind: Kind, text: string) => track.items.add({ kind, text })
    const gift = { kind: 'gift', title: 'Scarf', recipient: 'Mom', budget: 20 }
    expect(await add('gift', 'Scarf $20 for Mom')).toMatchObject(gift)
    expect(await add('gift', 'gift: Scarf $20 for Mom')).toMatchObject(gift)
    expect(await add('shopping', 'Lamp $50 @house')).toMatchObject({ title: 'Lamp @house', budget: 50, project: null })
    expect(await add('todo', 'gift: Scarf for Mom')).toMatchObject({ kind: 'todo', title: 'gift: Scarf for Mom' })
    expect(await add('grocery', '#aldi')).toMatchObject({ kind: 'grocery', title: '#aldi', tags: [] })
    expect(await add('task', 'Paint @house')).toMatchObject({ kind: 'task', title: 'Paint', project: 'house' })
  })

  it('takes null for a field that the kind does not have', async () => {
    const { track } = await server.addAnyUser()
    expect(await track.items.add({ kind: 'grocery', title: 'Milk', recipient: null })).toMatchObject({
      recipient: null,
    })
  })

  it('needs an interval for a chore, a project for a task', async () => {
    const { track } = await settled()
    await expect(track.items.add({ kind: 'chore', title: 'Sweep' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'every' }] },
    })
    await expect(track.items.add({ kind: 'task', title: 'Paint' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'project' }] },
    })
    await expect(track.items.add({ kind: 'task', title: 'Paint', project: 'nowhere' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'project' }] },
    })
    const chore = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly' })
    await expect(track.items.update({ id: chore.id, every: null })).rejects.toMatchObject({
      details: { errors: [{ path: 'every' }] },
    })
    await expect(track.items.update({ id: chore.id, due: null })).rejects.toMatchObject({
      details: { errors: [{ path: 'due' }] },
    })
    const task = await track.items.add({ kind: 'task', title: 'Paint', project: 'house' })
    await expect(track.items.update({ id: task.id, project: null })).rejects.toMatchObject({
      details: { errors: [{ path: 'project' }] },
    })
  })

  it('keeps a task and its feature in one project', async () => {
    const { track, feature } = await settled()
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    await expect(
      track.items.add({ kind: 'task', title: 'Mixed', project: 'house', feature: hull.id }),
    ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'feature' }] } })
    const task = await track.items.add({ kind: 'task', title: 'Tiles', feature: feature.id })
    expect(task).toMatchObject({ project: 'house', feature: feature.id })
    await expect(track.items.update({ id: task.id, feature: hull.id })).rejects.toMatchObject({
      details: { errors: [{ path: 'feature' }] },
    })
    expect(await track.items.update({ id: task.id, project: 'boat' })).toMatchObject({ project: 'boat', feature: null })
    expect(await track.items.update({ id: task.id, project: 'house', feature: feature.id })).toMatchObject({
      project: 'house',
      feature: feature.id,
    })
    expect(await track.items.update({ id: task.id, project: 'house', title: 'Slates' })).toMatchObject({
      feature: feature.id,
    })
    expect(await track.items.update({ id: task.id, feature: null })).toMatchObject({ project: 'house', feature: null })
  })

  it('refuses what an update may never set', async () => {
    const { track } = await server.addAnyUser()
    const [item] = await addAll(track, 'todo', ['Steady'])
    for (const field of [
      'status',
      'kind',
      'bought_on',
      'next',
      'anchor',
      'created_at',
      'updated_at',
      'done_at',
      'revision',
      'position',
      'space_id',
      'favourite',
    ]) {
      const update = track.items.update({ id: item!.id, [field]: 'done' })
      await expect(update, field).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: field }] } })
      await expect(
        track.items.add({ kind: 'todo', title: 'New', [field === 'kind' ? 'status' : field]: 'done' }),
        field,
      ).rejects.toMatchObject({ code: 'invalid' })
    }
    expect(await track.items.get({ id: item!.id })).toEqual(item)
  })

  it('reads one line of text as quick add, and tells what it understood', async () => {
    const { track } = await settled()
    const text = 'Call the dentist tomorrow #Health p1 ~15m'
    const { understood, ...item } = await track.items.add({ text })
    expect(item).toMatchObject({
      kind: 'todo',
      title: 'Call the dentist',
      due: '2026-03-11',
      tags: ['health'],
      priority: 1,
      estimate: 15,
    })
    expect(understood!.map(({ start, end, field, value }) => [text.slice(start, end), field, value])).toEqual([
      ['tomorrow', 'due', '2026-03-11'],
      ['#Health', 'tags', 'health'],
      ['p1', 'priority', 1],
      ['~15m', 'estimate', 15],
    ])
    expect(await track.items.add({ text: 'Tiles @house' })).toMatchObject({
      kind: 'task',
      project: 'house',
      title: 'Tiles',
    })
    expect(await track.items.add({ text: 'Tiles @nowhere' })).toMatchObject({ kind: 'todo', title: 'Tiles @nowhere' })
    expect(await track.items.add({ text: 'Call bob tomorrow p1 #a', due: 'fri', tags: ['b'] })).toMatchObject({
      kind: 'todo',
      title: 'Call bob',
      due: '2026-03-13',
      priority: 1,
      tags: ['b'],
    })
    expect(await track.items.add({ text: 'Scarf', recipient: 'Mom' })).toMatchObject({ kind: 'gift', recipient: 'Mom' })
    expect(await track.items.add({ text: 'Tiles', project: 'house' })).toMatchObject({ kind: 'task', project: 'house' })
    expect(await track.items.add({ text: 'buy: Lamp $49.90' })).toMatchObject({
      kind: 'shopping',
      title: 'Lamp',
      budget: 49.9,
    })
    await expect(track.items.add({ text: 'Lamp', title: 'Lamp' } as unknown as AddInput)).rejects.toMatchObject({
      code: 'invalid',
    })
    await expect(track.items.add({ text: '   ' })).rejects.toMatchObject({ code: 'invalid' })
    for (const text of [
      '"\u0007" #a',
      'Call\u0000Mom',
      `${'x'.repeat(501)} tomorrow`,
      'gift: Book for \u001b[31mMom',
    ]) {
      await expect(track.items.add({ text }), text).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'text' }] },
      })
    }
    for (const [text, due] of [
      ['Bins every tue, fri', '2026-03-10'],
      ['Bins every mon, thu', '2026-03-12'],
      ['Vitamins every 3 days', '2026-03-10'],
      ['Rent tomorrow every month', '2026-03-11'],
      ['buy: Filters every 3 months', '2026-03-10'],
      ['Call Ann every other fri', '2026-03-13'],
      ['Rent every month on the 1st', '2026-04-01'],
    ] as const)
      expect(await track.items.add({ text }), text).toMatchObject({ due, anchor: due })
    expect(await track.items.add({ text: 'Undated every week', due: null })).toMatchObject({
      due: null,
      every: 'weekly',
    })
    await expect(track.items.add({ text: 'chore: Sweep' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'every' }] },
    })
  })
})

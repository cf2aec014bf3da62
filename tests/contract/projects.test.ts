import { describe, expect, it } from 'vitest'
import { addAll, contents, listTitles, revisionOf, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('projects, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  it('are added, read, changed and listed', async () => {
    const at = '2026-03-10T12:00:00.000Z'
    const boat = await track.projects.add({ title: ' Boat ', notes: 'Blue' })
    expect(boat).toEqual({
      slug: 'boat',
      title: 'Boat',
      type: 'general',
      status: 'active',
      notes: 'Blue',
      created_at: at,
      updated_at: at,
      revision: 1,
    })
    expect(
      await track.projects.update({
        slug: 'boat',
        title: 'The boat',
        status: 'done',
        notes: null,
        type: 'engineering',
      }),
    ).toEqual({ ...boat, title: 'The boat', status: 'done', notes: null, type: 'engineering', revision: 2 })
    expect(await track.projects.update({ slug: 'boat', title: 'The boat' })).toMatchObject({ revision: 2 })
    expect((await track.projects.add({ title: 'Über Größe & Øl' })).slug).toBe('uber-grosse-ol')
    await track.projects.remove({ slug: 'uber-grosse-ol' })
    const progress = { done: 0, total: 0, estimate_left: 0 }
    expect(await track.projects.get({ slug: 'boat' })).toMatchObject({
      title: 'The boat',
      progress,
      open: 0,
      features: [],
      tasks: [],
    })
    await track.projects.add({ title: 'Attic' })
    expect((await track.projects.list()).projects).toMatchObject([
      { slug: 'attic', progress },
      { slug: 'boat', progress },
    ])
    await expect(track.projects.get({ slug: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.projects.update({ slug: 'nowhere', title: 'X' })).rejects.toMatchObject({ code: 'not_found' })
    await expect(track.projects.remove({ slug: 'nowhere' })).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each([
    ['Kitchen Reno!', 'kitchen-reno'],
    ['  Zürich — Übersicht 2026 ', 'zurich-ubersicht-2026'],
    ['Crème brûlée', 'creme-brulee'],
    ['A/B  test', 'a-b-test'],
  ])('of the title %s get the slug %s', async (title, slug) => {
    expect((await track.projects.add({ title })).slug).toBe(slug)
  })

  it.each(['Todos', 'Chore', 'Shopping', 'T-1f3a', 'Groceries', 'F-0'])(
    'of the title %s get a slug that is none of a list, a kind or an id',
    async (title) => {
      const { slug } = await track.projects.add({ title })
      expect(slug).toMatch(/^[a-z0-9]+(-[a-z0-9]+)*$/)
      expect(['todos', 'chore', 'shopping', 't-1f3a', 'groceries', 'f-0']).not.toContain(slug)
    },
  )

  it.each([
    'todos',
    'chores',
    'shopping',
    'groceries',
    'todo',
    'chore',
    'task',
    'gift',
    'grocery',
    't-1f3a',
    's-0',
    'k-abcdef',
    'f-12',
    'Boat',
    'a_b',
    '-a',
    'a-',
    'a--b',
    'ü',
    '',
    'a b',
    'x'.repeat(65),
  ])('cannot have the slug %s', async (slug) => {
    await expect(track.projects.add({ title: 'Fine', slug })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'slug' }] },
    })
  })

  it.each(['a', '42', 't-boat', 'todos-2', 'z-1f3a', 'x'.repeat(64)])('can have the slug %s', async (slug) => {
    expect((await track.projects.add({ title: 'Fine', slug })).slug).toBe(slug)
  })

  it('take no status when added, and speak of no operations on items', async () => {
    const add = track.projects.add({ title: 'Boat', status: 'done' } as never)
    await expect(add).rejects.toMatchObject({
      details: { errors: [{ path: 'status', message: 'is not a known field' }] },
    })
  })

  it('without a slug in their title need one', async () => {
    await expect(track.projects.add({ title: '???' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'slug' }] },
    })
    expect(await track.projects.add({ title: '???', slug: 'boat' })).toMatchObject({ title: '???', slug: 'boat' })
  })

  it('share no slug, and keep theirs for life', async () => {
    await track.projects.add({ title: 'Boat' })
    await expect(track.projects.add({ title: 'Boat!' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.projects.add({ title: 'Other', slug: 'boat' })).rejects.toMatchObject({ code: 'conflict' })
    expect((await track.projects.update({ slug: 'boat', title: 'Ship' })).slug).toBe('boat')
    await track.projects.remove({ slug: 'boat' })
    expect((await track.projects.add({ title: 'Boat' })).slug).toBe('boat')
    const other = await server.addAnyUser()
    expect((await other.track.projects.add({ title: 'Boat' })).slug).toBe('boat')
  })

  it('tell their progress as done of total, and the estimate left', async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const [sand, prime, loose, dropped] = [
      await track.items.add({ kind: 'task', title: 'Sand', feature: hull.id, estimate: 60 }),
      await track.items.add({ kind: 'task', title: 'Prime', feature: hull.id, estimate: '1.5h' }),
      await track.items.add({ kind: 'task', title: 'Loose', project: 'boat', estimate: 5 }),
      await track.items.add({ kind: 'task', title: 'Dropped', project: 'boat', estimate: 500 }),
    ]
    await track.items.add({ kind: 'task', title: 'Unknown', project: 'boat' })
    await track.items.done({ id: sand.id })
    await track.items.start({ id: prime.id })
    await track.items.cancel({ id: dropped.id })
    const project = { slug: 'boat', progress: { done: 1, total: 4, estimate_left: 95 }, open: 3 }
    const feature = { id: hull.id, progress: { done: 1, total: 2, estimate_left: 90 } }
    expect((await track.projects.list()).projects).toMatchObject([project])
    expect((await track.features.list({ slug: 'boat' })).features).toMatchObject([feature])
    const view = await track.projects.get({ slug: 'boat' })
    expect(view).toMatchObject({ ...project, features: [feature] })
    expect(titles(view.features[0]!.tasks)).toEqual(['Prime'])
    expect(titles(view.tasks)).toEqual([loose.title, 'Unknown'])
  })

  it('with open tasks are removed only by force, with all their tasks', async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const [a, b] = await addAll(track, 'task', ['a', 'b'], { project: 'boat' })
    await track.items.add({ kind: 'task', title: 'c', feature: hull.id })
    const before = await contents(track)
    await expect(track.projects.remove({ slug: 'boat' })).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.projects.remove({ slug: 'boat', force: false })).rejects.toMatchObject({ code: 'conflict' })
    expect(await contents(track)).toEqual(before)
    const revision = await revisionOf(track)
    await track.projects.remove({ slug: 'boat', force: true })
    expect(await contents(track)).toEqual({ items: [], hidden: [], projects: [], features: [] })
    expect(await revisionOf(track)).toBe(revision + 1)
    await track.changes.undo({})
    expect(await contents(track)).toEqual(before)
    for (const { id } of (await track.items.list()).items) await track.items.done({ id })
    await track.projects.remove({ slug: 'boat' })
    for (const { id } of [a!, b!]) await expect(track.items.get({ id })).rejects.toMatchObject({ code: 'not_found' })
  })

  it.each(['done', 'archived'] as const)(
    'that are %s are in no view and not in the feed, but are listed by their name',
    async (status) => {
      const { key, track } = await server.addAnyUser()
      await track.projects.add({ title: 'Boat' })
      const task = await track.items.add({
        kind: 'task',
        title: 'Sand the hull',
        project: 'boat',
        due: 'today',
        priority: 1,
        every: 'daily',
      })
      await track.items.add({ kind: 'todo', title: 'Other', due: 'today' })
      const seen = async () => ({
        today: titles((await track.views.today()).today),
        upcoming: (await track.views.upcoming()).days.flatMap((day) => titles(day.items)).includes('Sand the hull'),
        list: (await listTitles(track)).includes('Sand the hull'),
        tasks: await listTitles(track, { kind: 'task' }),
        search: titles((await track.search.find({ q: 'hull' })).items),
        feed: (await (await server.fetch(`/calendar.ics?key=${key}`)).text()).includes('Sand the hull'),
        feedOfProject: (await (await server.fetch(`/calendar.ics?key=${key}&project=boat`)).text()).includes(
          'Sand the hull',
        ),
      })
      const all = {
        today: ['Sand the hull', 'Other'],
        upcoming: true,
        list: true,
        tasks: ['Sand the hull'],
        search: ['Sand the hull'],
        feed: true,
        feedOfProject: true,
      }
      expect(await seen()).toEqual(all)
      await track.projects.update({ slug: 'boat', status })
      expect(await seen()).toEqual({
        today: ['Other'],
        upcoming: false,
        list: false,
        tasks: [],
        search: [],
        feed: false,
        feedOfProject: false,
      })
      expect(await listTitles(track, { project: 'boat' })).toEqual(['Sand the hull'])
      expect((await track.items.get({ id: task.id })).title).toBe('Sand the hull')
      expect((await track.projects.get({ slug: 'boat' })).tasks).toHaveLength(1)
      await track.projects.update({ slug: 'boat', status: 'active' })
      expect(await seen()).toEqual(all)
    },
  )
})

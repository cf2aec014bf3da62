import { describe, expect, it } from 'vitest'
import type { Track } from '#contract/track.ts'
import type { Export, Import } from '#contract/types.ts'
import { idAt } from '#domain/ids.ts'
import { findInconsistencies } from '#service/consistency-check.ts'
import { addAll, contents, listTitles, revisionOf, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const NEW_YEAR = '2026-01-01T00:00:00.000Z'
const nothing = { added: 0, unchanged: 0, kept: 0 }

/** A document of these items and nothing else. */
const documentOf = (items: object[], more: Partial<Import> = {}) =>
  ({
    format: 'track',
    version: 1,
    projects: [],
    features: [],
    ...more,
    items: items.map((item) => ({ created_at: NEW_YEAR, ...item })),
  }) as unknown as Import

/** One of everything, in every state, some of it moved by hand. */
async function furnish(track: Track): Promise<void> {
  await track.projects.add({ title: 'Boat', type: 'engineering', notes: '# Hull' })
  await track.projects.add({ title: 'House' })
  const hull = await track.features.add({ slug: 'boat', title: 'Hull', notes: 'wood' })
  await track.items.add({ kind: 'task', title: 'Sand', feature: hull.id, estimate: 90, priority: 2 })
  await track.items.add({ kind: 'task', title: 'Paint', project: 'house', due: '2026-04-01' })
  await track.projects.update({ slug: 'house', status: 'archived' })
  await track.features.update({ id: hull.id, status: 'doing' })
  const [one, , three] = await addAll(track, 'todo', ['One', 'Two', 'Three'], { tags: ['a', 'ü'], notes: 'line\nline' })
  await track.items.move({ id: three!.id, before: one!.id })
  await track.items.start({ id: one!.id })
  const rent = await track.items.add({ kind: 'todo', title: 'Rent', due: '2026-01-31', every: 'monthly' })
  await track.items.done({ id: rent.id })
  const chore = await track.items.add({ kind: 'chore', title: 'Water', every: '3 days' })
  await track.items.done({ id: chore.id, on: 'yesterday' })
  const gift = await track.items.add({
    kind: 'gift',
    title: 'Scarf',
    recipient: 'Mom',
    occasion: 'birthday',
    budget: 19.99,
    url: 'https://example.com/s',
    every: 'yearly',
  })
  await track.items.done({ id: gift.id })
  const [lamp, chair] = await addAll(track, 'shopping', ['Lamp', 'Chair'])
  await track.items.cancel({ id: lamp!.id })
  await track.items.done({ id: chair!.id })
  await addAll(track, 'grocery', ['Milk', 'Milk', 'Bread'])
}

const fresh = ({ items, projects, features }: Export) => ({
  items: { ...nothing, added: items.length },
  projects: { ...nothing, added: projects.length },
  features: { ...nothing, added: features.length },
})
const known = ({ items, projects, features }: Export) => ({
  items: { ...nothing, unchanged: items.length },
  projects: { ...nothing, unchanged: projects.length },
  features: { ...nothing, unchanged: features.length },
})

describe.each(VARIANTS)('export and import, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const bob = useNewUser(server)

  it('takes what was made before the calendar begins, and lets it be changed', async () => {
    const { track } = await server.addAnyUser({ timezone: 'America/New_York' })
    const created_at = '0001-01-01T00:00:00.000Z'
    await track.data.import(
      documentOf([
        { id: 't-aaaa', kind: 'todo', title: 'x', created_at },
        { id: 'c-aaaa', kind: 'chore', title: 'y', every: 'weekly', last_done: '2026-03-01', created_at },
      ]),
    )
    expect(await track.items.update({ id: 't-aaaa', title: 'z' })).toMatchObject({ title: 'z', created_at })
    expect(await track.items.update({ id: 'c-aaaa', last_done: null })).toMatchObject({
      last_done: null,
      due: '2026-03-10',
    })
  })

  it('takes no instant that lies in a year of five digits elsewhere', async () => {
    const { track } = await server.addAnyUser()
    for (const created_at of ['9999-12-31T23:59:59-23:59', '0000-01-01T00:00:00+23:59']) {
      await expect(
        track.data.import(documentOf([{ id: 't-aaaa', kind: 'todo', title: 'x', created_at }])),
      ).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'items.0.created_at' }] } })
    }
  })

  it('carry everything over, with its order and its past, as one write and one undo', async () => {
    await furnish(ann.track)
    const before = await contents(ann.track)
    const document = await ann.track.data.export()
    expect(document).toMatchObject({ format: 'track', version: 1, user: { id: ann.id, name: ann.name } })
    expect(await bob.track.data.import(document)).toEqual({ revision: 1, ...fresh(document), renamed: [] })
    expect(await contents(bob.track)).toEqual(before)
    expect((await bob.track.changes.list()).changes).toMatchObject([
      { revision: 1, op: 'data.import', client: 'import' },
    ])
    await bob.track.changes.undo({ revision: 1 })
    expect(await contents(bob.track)).toEqual({ items: [], hidden: [], projects: [], features: [] })
    await bob.track.changes.undo({ redo: true })
    expect(await contents(bob.track)).toEqual(before)
    expect(await findInconsistencies(server.deps.engine)).toEqual([])
  })

  it('hold no key', async () => {
    await furnish(ann.track)
    const { feed_key } = await ann.track.calendar.get()
    const text = JSON.stringify(await ann.track.data.export())
    for (const secret of [ann.key, feed_key, 'trk_', 'trf_']) expect(text).not.toContain(secret)
  })

  it('double nothing: what is here stays as it is', async () => {
    await furnish(ann.track)
    const document = await ann.track.data.export()
    const revision = await revisionOf(ann.track)
    expect(await ann.track.data.import(document)).toEqual({ revision: null, ...known(document), renamed: [] })
    expect(await revisionOf(ann.track)).toBe(revision)
    await bob.track.data.import(document)
    expect(await bob.track.data.import(document)).toMatchObject({ revision: null, ...known(document) })
    const milk = document.items.find(({ title }) => title === 'Milk')!
    await bob.track.items.update({ id: milk.id, title: 'Oat milk' })
    await bob.track.projects.update({ slug: 'boat', title: 'Ship' })
    expect(await bob.track.data.import(document)).toMatchObject({
      revision: null,
      items: { added: 0, kept: 1 },
      projects: { unchanged: 1, kept: 1 },
    })
    expect(await bob.track.items.get({ id: milk.id })).toMatchObject({ title: 'Oat milk' })
  })

  it('bring back under its own id what was removed since', async () => {
    await furnish(ann.track)
    const document = await ann.track.data.export()
    const before = await contents(ann.track)
    const paint = document.items.find(({ title }) => title === 'Paint')!
    await ann.track.items.remove({ id: paint.id })
    await ann.track.projects.remove({ slug: 'boat', force: true })
    expect(await ann.track.data.import(document)).toMatchObject({
      items: { added: 2 },
      projects: { added: 1, unchanged: 1 },
      features: { added: 1 },
      renamed: [],
    })
    expect(await contents(ann.track)).toEqual(before)
  })

  it('put what arrives below what is here, in its order', async () => {
    await addAll(ann.track, 'todo', ['C', 'A', 'B'])
    await ann.track.items.add({ kind: 'todo', title: 'First', priority: 1 })
    await addAll(bob.track, 'todo', ['X', 'Y'])
    await bob.track.items.add({ kind: 'todo', title: 'Top', priority: 1 })
    await bob.track.data.import(await ann.track.data.export())
    expect(await listTitles(bob.track)).toEqual(['Top', 'First', 'X', 'Y', 'C', 'A', 'B'])
    await bob.track.items.add({ kind: 'todo', title: 'Last' })
    expect((await listTitles(bob.track)).at(-1)).toBe('Last')
  })

  it('give new ids and slugs where theirs are taken, in every reference, and know them again', async () => {
    const theirs = documentOf(
      [
        {
          id: 't-00a1',
          kind: 'todo',
          title: 'Theirs',
          status: 'done',
          done_at: NEW_YEAR,
          every: 'daily',
          next: 't-00a2',
        },
        { id: 't-00a2', kind: 'todo', title: 'Their copy', every: 'daily' },
        { id: 'k-00a1', kind: 'task', title: 'Their task', project: 'boat', feature: 'f-00a1' },
        { id: 'k-00a2', kind: 'task', title: 'Their other', project: 'boat-2' },
      ],
      {
        projects: [
          { slug: 'boat', title: 'Their boat', type: 'engineering', created_at: NEW_YEAR },
          { slug: 'boat-2', title: 'Their second', created_at: NEW_YEAR },
        ],
        features: [{ id: 'f-00a1', project: 'boat', title: 'Their hull', created_at: NEW_YEAR }],
      },
    )
    const mine = documentOf(
      ['t-00a1', 't-00a2', 'k-00a1'].map((id) => ({
        id,
        kind: id[0] === 't' ? 'todo' : 'task',
        title: `Mine ${id}`,
        created_at: '2025-01-01T00:00:00Z',
        ...(id[0] === 'k' && { project: 'boat', feature: 'f-00a1' }),
      })),
      {
        projects: [{ slug: 'boat', title: 'My boat', type: 'engineering', created_at: '2025-01-01T00:00:00Z' }],
        features: [{ id: 'f-00a1', project: 'boat', title: 'My hull', created_at: '2025-01-01T00:00:00Z' }],
      },
    )
    await ann.track.data.import(mine)
    const before = await contents(ann.track)
    const first = await ann.track.data.import(theirs)
    const to = new Map(first.renamed.map((one) => [one.from, one.to]))
    expect([...to.keys()]).toEqual(['boat', 'f-00a1', 't-00a1', 't-00a2', 'k-00a1'])
    expect(to.get('boat')).toBe('boat-3')
    const got = (id: string) => ann.track.items.get({ id: to.get(id)! })
    expect(await got('t-00a1')).toMatchObject({ title: 'Theirs', next: to.get('t-00a2') })
    expect(await got('k-00a1')).toMatchObject({ title: 'Their task', project: 'boat-3', feature: to.get('f-00a1') })
    expect(await ann.track.items.get({ id: 'k-00a2' })).toMatchObject({ project: 'boat-2' })
    expect(await ann.track.items.get({ id: 't-00a1' })).toMatchObject({ title: 'Mine t-00a1' })
    expect(await ann.track.data.import(theirs)).toEqual({
      revision: null,
      items: { ...nothing, unchanged: 4 },
      projects: { ...nothing, unchanged: 2 },
      features: { ...nothing, unchanged: 1 },
      renamed: first.renamed,
    })
    await ann.track.changes.undo({})
    expect(await contents(ann.track)).toEqual(before)
  })

  it.each(['t', 'boat', 'x'.repeat(64)])('find a slug where %s is taken', async (slug) => {
    await ann.track.projects.add({ slug, title: 'Mine' })
    const [{ to } = { to: '' }] = (
      await ann.track.data.import(documentOf([], { projects: [{ slug, title: 'Theirs', created_at: NEW_YEAR }] }))
    ).renamed
    expect(await ann.track.projects.get({ slug: to })).toMatchObject({ title: 'Theirs' })
  })

  it('never let an id be given twice: what came along is stepped over, also once it is gone', async () => {
    const salt = Number.parseInt(ann.id.slice(0, 7), 16)
    const [removed, coming] = [idAt('t', 0, salt), idAt('t', 2, salt)]
    expect((await ann.track.items.add({ kind: 'todo', title: 'Removed' })).id).toBe(removed)
    await ann.track.items.remove({ id: removed })
    const { renamed } = await ann.track.data.import(
      documentOf([
        { id: removed, kind: 'todo', title: 'Stranger' },
        { id: coming, kind: 'todo', title: 'Ahead' },
      ]),
    )
    expect(renamed).toEqual([{ from: removed, to: idAt('t', 1, salt) }])
    await ann.track.items.remove({ id: coming })
    expect((await ann.track.items.add({ kind: 'todo', title: 'Next' })).id).toBe(idAt('t', 3, salt))
    const again = await ann.track.data.import(documentOf([{ id: coming, kind: 'todo', title: 'Another stranger' }]))
    expect(again.renamed).toEqual([{ from: coming, to: idAt('t', 4, salt) }])
  })

  it('let the name of a copy that is gone never mean something else', async () => {
    const { id } = await ann.track.items.add({ kind: 'todo', title: 'Mine' })
    await ann.track.data.import(
      documentOf([{ id: 't-00a1', kind: 'todo', title: 'Theirs', status: 'done', every: 'daily', next: id }]),
    )
    expect((await ann.track.items.get({ id: 't-00a1' })).next).not.toBe(id)
    await ann.track.items.reopen({ id: 't-00a1' })
    expect((await ann.track.items.done({ id: 't-00a1' })).added).toMatchObject({ title: 'Theirs' })
    expect(await ann.track.items.get({ id })).toMatchObject({ title: 'Mine' })
  })

  it('read the intervals of earlier versions and of this one, and refuse words in them', async () => {
    const every = ['weekdays', 'mon,thu', '12 months', '999 days', '2 weeks on mon,thu', 'yearly on 4th thu of nov']
    const rows = every.map((one, i) => ({ id: `t-00e${i}`, kind: 'todo', title: one, every: one, due: '2026-03-10' }))
    await ann.track.data.import(documentOf(rows))
    for (const { id, every: one } of rows) expect(await ann.track.items.get({ id })).toMatchObject({ every: one })
    const chore = { id: 'c-00e0', kind: 'chore', title: 'Bins', every: '2 weeks on tue', anchor: '2026-03-10' }
    await ann.track.data.import(documentOf([{ ...chore, due: '2026-03-24' }]))
    expect(await ann.track.items.get({ id: chore.id })).toMatchObject({ anchor: '2026-03-10', due: '2026-03-24' })
    for (const row of [
      { id: 't-00ea', kind: 'todo', title: 'Words', every: 'daily until friday' },
      { id: 'c-00ea', kind: 'chore', title: 'Ends', every: 'daily until 2027-01-01' },
      { id: 'c-00eb', kind: 'chore', title: 'No days', every: 'weekly', anchor: '2026-03-10' },
    ])
      await expect(ann.track.data.import(documentOf([row]))).rejects.toMatchObject({ code: 'invalid' })
  })

  it('refuse a document with any wrong row, by its place and field, and change nothing', async () => {
    const good = { id: 't-00b1', kind: 'todo', title: 'Good' }
    const bad = { id: 't-00b2', kind: 'todo', title: 'Bad' }
    const boat = { slug: 'boat', title: 'Boat', created_at: NEW_YEAR }
    const cases: [object, Partial<Import>, string[]][] = [
      [{ title: '' }, {}, ['items.1.title']],
      [{ title: 'x', priority: 9, colour: 'red' }, {}, ['items.1.priority', 'items.1.colour']],
      [{ id: 't-1' }, {}, ['items.1.id']],
      [{ id: 'g-00b2' }, {}, ['items.1.id']],
      [{ id: good.id }, {}, ['items.1.id']],
      [{ due: 'tomorrow' }, {}, ['items.1.due']],
      [{ due: '2026-02-30' }, {}, ['items.1.due']],
      [{ created_at: 'yesterday' }, {}, ['items.1.created_at']],
      [{ kind: 'grocery', id: 'g-00b2', recipient: 'Mom' }, {}, ['items.1.recipient']],
      [{ kind: 'chore', id: 'c-00b2' }, {}, ['items.1.every']],
      [{ kind: 'chore', id: 'c-00b2', every: 'daily', status: 'done' }, {}, ['items.1.status']],
      [{ kind: 'chore', id: 'c-00b2', every: 'daily', last_done: '2026-03-11' }, {}, ['items.1.last_done']],
      [{ bought_on: '2026-01-01' }, {}, ['items.1.bought_on']],
      [{ done_at: NEW_YEAR }, {}, ['items.1.done_at']],
      [{ anchor: '2026-01-01' }, {}, ['items.1.anchor']],
      [{ kind: 'task', id: 'k-00b2', project: 'nowhere' }, {}, ['items.1.project']],
      [{ kind: 'task', id: 'k-00b2' }, {}, ['items.1.project']],
      [{ kind: 'task', id: 'k-00b2', project: 'boat', feature: 'f-00b1' }, { projects: [boat] }, ['items.1.feature']],
      [{}, { projects: [boat, boat] }, ['projects.1.slug']],
      [{}, { projects: [{ ...boat, slug: 'todos' }] }, ['projects.0.slug']],
      [
        {},
        { projects: [boat], features: [{ id: 'f-00b1', project: 'boat', title: 'x', created_at: NEW_YEAR }] },
        ['features.0.project'],
      ],
      [
        {},
        { features: [{ id: 'f-00b1', project: 'house', title: 'x', created_at: NEW_YEAR }] },
        ['features.0.project'],
      ],
      [{}, { version: 2 as 1 }, ['version']],
      [{}, { format: 'todoist' as 'track' }, ['format']],
    ]
    for (const [row, more, paths] of cases) {
      const arrival = ann.track.data.import(documentOf([good, { ...bad, ...row }], more))
      await expect(arrival, JSON.stringify([row, more])).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: paths.map((path) => ({ path })) },
      })
    }
    expect(await contents(ann.track)).toEqual({ items: [], hidden: [], projects: [], features: [] })
    expect(await revisionOf(ann.track)).toBe(0)
  })

  it('refuse features of a project that is a general one here', async () => {
    const boat = { slug: 'boat', title: 'Boat', type: 'engineering', created_at: NEW_YEAR } as const
    await ann.track.data.import(documentOf([], { projects: [boat] }))
    await ann.track.projects.update({ slug: 'boat', type: 'general' })
    const arrival = ann.track.data.import(
      documentOf([], {
        projects: [boat],
        features: [{ id: 'f-00b1', project: 'boat', title: 'Hull', created_at: NEW_YEAR }],
      }),
    )
    await expect(arrival).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('general project here'),
    })
  })

  it('happen once with the same idempotency key', async () => {
    const document = documentOf([{ id: 't-00c1', kind: 'todo', title: 'Once' }])
    const once = { idempotencyKey: 'once' }
    const first = await ann.track.data.import(document, once)
    expect(await ann.track.data.import(document, once)).toEqual(first)
    await expect(ann.track.data.import(documentOf([]), once)).rejects.toMatchObject({ code: 'conflict' })
    expect(await listTitles(ann.track)).toEqual(['Once'])
  })

  it('can be found by search and undone at 3,000 items', async () => {
    const items = Array.from({ length: 3000 }, (_, i) => ({
      id: `g-${(i + 4096).toString(16)}`,
      kind: 'grocery',
      title: `Thing ${i}`,
    }))
    expect(await ann.track.data.import(documentOf(items))).toMatchObject({ items: { added: 3000 } })
    expect(titles((await ann.track.search.find({ q: 'thing 2999' })).items)).toEqual(['Thing 2999'])
    expect((await ann.track.data.export()).items.map(({ title }) => title)).toEqual(items.map(({ title }) => title))
    await ann.track.changes.undo({})
    expect(await listTitles(ann.track)).toEqual([])
  })
})

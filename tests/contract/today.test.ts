import { describe, expect, it } from 'vitest'
import type { FieldsInput } from '#domain/fields.ts'
import { addAll, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('today, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  async function sections() {
    const { date: _date, count, estimate: _estimate, ...view } = await track.views.today()
    const named = Object.fromEntries(Object.entries(view).map(([name, items]) => [name, titles(items)]))
    expect(Object.values(named).flat()).toHaveLength(count)
    return named
  }
  const todo = (title: string, fields: FieldsInput = {}) => track.items.add({ kind: 'todo', title, ...fields })

  it('of nothing has all its sections, empty', async () => {
    expect(await track.views.today()).toEqual({
      date: '2026-03-10',
      overdue: [],
      today: [],
      doing: [],
      priority: [],
      count: 0,
      estimate: 0,
    })
  })

  it('puts each item into the first section that fits', async () => {
    const started = async (title: string, fields: FieldsInput = {}) =>
      track.items.start({ id: (await todo(title, fields)).id })
    await todo('overdue', { due: '2026-03-09' })
    await started('overdue and doing', { due: '2026-03-01', priority: 1 })
    await todo('due', { due: 'today' })
    await started('due and doing', { due: 'today', priority: 1 })
    await started('doing')
    await started('doing and urgent', { priority: 1 })
    await started('doing and due later', { due: '2026-04-01' })
    await todo('urgent', { priority: 1 })
    await todo('high', { priority: 2 })
    await todo('urgent but due later', { priority: 1, due: 'tomorrow' })
    await todo('normal')
    await todo('later', { due: 'tomorrow' })
    expect(await sections()).toEqual({
      overdue: ['overdue and doing', 'overdue'],
      today: ['due and doing', 'due'],
      doing: ['doing and urgent', 'doing', 'doing and due later'],
      priority: ['urgent', 'high'],
    })
  })

  it('holds open items only', async () => {
    for (const verb of ['done', 'cancel'] as const) {
      for (const fields of [{ due: '2026-03-09' }, { due: 'today' }, { priority: 1 }]) {
        const { id } = await todo(verb, fields)
        await track.items.start({ id })
        await track.items[verb]({ id })
      }
    }
    expect((await track.views.today()).count).toBe(0)
  })

  it('leaves gifts that are bought out of what is in progress, but not out of what is due', async () => {
    const bought = async (title: string, fields: FieldsInput = {}) => {
      const { id } = await track.items.add({ kind: 'gift', title, ...fields })
      await track.items.done({ id })
    }
    await bought('bought')
    await bought('bought and due', { due: 'today' })
    await bought('bought and overdue', { due: 'yesterday' })
    await track.items.start({ id: (await track.items.add({ kind: 'gift', title: 'looking for it' })).id })
    expect(await sections()).toEqual({
      overdue: ['bought and overdue'],
      today: ['bought and due'],
      doing: ['looking for it'],
      priority: [],
    })
  })

  it('counts the items and sums their estimates', async () => {
    await todo('a', { due: 'today', estimate: 30 })
    await todo('b', { due: 'yesterday', estimate: '1h' })
    await todo('c', { due: 'today' })
    await todo('not today', { estimate: 500 })
    expect(await track.views.today()).toMatchObject({ count: 3, estimate: 90 })
  })

  it('holds every kind', async () => {
    await track.projects.add({ title: 'Boat' })
    await track.items.add({ kind: 'chore', title: 'chore', every: 'weekly' })
    for (const kind of ['todo', 'task', 'gift', 'shopping', 'grocery'] as const)
      await addAll(track, kind, [kind], { due: 'today', ...(kind === 'task' && { project: 'boat' }) })
    expect((await sections()).today!.toSorted()).toEqual(['chore', 'gift', 'grocery', 'shopping', 'task', 'todo'])
  })

  it('moves on with the day', async () => {
    await todo('tomorrow', { due: 'tomorrow' })
    expect((await sections()).today).toEqual([])
    server.clock.set('2026-03-11T00:00:00Z')
    expect(await sections()).toMatchObject({ today: ['tomorrow'], overdue: [] })
    server.clock.set('2026-03-12T00:00:00Z')
    expect(await sections()).toMatchObject({ today: [], overdue: ['tomorrow'] })
    server.clock.set('2026-03-10T12:00:00Z')
  })
})

describe.each(VARIANTS)('upcoming, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  /** `MM-DD title`, with a star at an occurrence to come. */
  async function agenda(days?: number) {
    const view = await track.views.upcoming({ days })
    return view.days.flatMap(({ date, items }) =>
      items.map((item) => `${date.slice(5)} ${item.title}${item.occurrence ? '*' : ''}`),
    )
  }
  const todo = (title: string, fields: FieldsInput) => track.items.add({ kind: 'todo', title, ...fields })

  it('is by default the next 14 days, each with its items', async () => {
    const { days } = await track.views.upcoming()
    expect(days.map((day) => day.date)).toEqual(Array.from({ length: 14 }, (_, i) => `2026-03-${10 + i}`))
    expect(days.every((day) => day.items.length === 0)).toBe(true)
    expect((await track.views.upcoming({ days: 1 })).days).toEqual([{ date: '2026-03-10', items: [] }])
    expect((await track.views.upcoming({ days: 366 })).days.at(-1)!.date).toBe('2027-03-10')
    for (const wrong of [0, 367, -1, 1.5])
      await expect(track.views.upcoming({ days: wrong })).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'days' }] },
      })
  })

  it('shows what is due, in order, and neither what is overdue nor closed nor undated', async () => {
    await todo('low', { due: '2026-03-12', priority: 4 })
    await todo('high', { due: '2026-03-12', priority: 1 })
    await todo('overdue', { due: '2026-03-09' })
    await todo('today', { due: 'today' })
    await todo('last', { due: '2026-03-23' })
    await todo('too late', { due: '2026-03-24' })
    await todo('undated', {})
    await track.items.done({ id: (await todo('done', { due: 'tomorrow' })).id })
    expect(await agenda()).toEqual(['03-10 today', '03-12 high', '03-12 low', '03-23 last'])
    expect(await agenda(3)).toEqual(['03-10 today', '03-12 high', '03-12 low'])
  })

  it('shows what recurs at its coming occurrences too, marked', async () => {
    await todo('rent', { due: '2026-03-12', every: 'weekly' })
    await track.items.add({ kind: 'chore', title: 'sweep', every: '5 days', due: '2026-03-11' })
    expect(await agenda()).toEqual(['03-11 sweep', '03-12 rent', '03-16 sweep*', '03-19 rent*', '03-21 sweep*'])
    const { days } = await track.views.upcoming()
    expect(days.flatMap((day) => day.items).filter((item) => 'occurrence' in item && item.occurrence !== true)).toEqual(
      [],
    )
  })

  it('reckons the occurrences of what is overdue from today', async () => {
    await todo('rent', { due: '2026-03-03', every: 'weekly' })
    await track.items.add({ kind: 'chore', title: 'sweep', every: 'weekly', due: '2026-03-01' })
    expect(await agenda()).toEqual(['03-17 sweep*', '03-17 rent*'])
  })

  it('keeps the day of the month of a series', async () => {
    server.clock.set('2026-01-31T12:00:00Z')
    await todo('rent', { due: '2026-01-31', every: 'monthly' })
    expect(await agenda(120)).toEqual(['01-31 rent', '02-28 rent*', '03-31 rent*', '04-30 rent*'])
    server.clock.set('2026-03-10T12:00:00Z')
  })
})

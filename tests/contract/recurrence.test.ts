import { describe, expect, it } from 'vitest'
import type { FieldsInput, Item } from '#domain/fields.ts'
import { addAll, listTitles, revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

const AT = '2026-03-10T12:00:00.000Z'

describe.each(VARIANTS)('what recurs, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  const todo = (fields: FieldsInput) => track.items.add({ kind: 'todo', title: 'Again', ...fields })

  /** Completes a series again and again, each on its due date, and gives the due dates that came. */
  async function series(first: Item, count: number, late = 0): Promise<(string | null)[]> {
    const days: (string | null)[] = []
    let { id, due } = first
    for (let i = 0; i < count; i++) {
      server.clock.set(`${due}T12:00:00Z`)
      server.clock.advance(late * 24 * 60 * 60 * 1000)
      const { added } = await track.items.done({ id })
      ;({ id, due } = added!)
      days.push(due)
    }
    return days
  }

  it('stays in the record as done, and one copy is added that takes its place', async () => {
    const [above, , below] = await addAll(track, 'todo', ['Above', 'Between', 'Below'])
    const rent = await todo({
      due: '2026-03-31',
      every: 'monthly',
      tags: ['money'],
      notes: 'By transfer',
      estimate: 5,
      priority: 3,
    })
    await track.items.move({ id: rent.id, before: below!.id })
    const { item, added } = await track.items.done({ id: rent.id })
    expect(item).toMatchObject({
      id: rent.id,
      status: 'done',
      done_at: AT,
      next: added!.id,
      due: '2026-03-31',
      every: 'monthly',
    })
    expect(added).toEqual({
      ...rent,
      id: added!.id,
      due: '2026-04-30',
      anchor: '2026-03-31',
      revision: item.revision,
      created_at: AT,
      updated_at: AT,
    })
    expect(item.revision).toBe(await revisionOf(track))
    expect(await listTitles(track)).toEqual(['Above', 'Between', 'Again', 'Below'])
    expect(above!.revision).toBe((await track.items.get({ id: above!.id })).revision)
  })

  it('on the 31st, monthly, keeps its day where the month has it', async () => {
    server.clock.set('2026-01-31T12:00:00Z')
    const rent = await todo({ due: '2026-01-31', every: 'monthly' })
    expect(await series(rent, 5)).toEqual(['2026-02-28', '2026-03-31', '2026-04-30', '2026-05-31', '2026-06-30'])
  })

  it('on 29 February, yearly, is 28 February but in leap years', async () => {
    server.clock.set('2024-02-29T12:00:00Z')
    const party = await todo({ due: '2024-02-29', every: 'yearly' })
    expect(await series(party, 5)).toEqual(['2025-02-28', '2026-02-28', '2027-02-28', '2028-02-29', '2029-02-28'])
  })

  it.each([
    ['daily', '2026-03-08', '2026-03-11'],
    ['weekly', '2026-03-02', '2026-03-16'],
    ['2 weeks', '2026-01-01', '2026-03-12'],
    ['monthly', '2025-12-31', '2026-03-31'],
    ['3 months', '2025-01-10', '2026-04-10'],
    ['yearly', '2020-02-29', '2027-02-28'],
    ['weekdays', '2026-03-06', '2026-03-11'],
    ['mon,thu', '2026-03-05', '2026-03-12'],
    ['10 days', '2026-03-10', '2026-03-20'],
    ['weekly', '2026-03-24', '2026-03-31'],
  ])('%s, due %s and done on 10 March, lands on %s, never in the past', async (every, due, next) => {
    const { added } = await track.items.done({ id: (await todo({ every, due })).id })
    expect(added).toMatchObject({ due: next, anchor: due })
  })

  it('done on an earlier day goes on after the old due date and that day', async () => {
    const one = await todo({ every: 'weekly', due: '2026-02-02' })
    expect((await track.items.done({ id: one.id, on: '2026-02-20' })).added).toMatchObject({ due: '2026-02-23' })
    const two = await todo({ every: 'weekly', due: '2026-03-09' })
    expect((await track.items.done({ id: two.id, on: '2026-03-01' })).added).toMatchObject({ due: '2026-03-16' })
  })

  it.each([
    ['2 weeks', '2026-03-10'],
    ['fri', '2026-03-13'],
    ['2 weeks on mon', '2026-03-16'],
    ['monthly on 1', '2026-04-01'],
    ['monthly on last', '2026-03-31'],
    ['yearly on jan 1', '2027-01-01'],
  ])('%s, given no date, is due on its first day from today on, %s', async (every, due) => {
    expect(await todo({ every })).toMatchObject({ due, anchor: due })
    const plain = await todo({})
    expect(await track.items.update({ id: plain.id, every })).toMatchObject({ due, anchor: due })
  })

  it.each([
    ['every other friday', '2026-03-13', '2 weeks on fri', ['2026-03-27', '2026-04-10', '2026-04-24']],
    ['2 weeks on mon,thu', '2026-03-12', '2 weeks on mon,thu', ['2026-03-23', '2026-03-26', '2026-04-06']],
    ['monthly on 31', '2026-03-31', 'monthly on 31', ['2026-04-30', '2026-05-31', '2026-06-30']],
    ['every 2nd friday', '2026-03-13', 'monthly on 2nd fri', ['2026-04-10', '2026-05-08', '2026-06-12']],
    ['every month on the 5th sunday', '2026-03-29', 'monthly on 5th sun', ['2026-05-31', '2026-08-30', '2026-11-29']],
    ['every jun 1', '2026-06-01', 'yearly on jun 1', ['2027-06-01', '2028-06-01', '2029-06-01']],
    ['every 3 months on the 1st', '2026-03-10', '3 months on 1', ['2026-06-01', '2026-09-01', '2026-12-01']],
  ])('%s from %s on is %s, on its days', async (typed, due, every, days) => {
    const first = await todo({ due, every: typed })
    expect(first).toMatchObject({ every, due })
    expect(await series(first, days.length)).toEqual(days)
  })

  it('with an end has no copy after its last day, and cannot be skipped past it', async () => {
    const first = await todo({ every: 'every fri until next fri', due: 'fri' })
    expect(first).toMatchObject({ every: 'fri until 2026-03-20', due: '2026-03-13' })
    const { added } = await track.items.done({ id: first.id })
    expect(added).toMatchObject({ due: '2026-03-20', every: 'fri until 2026-03-20' })
    await expect(track.items.skip({ id: added!.id })).rejects.toMatchObject({
      code: 'conflict',
      message: expect.stringContaining('recurs until 2026-03-20'),
    })
    expect(await track.items.done({ id: added!.id })).toMatchObject({ item: { next: null }, added: null })
  })

  it('does not end before it begins, and chores have no end', async () => {
    for (const fields of [{ every: 'daily until yesterday' }, { every: 'daily until fri', due: '2026-03-14' }])
      await expect(todo(fields)).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'every' }] } })
    const plain = await todo({ due: '2026-03-14' })
    await expect(track.items.update({ id: plain.id, every: 'daily until fri' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'every' }] },
    })
    await expect(track.items.add({ kind: 'chore', title: 'Sweep', every: 'daily until fri' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'every' }] },
    })
  })

  it('without a due date comes one interval after the day of completion', async () => {
    const plain = await todo({ every: '2 weeks', due: null })
    expect(plain).toMatchObject({ due: null, anchor: null })
    expect((await track.items.done({ id: plain.id })).added).toMatchObject({ due: '2026-03-24', anchor: '2026-03-24' })
    expect(
      (await track.items.done({ id: (await todo({ every: 'monthly', due: null })).id, on: '2026-01-31' })).added,
    ).toMatchObject({ due: '2026-02-28' })
  })

  it('adds no second copy, from two devices, or by a repeated request', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id }, { idempotencyKey: 'once' })
    await track.items.done({ id: rent.id }, { idempotencyKey: 'once' })
    await track.items.start({ id: rent.id })
    expect(await track.items.done({ id: rent.id })).toMatchObject({ item: { next: added!.id }, added: null })
    expect((await track.items.list({ status: 'all' })).items).toHaveLength(2)
    const tea = await todo({ every: 'daily' })
    const answers = await Promise.all(Array.from({ length: 10 }, () => track.items.done({ id: tea.id })))
    expect(answers.filter((answer) => answer.added)).toHaveLength(1)
  })

  it('reopened takes back the copy that nothing has touched', async () => {
    const [, middle] = await addAll(track, 'todo', ['Above', 'Below'])
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    await track.items.move({ id: rent.id, before: middle!.id })
    const { added } = await track.items.done({ id: rent.id })
    const open = await track.items.reopen({ id: rent.id })
    expect(open).toMatchObject({ status: 'todo', every: 'monthly', due: '2026-03-31', next: null })
    expect(open).not.toHaveProperty('notices')
    expect(await listTitles(track)).toEqual(['Above', 'Again', 'Below'])
    await expect(track.items.get({ id: added!.id })).rejects.toMatchObject({ code: 'not_found' })
    const again = await track.items.done({ id: rent.id })
    expect(again.added).toMatchObject({ due: '2026-04-30', anchor: '2026-03-31' })
    expect(again.added!.id).not.toBe(added!.id)
  })

  it.each([
    ['changed', (id: string) => track.items.update({ id, notes: 'By transfer' })],
    ['started', (id: string) => track.items.start({ id })],
    ['done', (id: string) => track.items.done({ id })],
    ['moved', (id: string) => track.items.update({ id, priority: 1 })],
  ])('reopened leaves the series to a copy that was %s', async (_, touch) => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id })
    await touch(added!.id)
    const open = await track.items.reopen({ id: rent.id })
    expect(open).toMatchObject({ status: 'todo', every: null, anchor: null, next: added!.id })
    expect(open.notices).toEqual([{ message: expect.stringContaining(`${added!.id} goes on with the series`) }])
    expect((await track.items.get({ id: added!.id })).every).toBe('monthly')
    expect((await track.items.done({ id: rent.id })).added).toBeNull()
  })

  it('reopened goes on with the series when the copy was removed', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id })
    await track.items.remove({ id: added!.id })
    expect(await track.items.reopen({ id: rent.id })).toMatchObject({ every: 'monthly', next: null })
    expect((await track.items.done({ id: rent.id })).added).toMatchObject({ due: '2026-04-30' })
  })

  it('undone, a reopen gives the copy back', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id })
    await track.items.reopen({ id: rent.id })
    await track.changes.undo({})
    expect(await track.items.get({ id: rent.id })).toMatchObject({ status: 'done', next: added!.id })
    expect(await track.items.get({ id: added!.id })).toMatchObject({ status: 'todo', due: '2026-04-30' })
  })

  it('has its boxes empty again', async () => {
    const notes = '- [x] dust\n1. [X] sweep\n- [ ] mop\n\n```\n- [x] code\n```\nnot [x] a box'
    const { id } = await todo({ every: 'weekly', due: '2026-03-10', notes })
    const { item, added } = await track.items.done({ id })
    expect(item.notes).toBe(notes)
    const empty = '- [ ] dust\n1. [ ] sweep\n- [ ] mop\n\n```\n- [x] code\n```\nnot [x] a box'
    expect(added!.notes).toBe(empty)
    const chore = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly', notes })
    expect((await track.items.done({ id: chore.id })).item.notes).toBe(empty)
  })

  it('ends with a cancel', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    expect(await track.items.cancel({ id: rent.id })).toMatchObject({ status: 'canceled', next: null })
    expect(await listTitles(track, { status: 'open' })).toEqual([])
  })

  it('is postponed once by a due date, and goes on from its anchor', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const moved = await track.items.update({ id: rent.id, due: '2026-04-03' })
    expect(moved).toMatchObject({ due: '2026-04-03', anchor: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id })
    expect(added).toMatchObject({ due: '2026-04-30', anchor: '2026-03-31' })
    await track.items.update({ id: added!.id, due: '2026-06-02' })
    expect(await track.items.skip({ id: added!.id })).toMatchObject({ due: '2026-06-30', anchor: '2026-03-31' })
  })

  it.each([
    ['weekly', '2026-03-13', '2026-03-24', ['2026-04-03', '2026-04-10']],
    ['monthly', '2026-02-15', '2026-03-12', ['2026-04-15', '2026-05-15']],
    ['mon,thu', '2026-03-09', '2026-03-11', ['2026-03-16', '2026-03-19']],
    ['2 weeks on fri', '2026-02-27', '2026-03-12', ['2026-03-27', '2026-04-10']],
    ['monthly on last', '2026-02-28', '2026-03-25', ['2026-04-30', '2026-05-31']],
  ])('%s, brought forward, does not come again on its day', async (every, first, movedTo, then) => {
    server.clock.set(`${first}T12:00:00Z`)
    const { id } = await todo({ every, due: first })
    const { added } = await track.items.done({ id })
    if (every === 'weekly') expect((await track.items.skip({ id: added!.id })).due).toBe('2026-03-27')
    const moved = await track.items.update({ id: added!.id, due: movedTo })
    server.clock.set(`${movedTo}T12:00:00Z`)
    const coming = (await track.views.upcoming({ days: 90 })).days
    const ghosts = coming.filter(({ items }) => items.some(({ occurrence }) => occurrence)).map(({ date }) => date)
    expect(ghosts.slice(0, 2)).toEqual(then)
    expect((await track.items.skip({ id: moved.id })).due).toBe(then[0])
    await track.changes.undo()
    const next = (await track.items.done({ id: moved.id })).added!
    expect(next.due).toBe(then[0])
    server.clock.set(`${next.due}T12:00:00Z`)
    expect((await track.items.done({ id: next.id })).added!.due).toBe(then[1])
  })

  it('brought forward and put back, goes on as before', async () => {
    const { id } = await todo({ every: 'weekly', due: '2026-03-10' })
    const { added } = await track.items.done({ id })
    await track.items.update({ id: added!.id, due: '2026-03-15' })
    await track.items.update({ id: added!.id, due: '2026-03-19' })
    server.clock.set('2026-03-19T12:00:00Z')
    expect((await track.items.done({ id: added!.id })).added!.due).toBe('2026-03-24')
  })

  it('is moved as a series where that is said', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    await track.items.update({ id: rent.id, due: '2026-04-15' })
    const moved = await track.items.update({ id: rent.id, due: '2026-04-15', series: true })
    expect(moved).toMatchObject({ due: '2026-04-15', anchor: '2026-04-15' })
    expect((await track.items.done({ id: rent.id })).added).toMatchObject({ due: '2026-05-15' })
    const bins = await todo({ every: '2 weeks on tue', due: '2026-03-17' })
    expect(await track.items.update({ id: bins.id, due: '2026-03-24', series: true })).toMatchObject({
      due: '2026-03-24',
      anchor: '2026-03-24',
    })
    await expect(track.items.update({ id: bins.id, due: '2026-03-25', series: true })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'due' }] },
    })
  })

  it('refuses to move a series where there is none, or no date', async () => {
    const plain = await todo({ due: '2026-03-31' })
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    for (const input of [
      { id: plain.id, due: '2026-04-15', series: true },
      { id: rent.id, series: true },
      { id: rent.id, due: null, series: true },
    ])
      await expect(track.items.update(input)).rejects.toMatchObject({
        code: 'invalid',
        details: { errors: [{ path: 'series' }] },
      })
  })

  it('counts anew when every is set, and from a first due date', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    await track.items.update({ id: rent.id, due: '2026-04-15' })
    expect(await track.items.update({ id: rent.id, title: 'Rent' })).toMatchObject({ anchor: '2026-03-31' })
    expect(await track.items.update({ id: rent.id, every: null })).toMatchObject({ every: null, anchor: null })
    expect(await track.items.update({ id: rent.id, every: 'yearly' })).toMatchObject({
      every: 'yearly',
      anchor: '2026-04-15',
    })
    expect(await track.items.update({ id: rent.id, due: null })).toMatchObject({ due: null, anchor: null })
    expect(await track.items.update({ id: rent.id, due: '2026-05-01' })).toMatchObject({ anchor: '2026-05-01' })
  })

  it('takes a first due date beside its days for one occurrence more', async () => {
    const gym = await todo({ every: 'mon,thu', due: '2026-03-11' })
    expect(gym).toMatchObject({ due: '2026-03-11', anchor: '2026-03-11' })
    expect(await series(gym, 3)).toEqual(['2026-03-12', '2026-03-16', '2026-03-19'])
  })

  it('is skipped to its next occurrence without being done', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-01-31' })
    const revision = await revisionOf(track)
    expect(await track.items.skip({ id: rent.id })).toMatchObject({
      id: rent.id,
      status: 'todo',
      due: '2026-03-31',
      anchor: '2026-01-31',
      done_at: null,
      next: null,
    })
    expect(await track.items.skip({ id: rent.id })).toMatchObject({ due: '2026-04-30' })
    expect(await track.items.skip({ id: (await todo({ every: 'weekly', due: null })).id })).toMatchObject({
      due: '2026-03-17',
    })
    expect(await revisionOf(track)).toBe(revision + 4)
  })

  it.each(['done', 'cancel'] as const)('cannot be skipped after %s', async (verb) => {
    const rent = await todo({ every: 'monthly', due: '2026-01-31' })
    await track.items[verb]({ id: rent.id })
    await expect(track.items.skip({ id: rent.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('recurs in every kind', async () => {
    await track.projects.add({ title: 'Boat', type: 'engineering' })
    const hull = await track.features.add({ slug: 'boat', title: 'Hull' })
    const recurring = { every: 'weekly', due: '2026-03-10' }
    const task = await track.items.add({ kind: 'task', title: 'Sand', feature: hull.id, estimate: 20, ...recurring })
    const lamp = await track.items.add({
      kind: 'shopping',
      title: 'Bulbs',
      budget: 4.5,
      url: 'https://a.example',
      ...recurring,
    })
    const milk = await track.items.add({ kind: 'grocery', title: 'Milk', tags: ['aldi'], ...recurring })
    expect((await track.items.done({ id: task.id })).added).toMatchObject({
      due: '2026-03-17',
      project: 'boat',
      feature: hull.id,
      estimate: 20,
    })
    expect((await track.items.done({ id: lamp.id })).added).toMatchObject({
      due: '2026-03-17',
      budget: 4.5,
      url: 'https://a.example',
    })
    expect((await track.items.done({ id: milk.id })).added).toMatchObject({ due: '2026-03-17', tags: ['aldi'] })
  })

  it('ends where the calendar does', async () => {
    const last = await todo({ every: 'yearly', due: '9999-06-01' })
    await expect(track.items.skip({ id: last.id })).rejects.toMatchObject({ code: 'conflict' })
    expect(await track.items.done({ id: last.id })).toMatchObject({ item: { status: 'done', next: null }, added: null })
  })
})

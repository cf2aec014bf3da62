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

  it('without a due date comes one interval after the day of completion', async () => {
    const plain = await todo({ every: '2 weeks' })
    expect(plain).toMatchObject({ due: null, anchor: null })
    expect((await track.items.done({ id: plain.id })).added).toMatchObject({ due: '2026-03-24', anchor: '2026-03-24' })
    expect(
      (await track.items.done({ id: (await todo({ every: 'monthly' })).id, on: '2026-01-31' })).added,
    ).toMatchObject({ due: '2026-02-28' })
  })

  it('adds no second copy, after reopen, from two devices, or by a repeated request', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id }, { idempotencyKey: 'once' })
    await track.items.reopen({ id: rent.id })
    expect(await track.items.done({ id: rent.id })).toMatchObject({ item: { next: added!.id }, added: null })
    await track.items.done({ id: rent.id }, { idempotencyKey: 'once' })
    await track.items.reopen({ id: rent.id })
    await track.items.start({ id: rent.id })
    expect((await track.items.done({ id: rent.id })).added).toBeNull()
    expect((await track.items.list({ status: 'all' })).items).toHaveLength(2)
    const tea = await todo({ every: 'daily' })
    const answers = await Promise.all(Array.from({ length: 10 }, () => track.items.done({ id: tea.id })))
    expect(answers.filter((answer) => answer.added)).toHaveLength(1)
  })

  it('adds none again when the copy was removed', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    const { added } = await track.items.done({ id: rent.id })
    await track.items.remove({ id: added!.id })
    await track.items.reopen({ id: rent.id })
    expect((await track.items.done({ id: rent.id })).added).toBeNull()
  })

  it('ends with a cancel', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    expect(await track.items.cancel({ id: rent.id })).toMatchObject({ status: 'canceled', next: null })
    expect(await listTitles(track, { status: 'open' })).toEqual([])
  })

  it('counts from a new anchor when due or every are set', async () => {
    const rent = await todo({ every: 'monthly', due: '2026-03-31' })
    expect(rent.anchor).toBe('2026-03-31')
    const moved = await track.items.update({ id: rent.id, due: '2026-04-15' })
    expect(moved).toMatchObject({ due: '2026-04-15', anchor: '2026-04-15' })
    expect(await track.items.update({ id: rent.id, title: 'Rent' })).toMatchObject({ anchor: '2026-04-15' })
    expect(await track.items.update({ id: rent.id, every: null })).toMatchObject({ every: null, anchor: null })
    expect(await track.items.update({ id: rent.id, every: 'yearly' })).toMatchObject({
      every: 'yearly',
      anchor: '2026-04-15',
    })
    expect(await track.items.update({ id: rent.id, due: null })).toMatchObject({ due: null, anchor: null })
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
    expect(await track.items.skip({ id: (await todo({ every: 'weekly' })).id })).toMatchObject({ due: '2026-03-17' })
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

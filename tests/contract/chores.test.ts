import { describe, expect, it } from 'vitest'
import type { FieldsInput } from '#domain/fields.ts'
import { revisionOf } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('chores, %s', (variant) => {
  const server = useTestServer(variant)
  const { track } = useNewUser(server)

  const chore = (fields: FieldsInput = {}) =>
    track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly', ...fields })
  const done = async (id: string, on?: string) => (await track.items.done({ id, on })).item

  it('are due when they were added or one interval after they were last done, unless a date is given', async () => {
    expect(await chore()).toMatchObject({ due: '2026-03-10', last_done: null, anchor: null })
    expect(await chore({ last_done: '2026-03-01' })).toMatchObject({ due: '2026-03-08', last_done: '2026-03-01' })
    expect(await chore({ last_done: '2026-03-01', due: 'fri' })).toMatchObject({
      due: '2026-03-13',
      last_done: '2026-03-01',
    })
  })

  it('that were never done after all are due on the day they were added, in the time zone of their user', async () => {
    server.clock.set('2026-03-10T23:30:00Z')
    const { track: east } = await server.addAnyUser({ timezone: 'Asia/Tokyo' })
    const { id } = await east.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly', last_done: '2026-03-09' })
    server.clock.set('2026-03-20T12:00:00Z')
    expect(await east.items.update({ id, last_done: null, notes: 'No' })).toMatchObject({
      last_done: null,
      due: '2026-03-11',
    })
    expect(await east.items.update({ id, last_done: '2026-03-18', due: '2026-04-01' })).toMatchObject({
      due: '2026-04-01',
    })
    expect(await east.items.update({ id, last_done: null, due: '2026-04-02' })).toMatchObject({
      last_done: null,
      due: '2026-04-02',
    })
    expect(await east.items.update({ id, every: '2 weeks' })).toMatchObject({ due: '2026-04-02' })
  })

  it('are never finished: done records the day and rolls forward', async () => {
    const { id } = await chore({ due: '2026-02-01' })
    const answer = await track.items.done({ id })
    expect(answer).toMatchObject({
      item: { id, status: 'todo', last_done: '2026-03-10', due: '2026-03-17', done_at: null, next: null },
      added: null,
    })
    expect((await track.items.list({ status: 'all' })).items).toHaveLength(1)
  })

  it('done while in progress are todo again', async () => {
    const { id } = await chore()
    expect(await track.items.start({ id })).toMatchObject({ status: 'doing' })
    expect(await done(id)).toMatchObject({ status: 'todo', last_done: '2026-03-10' })
  })

  it('done twice on one day change once', async () => {
    const { id } = await chore()
    const first = await done(id)
    const revision = await revisionOf(track)
    expect(await done(id)).toEqual(first)
    expect(await revisionOf(track)).toBe(revision)
  })

  it('are recorded on a day that is given, which a later word corrects', async () => {
    const { id } = await chore()
    expect(await done(id, 'yesterday')).toMatchObject({ last_done: '2026-03-09', due: '2026-03-16' })
    expect(await done(id, '2026-03-05')).toMatchObject({ last_done: '2026-03-05', due: '2026-03-12' })
    expect(await done(id, 'today')).toMatchObject({ last_done: '2026-03-10', due: '2026-03-17' })
  })

  it('are never done in the future', async () => {
    const { id } = await chore()
    for (const on of ['tomorrow', '2026-03-11', 'in 2 weeks'])
      await expect(done(id, on)).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'on' }] } })
    await expect(track.items.update({ id, last_done: 'tomorrow' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'last_done' }] },
    })
    await expect(chore({ last_done: 'tomorrow' })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'last_done' }] },
    })
    await expect(done(id, 'whenever')).rejects.toMatchObject({ code: 'invalid', details: { errors: [{ path: 'on' }] } })
  })

  it('are postponed once by a due date', async () => {
    const { id } = await chore({ last_done: '2026-03-09' })
    expect(await track.items.update({ id, due: '2026-03-20' })).toMatchObject({
      due: '2026-03-20',
      last_done: '2026-03-09',
    })
    expect(await track.items.update({ id, title: 'Sweep well' })).toMatchObject({ due: '2026-03-20' })
    server.clock.set('2026-03-20T12:00:00Z')
    expect(await done(id)).toMatchObject({ last_done: '2026-03-20', due: '2026-03-27' })
  })

  it('get a new due date when the interval or the last day is set', async () => {
    const { id } = await chore({ last_done: '2026-03-09' })
    expect(await track.items.update({ id, every: 'monthly' })).toMatchObject({ every: 'monthly', due: '2026-04-09' })
    expect(await track.items.update({ id, last_done: '2026-01-31' })).toMatchObject({ due: '2026-02-28' })
    expect(await track.items.update({ id, every: 'daily', due: '2026-05-01' })).toMatchObject({ due: '2026-05-01' })
    const fresh = await chore({ due: '2026-04-01' })
    expect(await track.items.update({ id: fresh.id, every: 'yearly' })).toMatchObject({ due: '2026-04-01' })
  })

  it('skipped move to the later of due and today plus one interval, without being done', async () => {
    const late = await chore({ due: '2026-02-01' })
    expect(await track.items.skip({ id: late.id })).toMatchObject({
      due: '2026-03-17',
      last_done: null,
      status: 'todo',
    })
    const early = await chore({ due: '2026-03-15' })
    expect(await track.items.skip({ id: early.id })).toMatchObject({ due: '2026-03-22' })
    expect(await track.items.skip({ id: early.id })).toMatchObject({ due: '2026-03-29' })
  })

  it.each([
    ['fri', '2026-03-13', null],
    ['monthly on 1', '2026-04-01', null],
    ['fri', '2026-03-06', '2026-03-05'],
    ['2 weeks on tue', '2026-03-17', '2026-03-03'],
  ])('every %s are due on %s when they were last done on %3$s', async (every, due, last_done) => {
    expect(await chore({ every, last_done })).toMatchObject({ due })
  })

  // Tuesday, 10 March
  it.each([
    ['wed', '2026-03-11', '2026-03-18', 'the evening before counts for the day'],
    ['fri', '2026-03-13', '2026-03-20', 'three days of seven before, too'],
    ['sat', '2026-03-14', '2026-03-14', 'but not four'],
    ['mon,wed', '2026-03-11', '2026-03-16', 'one day of two before'],
    ['mon,thu', '2026-03-12', '2026-03-12', 'two of three are nearer to the day before'],
    ['2 weeks on tue', '2026-03-17', '2026-03-31', 'seven of fourteen'],
    ['monthly on 20', '2026-03-20', '2026-04-20', 'ten of twenty-eight'],
    ['monthly on 31', '2026-03-31', '2026-03-31', 'not twenty-one of thirty-one'],
    ['tue', '2026-03-10', '2026-03-17', 'on the day itself'],
    ['mon', '2026-03-02', '2026-03-16', 'late, the next such day comes'],
    ['2 weeks on wed', '2026-02-25', '2026-03-11', 'late, in the weeks of the series'],
  ])('every %s, due on %s and done on Tuesday, are due on %s: %s', async (every, due, next) => {
    const { id } = await chore({ every, due })
    expect(await done(id)).toMatchObject({ last_done: '2026-03-10', due: next })
    expect(await done(id)).toMatchObject({ last_done: '2026-03-10', due: next })
  })

  it('whose days are named keep their weeks when they are late, early, skipped and put off', async () => {
    const { id } = await chore({ every: '2 weeks on fri', due: '2026-03-13' })
    expect(await track.items.get({ id })).toMatchObject({ anchor: '2026-03-13' })
    expect(await done(id)).toMatchObject({ due: '2026-03-27' })
    await track.items.update({ id, due: '2026-03-29' })
    server.clock.set('2026-03-29T12:00:00Z')
    expect(await done(id)).toMatchObject({ due: '2026-04-10', anchor: '2026-03-13' })
    expect(await track.items.skip({ id })).toMatchObject({ due: '2026-04-24' })
    expect(await track.items.update({ id, due: '2026-04-17', series: true })).toMatchObject({ anchor: '2026-04-17' })
    expect(await track.items.skip({ id })).toMatchObject({ due: '2026-05-01' })
    await expect(track.items.update({ id, due: '2026-04-18', series: true })).rejects.toMatchObject({
      code: 'invalid',
      details: { errors: [{ path: 'due' }] },
    })
  })

  it('whose days are named, corrected to an earlier day, are never due later for it', async () => {
    const { id } = await chore({ every: 'tue', due: '2026-03-10' })
    expect(await done(id)).toMatchObject({ due: '2026-03-17' })
    expect(await done(id, '2026-03-09')).toMatchObject({ last_done: '2026-03-09', due: '2026-03-17' })
    expect(await done(id, '2026-03-05')).toMatchObject({ last_done: '2026-03-05', due: '2026-03-10' })
  })

  it('moved to before their first day are due on the one after it', async () => {
    const { id } = await chore({ every: 'thu' })
    await track.items.update({ id, due: 'today' })
    expect(await done(id)).toMatchObject({ due: '2026-03-19' })
  })

  it('canceled rest until they are opened again', async () => {
    const { id } = await chore()
    expect(await track.items.cancel({ id })).toMatchObject({ status: 'canceled', done_at: '2026-03-10T12:00:00.000Z' })
    await expect(done(id)).rejects.toMatchObject({ code: 'conflict' })
    await expect(track.items.skip({ id })).rejects.toMatchObject({ code: 'conflict' })
    expect(await track.items.reopen({ id })).toMatchObject({ status: 'todo', done_at: null })
  })

  it('that name days and are brought forward do not come again on their day', async () => {
    server.clock.set('2026-03-10T12:00:00Z')
    const { id } = await track.items.add({ kind: 'chore', title: 'Bins', every: 'tue' })
    expect((await track.items.done({ id })).item.due).toBe('2026-03-17')
    await track.items.update({ id, due: '2026-03-13' })
    server.clock.set('2026-03-13T12:00:00Z')
    expect((await track.items.done({ id })).item.due).toBe('2026-03-24')
    server.clock.set('2026-03-24T12:00:00Z')
    expect((await track.items.done({ id })).item.due).toBe('2026-03-31')
  })

  it('stay one row, whose completions the journal tells and each of which can be undone', async () => {
    const { id } = await chore()
    for (const day of ['10', '17', '24']) {
      server.clock.set(`2026-03-${day}T12:00:00Z`)
      await done(id)
    }
    const { changes } = await track.changes.list({ item: id, since: 0 })
    expect(changes.map(({ op, items }) => [op, items![0]!.after!.last_done])).toEqual([
      ['items.add', null],
      ['items.done', '2026-03-10'],
      ['items.done', '2026-03-17'],
      ['items.done', '2026-03-24'],
    ])
    await track.changes.undo({ revision: changes[3]!.revision })
    expect(await track.items.get({ id })).toMatchObject({ last_done: '2026-03-17', due: '2026-03-24' })
    await expect(track.changes.undo({ revision: changes[1]!.revision })).rejects.toMatchObject({ code: 'conflict' })
    await track.changes.undo({ revision: changes[2]!.revision })
    expect(await track.items.get({ id })).toMatchObject({ last_done: '2026-03-10', due: '2026-03-17' })
  })

  it('can be edited by one who has flown to where it is still yesterday', async () => {
    const { track } = await server.addAnyUser({ timezone: 'Pacific/Kiritimati' })
    server.clock.set('2026-03-10T20:00:00Z')
    const { id } = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly' })
    expect((await track.items.done({ id })).item).toMatchObject({ last_done: '2026-03-11' })
    await track.me.update({ timezone: 'America/Los_Angeles' })
    expect(await track.items.update({ id, title: 'Sweep the hall' })).toMatchObject({
      title: 'Sweep the hall',
      last_done: '2026-03-11',
    })
  })
})

import { describe, expect, it } from 'vitest'
import type { Export } from '#contract/types.ts'
import type { FieldsInput } from '#domain/fields.ts'
import { contents, titles } from '#testing/builders.ts'
import { useNewUser, useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

// It is noon of 10 March 2026, a Tuesday, in UTC.
describe.each(VARIANTS)('times of day, %s', (variant) => {
  const server = useTestServer(variant)
  const ann = useNewUser(server)
  const { track } = ann
  const todo = (title: string, fields: FieldsInput = {}) => track.items.add({ kind: 'todo', title, ...fields })
  const atIsWrong = { code: 'invalid', details: { errors: [{ path: 'at' }] } }

  it('stand beside a due date, or in its words', async () => {
    expect(await todo('a', { due: 'tomorrow', at: '3pm' })).toMatchObject({ due: '2026-03-11', at: '15:00' })
    expect(await todo('b', { due: 'fri at 9' })).toMatchObject({ due: '2026-03-13', at: '09:00' })
    expect(await todo('c', { due: '2026-06-01T08:30' })).toMatchObject({ due: '2026-06-01', at: '08:30' })
    expect(await todo('d', { due: 'noon tomorrow', at: '12:00' })).toMatchObject({ due: '2026-03-11', at: '12:00' })
    await expect(todo('e', { due: 'tomorrow 3pm', at: '4pm' })).rejects.toMatchObject(atIsWrong)
    await expect(todo('f', { at: '4pm' })).rejects.toMatchObject(atIsWrong)
  })

  it('alone are those of today, or of tomorrow when they have passed, in the zone of the user', async () => {
    expect(await todo('a', { due: '15:00' })).toMatchObject({ due: '2026-03-10', at: '15:00' })
    expect(await todo('b', { due: 'by 11am' })).toMatchObject({ due: '2026-03-11', at: '11:00' })
    expect(await todo('c', { due: 'noon' })).toMatchObject({ due: '2026-03-10', at: '12:00' })
    await track.me.update({ timezone: 'Asia/Tokyo' }) // 21:00
    expect(await todo('d', { due: '15:00' })).toMatchObject({ due: '2026-03-11', at: '15:00' })
  })

  it('are understood in a line, and what is none stays in the title', async () => {
    const add = (text: string, fields: Pick<FieldsInput, 'due' | 'at'> = {}) => track.items.add({ text, ...fields })
    expect(await add('Call Ann tomorrow at 3pm')).toMatchObject({
      title: 'Call Ann',
      due: '2026-03-11',
      at: '15:00',
      understood: [
        { start: 9, end: 17, field: 'due', value: '2026-03-11' },
        { start: 18, end: 24, field: 'at', value: '15:00' },
      ],
      notices: [],
    })
    expect(await add('Call Ann 11am')).toMatchObject({ due: '2026-03-11', at: '11:00' })
    expect(await add('Call Ann 1pm', { due: 'fri' })).toMatchObject({ due: '2026-03-13', at: '13:00' })
    expect(await add('Call Ann 1pm', { at: '14:00' })).toMatchObject({ due: '2026-03-10', at: '14:00' })
    expect(await add('Standup daily at 9')).toMatchObject({ due: '2026-03-11', at: '09:00', anchor: '2026-03-11' })
    expect(await add('Standup daily at 13:00')).toMatchObject({ due: '2026-03-10', at: '13:00' })
    expect(await add('Call Ann tomorrow at 3')).toMatchObject({
      title: 'Call Ann at 3',
      due: '2026-03-11',
      at: null,
      notices: [{ start: 18, end: 22, message: expect.stringContaining('03:00 or 15:00') }],
    })
    await track.me.update({ timezone: 'Asia/Tokyo' }) // 21:00
    expect(await add('Call Ann 1pm')).toMatchObject({ due: '2026-03-11', at: '13:00' })
  })

  it('go with the due date, and stay when it moves', async () => {
    const { id } = await todo('a', { due: 'tomorrow 3pm' })
    expect(await track.items.update({ id, due: 'fri' })).toMatchObject({ due: '2026-03-13', at: '15:00' })
    expect(await track.items.update({ id, at: '16:00' })).toMatchObject({ due: '2026-03-13', at: '16:00' })
    expect(await track.items.update({ id, due: 'sat 17:00' })).toMatchObject({ due: '2026-03-14', at: '17:00' })
    await expect(track.items.update({ id, due: null, at: '9am' })).rejects.toMatchObject(atIsWrong)
    expect(await track.items.update({ id, due: null })).toMatchObject({ due: null, at: null })
    await expect(track.items.update({ id, at: '9am' })).rejects.toMatchObject(atIsWrong)
    const { id: timed } = await todo('b', { due: 'tomorrow 3pm' })
    expect(await track.items.update({ id: timed, at: null })).toMatchObject({ due: '2026-03-11', at: null })
  })

  it('are kept by what comes again, skipped, converted and carried over', async () => {
    const { id } = await todo('Standup', { every: 'daily', due: 'today', at: '9am' })
    const { added } = await track.items.done({ id })
    expect(added).toMatchObject({ due: '2026-03-11', at: '09:00' })
    expect(await track.items.skip({ id: added!.id })).toMatchObject({ due: '2026-03-12', at: '09:00' })
    expect(await track.items.convert({ id: added!.id, kind: 'chore' })).toMatchObject({ kind: 'chore', at: '09:00' })
    const chore = await track.items.add({ kind: 'chore', title: 'Bins', every: 'weekly', at: '18:00' })
    expect(chore).toMatchObject({ due: '2026-03-10', at: '18:00' })
    expect((await track.items.done({ id: chore.id })).item).toMatchObject({ due: '2026-03-17', at: '18:00' })
    const document = await track.data.export()
    const bob = await server.addAnyUser()
    await bob.track.data.import(document)
    expect(await contents(bob.track)).toEqual(await contents(track))
    const item = document.items.find(({ kind }) => kind === 'todo')!
    const untimed = { ...document, items: [{ ...item, due: null, every: null, anchor: null }] } as Export
    await expect((await server.addAnyUser()).track.data.import(untimed)).rejects.toMatchObject({
      details: { errors: [{ path: 'items.0.at' }] },
    })
  })

  it('are undone, and never left without a due date', async () => {
    const { id } = await todo('a')
    const dated = await track.items.update({ id, due: 'tomorrow' })
    const timed = await track.items.update({ id, at: '15:00' })
    await expect(track.changes.undo({ revision: dated.revision })).rejects.toMatchObject({ code: 'conflict' })
    const cleared = await track.items.update({ id, due: null })
    await track.changes.undo({ revision: cleared.revision })
    expect(await track.items.get({ id })).toMatchObject({ due: '2026-03-11', at: '15:00' })
    await track.changes.undo({ revision: timed.revision })
    await track.changes.undo({ revision: dated.revision })
    expect(await track.items.get({ id })).toMatchObject({ due: null, at: null })
  })

  it('come first within their day, by time; else priority does', async () => {
    for (const due of ['yesterday', 'today', 'tomorrow']) {
      await todo('plain', { due, priority: 1 })
      await todo('late', { due, at: '18:00', priority: 2 })
      await todo('early', { due, at: '08:00', priority: 5 })
      await todo('as early', { due, at: '08:00', priority: 4 })
    }
    await todo('doing', { due: '2026-04-01', at: '01:00', priority: 5 }).then(({ id }) => track.items.start({ id }))
    const byTime = ['as early', 'early', 'late', 'plain']
    const byPriority = ['plain', 'late', 'as early', 'early']
    const view = await track.views.today()
    expect([titles(view.overdue), titles(view.today)]).toEqual([byPriority, byTime])
    const { days } = await track.views.upcoming({ days: 2 })
    expect(days.map(({ items }) => titles(items))).toEqual([byTime, byTime])
    expect(titles((await track.items.list({ due_before: 'yesterday' })).items)).toEqual(byPriority)
  })

  it('of coming occurrences are among those of the day', async () => {
    await todo('standup', { every: 'daily', due: 'today', at: '09:00' })
    await todo('plain', { due: 'tomorrow' })
    await todo('lunch', { due: 'tomorrow', at: 'noon' })
    await todo('breakfast', { due: 'tomorrow', at: '08:00' })
    const { days } = await track.views.upcoming({ days: 2 })
    expect(titles(days[1]!.items)).toEqual(['breakfast', 'standup', 'lunch', 'plain'])
  })

  it('take no room in the journal where there are none', async () => {
    await todo('a', { due: 'tomorrow' })
    const { read } = server.deps.engine
    const rows = await read.selectFrom('journal').where('space_id', '=', ann.spaceId).select('differences').execute()
    expect(rows.map(({ differences }) => differences).join()).not.toContain('"at"')
  })
})

import { describe, expect, it } from 'vitest'
import { titles } from '#testing/builders.ts'
import { useTestServer } from '#testing/fixtures.ts'
import { VARIANTS } from '#testing/test-server.ts'

describe.each(VARIANTS)('time, %s', (variant) => {
  const server = useTestServer(variant)

  it.each([
    ['Pacific/Kiritimati', '2026-03-10T11:00:00Z', '2026-03-11'],
    ['Pacific/Kiritimati', '2026-03-10T09:59:59Z', '2026-03-10'],
    ['America/Los_Angeles', '2026-03-11T06:30:00Z', '2026-03-10'],
    ['America/Los_Angeles', '2026-03-11T07:00:00Z', '2026-03-11'],
    ['Asia/Kathmandu', '2026-03-10T18:15:00Z', '2026-03-11'],
    ['Asia/Kathmandu', '2026-03-10T18:14:59Z', '2026-03-10'],
    ['UTC', '2026-12-31T23:59:59Z', '2026-12-31'],
    ['Europe/Berlin', '2026-12-31T23:00:00Z', '2027-01-01'],
    ['Pacific/Pago_Pago', '2027-01-01T10:59:59Z', '2026-12-31'],
  ])('today in %s at %s is %s', async (timezone, at, today) => {
    server.clock.set(at)
    const { track } = await server.addAnyUser({ timezone })
    const item = await track.items.add({ kind: 'todo', title: 'Now', due: 'today' })
    expect(item.due).toBe(today)
    expect(item.created_at).toBe(new Date(at).toISOString())
    const view = await track.views.today()
    expect(view.date).toBe(today)
    expect(titles(view.today)).toEqual(['Now'])
    expect((await track.views.upcoming({ days: 1 })).days[0]!.date).toBe(today)
    expect(titles((await track.items.list({ due_before: 'today' })).items)).toEqual(['Now'])
    expect(titles((await track.items.list({ due_before: 'yesterday' })).items)).toEqual([])
    const chore = await track.items.add({ kind: 'chore', title: 'Sweep', every: 'daily' })
    expect(chore.due).toBe(today)
    expect((await track.items.done({ id: chore.id })).item.last_done).toBe(today)
    expect((await track.items.add({ text: 'Call Mom today' })).due).toBe(today)
  })

  it('refuses the future as it stands where the user is', async () => {
    server.clock.set('2026-03-11T06:30:00Z')
    const here = await server.addAnyUser({ timezone: 'America/Los_Angeles' })
    const there = await server.addAnyUser({ timezone: 'Pacific/Kiritimati' })
    for (const { track } of [here, there]) await track.items.add({ kind: 'chore', title: 'Sweep', every: 'weekly' })
    const [one, two] = await Promise.all([here, there].map(async ({ track }) => (await track.items.list()).items[0]!))
    await expect(here.track.items.done({ id: one!.id, on: '2026-03-11' })).rejects.toMatchObject({ code: 'invalid' })
    expect((await there.track.items.done({ id: two!.id, on: '2026-03-11' })).item.last_done).toBe('2026-03-11')
  })

  it('lets the same instant be another day for another user', async () => {
    server.clock.set('2026-03-10T23:30:00Z')
    const zones = { 'America/Los_Angeles': 'overdue-no', 'Europe/Berlin': 'yes' }
    const days = await Promise.all(
      Object.keys(zones).map(async (timezone) => {
        const { track } = await server.addAnyUser({ timezone })
        await track.items.add({ kind: 'todo', title: 'Due', due: '2026-03-10' })
        const { date, overdue, today } = await track.views.today()
        return { date, overdue: overdue.length, today: today.length }
      }),
    )
    expect(days).toEqual([
      { date: '2026-03-10', overdue: 0, today: 1 },
      { date: '2026-03-11', overdue: 1, today: 0 },
    ])
  })

  it.each([
    ['Europe/Berlin', '2026-03-28T22:30:00Z', 23, ['2026-03-28', '2026-03-29', '2026-03-30']],
    ['Europe/Berlin', '2026-10-24T21:30:00Z', 25, ['2026-10-24', '2026-10-25', '2026-10-26']],
    ['America/Los_Angeles', '2026-03-08T07:30:00Z', 23, ['2026-03-07', '2026-03-08', '2026-03-09']],
    ['America/Los_Angeles', '2026-11-01T06:30:00Z', 25, ['2026-10-31', '2026-11-01', '2026-11-02']],
    ['Australia/Lord_Howe', '2026-04-04T12:30:00Z', 24.5, ['2026-04-04', '2026-04-05', '2026-04-06']],
    ['America/Santiago', '2026-09-06T03:30:00Z', 23, ['2026-09-05', '2026-09-06', '2026-09-07']],
  ])('a day is a day across a change of the clocks in %s', async (timezone, at, hours, days) => {
    server.clock.set(at)
    const { track } = await server.addAnyUser({ timezone })
    const three = await Promise.all(
      ['today', 'tomorrow', 'in 2 days'].map((due) => track.items.add({ kind: 'todo', title: due, due })),
    )
    expect(three.map((item) => item.due)).toEqual(days)
    expect((await track.views.upcoming({ days: 3 })).days.map((day) => day.date)).toEqual(days)
    const daily = await track.items.add({ kind: 'todo', title: 'Daily', due: 'today', every: 'daily' })
    const { added } = await track.items.done({ id: daily.id })
    expect(added!.due).toBe(days[1])
    server.clock.advance(hours * 60 * 60 * 1000)
    expect((await track.views.today()).date).toBe(days[1])
    expect((await track.items.done({ id: added!.id })).added!.due).toBe(days[2])
  })

  it('follows a new zone at once', async () => {
    server.clock.set('2026-03-10T20:00:00Z')
    const { track } = await server.addAnyUser({ timezone: 'America/Los_Angeles' })
    expect((await track.views.today()).date).toBe('2026-03-10')
    await track.me.update({ timezone: 'Asia/Tokyo' })
    expect((await track.views.today()).date).toBe('2026-03-11')
    expect((await track.items.add({ kind: 'todo', title: 'Due', due: 'tomorrow' })).due).toBe('2026-03-12')
  })

  it('is given in UTC', async () => {
    server.clock.set('2026-07-01T22:15:30.500Z')
    const { track } = await server.addAnyUser({ timezone: 'Asia/Tokyo' })
    const { id, created_at } = await track.items.add({ kind: 'todo', title: 'Now' })
    expect(created_at).toBe('2026-07-01T22:15:30.500Z')
    server.clock.advance(1500)
    expect((await track.items.done({ id })).item).toMatchObject({
      created_at,
      updated_at: '2026-07-01T22:15:32.000Z',
      done_at: '2026-07-01T22:15:32.000Z',
    })
    expect((await track.changes.list()).changes[0]!.at).toBe('2026-07-01T22:15:32.000Z')
  })
})

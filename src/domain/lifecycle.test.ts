import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { anyDay, anyInterval } from './any-interval.ts'
import { addDays, type Day, todayIn } from './dates.ts'
import { completeItem } from './fields.ts'
import type { PlacedItem } from './items.ts'
import { choreSchedule, comingDays, done, skip } from './lifecycle.ts'
import { isNamedDay, namesDays, occurrencesAfter } from './occurrences.ts'

const item = (fields: Partial<PlacedItem>): PlacedItem => ({
  ...completeItem({
    id: 't-1f3a',
    kind: 'todo' as const,
    title: 'Rent',
    status: 'todo' as const,
    created_at: '2026-03-01T08:00:00.000Z',
    updated_at: '2026-03-01T08:00:00.000Z',
    revision: 1,
    ...fields,
  }),
  position: 'a0',
})

const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Pacific/Kiritimati', 'Pacific/Apia', 'Australia/Lord_Howe']
/** An instant in any zone: leap years and days on which clocks change are among them. */
const anyNow = fc
  .record({
    zone: fc.constantFrom(...ZONES),
    at: fc.oneof(
      fc.integer({ min: Date.UTC(2000, 0, 1), max: Date.UTC(2060, 0, 1) }),
      fc.constantFrom(
        Date.UTC(2026, 2, 29, 1),
        Date.UTC(2026, 9, 25, 1),
        Date.UTC(2028, 1, 29, 23, 59),
        Date.UTC(2011, 11, 30, 11),
      ),
    ),
  })
  .map(({ zone, at }) => ({ at: new Date(at).toISOString(), today: todayIn(zone, new Date(at)) }))
const anyShift = fc.integer({ min: -400, max: 400 })

it('what is done comes again after the old due date and the day of completion, on a day of its series', () => {
  fc.assert(
    fc.property(anyInterval, anyDay, anyShift, anyNow, (every, anchor, shift, now) => {
      const due = addDays(anchor, shift)
      const { copy } = done(item({ every, due, anchor }), now)
      const last = due > now.today ? due : now.today
      expect(copy!.due! > last).toBe(true)
      expect(copy).toMatchObject({ anchor, every, status: 'todo' })
      expect(occurrencesAfter(every, anchor, last, copy!.due!)).toEqual([copy!.due])
      expect(skip(item({ every, due, anchor }), now).due).toBe(copy!.due)
      expect(comingDays(item({ every, due, anchor }), now.today, copy!.due!)).toEqual([copy!.due])
    }),
    { numRuns: 500 },
  )
})

it('a series that is done on its days neither drifts nor repeats one', () => {
  fc.assert(
    fc.property(
      anyInterval,
      anyDay,
      fc.array(fc.nat({ max: 5 }), { minLength: 1, maxLength: 12 }),
      (every, anchor, late) => {
        const days: Day[] = []
        let current = item({ every, due: anchor, anchor })
        for (const lateBy of late) {
          const today = addDays(current.due!, lateBy)
          const { copy } = done(current, { at: `${today}T12:00:00.000Z`, today })
          days.push(copy!.due!)
          current = item({ ...copy, id: 't-1f3a' })
        }
        expect(days).toEqual([...new Set(days)].sort())
        const all = new Set(occurrencesAfter(every, anchor, anchor, days.at(-1)!, Infinity))
        for (const day of days) expect(all.has(day)).toBe(true)
      },
    ),
  )
})

it('a chore is due after the day on which it was done, and on one of its days', () => {
  const anyDone = fc.array(fc.record({ wait: fc.nat({ max: 60 }), postpone: fc.option(fc.nat({ max: 40 })) }), {
    maxLength: 12,
  })
  fc.assert(
    fc.property(anyInterval, anyDay, anyDone, (every, from, events) => {
      let chore = item({ kind: 'chore', id: 'c-1f3a', every, ...choreSchedule(every, null, from) })
      let today = from
      for (const { wait, postpone } of events) {
        today = addDays(today, wait)
        if (postpone !== null) chore = { ...chore, due: addDays(chore.due!, postpone) }
        const before = chore
        chore = done(chore, { at: `${today}T12:00:00.000Z`, today }).item
        expect(chore.due! > today).toBe(true)
        if (!namesDays(every)) continue
        if (before.last_done !== today) expect(isNamedDay(every, chore.anchor!, chore.due!)).toBe(true)
      }
    }),
    { numRuns: 500 },
  )
})

import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyDay, anyInterval } from './any-interval.ts'
import { addDays, type Day, isDay, weekday } from './dates.ts'
import { readInterval } from './intervals.ts'
import {
  advance,
  firstOccurrence,
  isNamedDay,
  namedDayAfter,
  namedDayBefore,
  namesDays,
  occurrenceAfter,
  occurrencesAfter,
  occurrencesBetween,
  occurrenceUpTo,
} from './occurrences.ts'

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const nearDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1950-01-01', n))
const unnamed = anyInterval.filter((every) => !namesDays(every))

describe('occurrences', () => {
  it.each([
    ['daily', '2026-06-01', 1, '2026-06-02'],
    ['weekly', '2026-06-01', 3, '2026-06-22'],
    ['10 days', '2026-06-25', 1, '2026-07-05'],
    ['monthly', '2026-01-31', 1, '2026-02-28'],
    ['monthly', '2026-01-31', 2, '2026-03-31'],
    ['3 months', '2025-11-30', 1, '2026-02-28'],
    ['yearly', '2024-02-29', 1, '2025-02-28'],
    ['yearly', '2024-02-29', 4, '2028-02-29'],
    ['2 years', '2024-02-29', 1, '2026-02-28'],
    ['weekdays', '2026-06-05', 1, '2026-06-08'],
    ['weekdays', '2026-06-06', 1, '2026-06-08'],
    ['weekdays', '2026-06-01', 5, '2026-06-08'],
    ['mon,thu', '2026-06-01', 1, '2026-06-04'],
    ['mon,thu', '2026-06-01', 2, '2026-06-08'],
    ['mon,thu', '2026-06-03', 3, '2026-06-11'],
    ['sun', '2026-06-07', 1, '2026-06-14'],
    ['monthly', '2026-06-01', 0, '2026-06-01'],
    ['mon', '2026-06-03', 0, '2026-06-03'],
    ['2 weeks on fri', '2026-06-05', 1, '2026-06-19'],
    ['2 weeks on mon,thu', '2026-06-01', 1, '2026-06-04'],
    ['2 weeks on mon,thu', '2026-06-01', 2, '2026-06-15'],
    ['2 weeks on mon,thu', '2026-06-03', 2, '2026-06-15'],
    ['2 weeks on mon', '2026-06-07', 1, '2026-06-15'],
    ['monthly on 15', '2026-06-01', 2, '2026-07-15'],
    ['monthly on 1,15', '2026-06-01', 3, '2026-07-15'],
    ['monthly on 31', '2026-01-31', 1, '2026-02-28'],
    ['monthly on last', '2026-02-28', 1, '2026-03-31'],
    ['monthly on 30,31', '2026-02-01', 1, '2026-02-28'],
    ['monthly on 30,31', '2026-02-28', 1, '2026-03-30'],
    ['3 months on 1', '2026-01-15', 1, '2026-04-01'],
    ['monthly on 2nd tue', '2026-06-09', 1, '2026-07-14'],
    ['monthly on last fri', '2026-06-26', 1, '2026-07-31'],
    ['monthly on 5th fri', '2026-05-29', 1, '2026-07-31'],
    ['yearly on jun 1', '2026-06-01', 1, '2027-06-01'],
    ['yearly on feb 29', '2024-02-29', 1, '2025-02-28'],
    ['2 years on 4th thu of nov', '2026-11-26', 1, '2028-11-23'],
  ])('%s from %s, %d on, is %s', (every, day, n, expected) => {
    expect(advance(every, day, n)).toBe(expected)
  })

  it('keeps the 31st in a monthly series', () => {
    expect(occurrencesBetween('monthly', '2026-01-31', '2026-01-01', '2027-01-01')).toEqual([
      '2026-01-31',
      '2026-02-28',
      '2026-03-31',
      '2026-04-30',
      '2026-05-31',
      '2026-06-30',
      '2026-07-31',
      '2026-08-31',
      '2026-09-30',
      '2026-10-31',
      '2026-11-30',
      '2026-12-31',
    ])
  })

  it('keeps Feb 29 in a yearly series', () => {
    expect(occurrencesBetween('yearly', '2024-02-29', '2024-01-01', '2032-12-31')).toEqual([
      '2024-02-29',
      '2025-02-28',
      '2026-02-28',
      '2027-02-28',
      '2028-02-29',
      '2029-02-28',
      '2030-02-28',
      '2031-02-28',
      '2032-02-29',
    ])
  })

  it('does not drift, one step after another', () => {
    fc.assert(
      fc.property(anyInterval, anyDay, fc.integer({ min: 1, max: 30 }), (every, from, steps) => {
        let day = from
        for (let n = 1; n <= steps; n++) {
          day = occurrenceAfter(every, from, day)
          expect(day).toBe(advance(every, from, n))
        }
      }),
    )
  })

  it('finds the first occurrence after a day, whichever it is', () => {
    fc.assert(
      fc.property(unnamed, anyDay, fc.integer({ min: -500, max: 4000 }), (every, from, ahead) => {
        const after = addDays(from, ahead)
        const found = occurrenceAfter(every, from, after)
        let n = 1
        while (advance(every, from, n) <= after) n++
        expect(found).toBe(advance(every, from, n))
        expect(found > after && found > from).toBe(true)
      }),
      { numRuns: 500 },
    )
  })

  it('gives each weekday of a set, and no other day', () => {
    fc.assert(
      fc.property(fc.subarray([1, 2, 3, 4, 5, 6, 7], { minLength: 1 }), nearDay, (wanted, from) => {
        const every = readInterval(wanted.map((day) => names[day - 1]).join()).value!
        const expected = Array.from({ length: 28 }, (_, n) => addDays(from, n + 1)).filter((day) =>
          wanted.includes(weekday(day)),
        )
        expect(occurrencesBetween(every, from, addDays(from, 1), addDays(from, 28))).toEqual(expected)
      }),
    )
  })

  it('gives the occurrences between two days, both included', () => {
    fc.assert(
      fc.property(
        unnamed,
        anyDay,
        fc.integer({ min: -400, max: 400 }),
        fc.integer({ min: -5, max: 400 }),
        (every, from, ahead, length) => {
          const [first, last] = [addDays(from, ahead), addDays(from, ahead + length)]
          const expected: string[] = []
          for (let n = 0; advance(every, from, n) <= last; n++)
            if (advance(every, from, n) >= first) expected.push(advance(every, from, n))
          expect(occurrencesBetween(every, from, first, last, 1000)).toEqual(expected)
          expect(occurrencesBetween(every, from, first, last, 3)).toEqual(expected.slice(0, 3))
        },
      ),
    )
  })

  it('counts from a far past as quickly', () => {
    const begun = performance.now()
    for (let n = 0; n < 1000; n++) {
      for (const every of ['daily', 'monthly', '7 days', 'weekdays', 'yearly'])
        occurrenceAfter(every, '1900-01-01', '9998-06-01')
    }
    expect(performance.now() - begun).toBeLessThan(500)
    expect(occurrencesBetween('daily', '1900-01-01', '2026-06-01', '9999-12-31')).toHaveLength(400)
    expect(occurrencesBetween('daily', '1900-01-01', '1900-01-01', '1900-01-02')).toEqual(['1900-01-01', '1900-01-02'])
  })

  it('ends with the calendar', () => {
    for (const every of ['daily', 'monthly', 'yearly', 'mon', '999 years']) {
      expect(() => advance(every, '9999-12-31')).toThrow(RangeError)
      expect(() => occurrenceAfter(every, '9999-12-31', '2026-06-01')).toThrow(RangeError)
      expect(occurrencesBetween(every, '9999-12-31', '9999-12-01', '9999-12-31')).toEqual(['9999-12-31'])
    }
    expect(occurrencesBetween('weekly', '2026-06-01', '9999-12-20', '9999-12-31')).toEqual(['9999-12-20', '9999-12-27'])
    expect(isDay(advance('999 years', '2026-06-01'))).toBe(true)
  })

  it('refuses an interval that is not canonical', () => {
    for (const every of ['', 'often', 'every day', '2w', 'mon,x'])
      expect(() => advance(every, '2026-06-01')).toThrow(RangeError)
  })

  it.each([
    ['2 weeks on fri', '2026-06-03', '2026-06-05'],
    ['2 weeks on tue', '2026-06-03', '2026-06-09'],
    ['3 months on 1', '2026-06-03', '2026-07-01'],
    ['monthly on 15', '2026-06-15', '2026-06-15'],
    ['yearly on jun 1', '2026-06-02', '2027-06-01'],
    ['2 weeks', '2026-06-03', '2026-06-03'],
  ])('%s begins, from %s on, on %s', (every, from, expected) => {
    expect(firstOccurrence(every, from)).toBe(expected)
  })

  it('names exactly the days on which it recurs, in order, each once', () => {
    fc.assert(
      fc.property(anyInterval.filter(namesDays), anyDay, (every, from) => {
        const anchor = firstOccurrence(every, from)
        const to = addDays(anchor, 800)
        const days = occurrencesBetween(every, anchor, anchor, to, Infinity)
        const named: Day[] = []
        for (let day = anchor; day <= to; day = addDays(day, 1)) if (isNamedDay(every, anchor, day)) named.push(day)
        expect(days).toEqual(named)
        expect(new Set(days).size).toBe(days.length)
      }),
      { numRuns: 300 },
    )
  })

  it('finds the day before another, also before the anchor, as it finds the day after', () => {
    fc.assert(
      fc.property(
        anyInterval.filter(namesDays),
        anyDay,
        fc.integer({ min: -3000, max: 3000 }),
        (every, anchor, ahead) => {
          const day = addDays(anchor, ahead)
          const after = namedDayAfter(every, anchor, day)
          const before = namedDayBefore(every, anchor, after)!
          expect(before <= day).toBe(true)
          expect(namedDayAfter(every, anchor, before)).toBe(after)
        },
      ),
    )
  })

  it('finds the occurrence up to a day', () => {
    fc.assert(
      fc.property(anyInterval, anyDay, fc.integer({ min: 0, max: 4000 }), (every, anchor, ahead) => {
        const day = addDays(anchor, ahead)
        const found = occurrenceUpTo(every, anchor, day)!
        expect(found >= anchor && found <= day).toBe(true)
        expect(occurrenceAfter(every, anchor, found) > day).toBe(true)
        expect(occurrenceUpTo(every, anchor, addDays(anchor, -1))).toBeUndefined()
      }),
    )
  })

  it('ends with its end, itself included', () => {
    const every = 'fri until 2026-06-19'
    expect(occurrencesBetween(every, '2026-06-05', '2026-06-01', '9999-12-31')).toEqual([
      '2026-06-05',
      '2026-06-12',
      '2026-06-19',
    ])
    expect(occurrencesAfter(every, '2026-06-05', '2026-06-12', '9999-12-31')).toEqual(['2026-06-19'])
    expect(occurrenceAfter(every, '2026-06-05', '2026-06-12')).toBe('2026-06-19')
    expect(() => occurrenceAfter(every, '2026-06-05', '2026-06-19')).toThrow(RangeError)
    expect(() => firstOccurrence(every, '2026-06-20')).toThrow(RangeError)
  })

  it('never comes where no month has its day', () => {
    expect(occurrencesBetween('4 years on 5th mon of feb', '2025-02-03', '2025-02-04', '9999-12-31')).toEqual([])
  })
})

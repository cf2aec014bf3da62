import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { addDays, isDay, weekday } from './dates.ts'
import { advance, everyPhrase, occurrenceAfter, occurrencesBetween, readInterval } from './intervals.ts'

const names = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']
const set = fc.subarray(names, { minLength: 1 }).map((some) => readInterval(some.join()).value!)
const span = fc
  .tuple(fc.integer({ min: 1, max: 40 }), fc.constantFrom('days', 'weeks', 'months', 'years'))
  .map(([count, unit]) => readInterval(`${count} ${unit}`).value!)
const canonical = fc.oneof(set, span, fc.constantFrom('daily', 'weekly', 'monthly', 'yearly', 'weekdays'))
const nearDay = fc.integer({ min: 0, max: 60_000 }).map((n) => addDays('1950-01-01', n))
const monthEnd = fc.constantFrom(
  '2024-02-29',
  '2023-01-31',
  '2026-01-31',
  '2026-01-30',
  '2026-01-29',
  '2025-12-31',
  '2000-02-29',
)
const anchor = fc.oneof(nearDay, monthEnd)

describe('intervals in words', () => {
  it.each([
    ['daily', 'daily'],
    ['every day', 'daily'],
    ['1 day', 'daily'],
    ['1d', 'daily'],
    ['every 1 day', 'daily'],
    ['day', 'daily'],
    ['weekly', 'weekly'],
    ['every week', 'weekly'],
    ['1 week', 'weekly'],
    ['monthly', 'monthly'],
    ['every month', 'monthly'],
    ['yearly', 'yearly'],
    ['annually', 'yearly'],
    ['every year', 'yearly'],
    ['weekdays', 'weekdays'],
    ['every weekday', 'weekdays'],
    ['mon,tue,wed,thu,fri', 'weekdays'],
    ['sun,mon,tue,wed,thu,fri,sat', 'daily'],
    ['every 2 weeks', '2 weeks'],
    ['2w', '2 weeks'],
    ['every other week', '2 weeks'],
    ['other day', '2 days'],
    ['biweekly', '2 weeks'],
    ['quarterly', '3 months'],
    ['every quarter', '3 months'],
    ['3 months', '3 months'],
    ['every three months', '3 months'],
    ['3m', '3 months'],
    ['10d', '10 days'],
    ['7 days', '7 days'],
    ['12 months', '12 months'],
    ['2y', '2 years'],
    ['999 days', '999 days'],
    ['02 weeks', '2 weeks'],
    ['  EVERY   2  Weeks ', '2 weeks'],
    ['mon,thu', 'mon,thu'],
    ['thu,mon', 'mon,thu'],
    ['every mon and thu', 'mon,thu'],
    ['mon, thu', 'mon,thu'],
    ['mon thu', 'mon,thu'],
    ['every monday', 'mon'],
    ['mondays', 'mon'],
    ['Tuesdays and Thursdays', 'tue,thu'],
    ['mon, wed, and fri', 'mon,wed,fri'],
    ['mon & tue', 'mon,tue'],
    ['mon,mon', 'mon'],
    ['every sat and sun', 'sat,sun'],
  ])('%j is %s', (text, every) => {
    expect(readInterval(text)).toEqual({ value: every })
  })

  it.each([
    '',
    ' ',
    'every',
    'every ',
    'often',
    'every daily',
    'every biweekly',
    'bimonthly',
    '0 days',
    '0d',
    '1000 days',
    '-2 weeks',
    '1.5 weeks',
    'week 2',
    '2 fortnights',
    'every 2',
    '2',
    'mon,',
    ',mon',
    'mon,,thu',
    'mon and',
    'and mon',
    'mon-fri',
    'every other monday',
    'every every day',
    'every may',
    'every second',
    'everyday',
    'none',
    'mon,thuday',
    'otherweek',
    'twoweeks',
    '__proto__',
    'constructor',
    'x'.repeat(101),
    'mon,2 weeks',
  ])('refuses %j', (text) => {
    const { problem, value } = readInterval(text)
    expect(value).toBeUndefined()
    expect(problem).toMatch(/^(not an interval: .+|an interval is missing) \(accepted: daily, .*mon,thu/)
  })

  it('says which numbers are accepted', () => {
    expect(readInterval('1000 days').problem).toContain('not an interval: 1000 days: the number goes from 1 to 999 (')
  })

  it('reads what is canonical as itself, and its phrase as the same', () => {
    fc.assert(
      fc.property(canonical, (every) => {
        expect(readInterval(every)).toEqual({ value: every })
        expect(readInterval(everyPhrase(every))).toEqual({ value: every })
        expect(readInterval(`Every ${every.replace(/ly$/, '').replace('dai', 'day')}`)).toEqual({ value: every })
      }),
    )
  })

  it.each([
    ['daily', 'daily'],
    ['2 weeks', 'every 2 weeks'],
    ['weekdays', 'every weekday'],
    ['mon,thu', 'every mon, thu'],
    ['sun', 'every sun'],
  ])('says %s as %s', (every, phrase) => {
    expect(everyPhrase(every)).toBe(phrase)
  })

  it('never throws, and gives what can be counted with', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(fc.constantFrom('every', 'other', '2', '0', 'day', 'weeks', 'mon', ',', 'and', 'sun', '&', 'weekday'), {
          maxLength: 6,
        })
        .map((some) => some.join(' ')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const { value } = readInterval(text)
        if (value !== undefined) expect(advance(value, '2026-06-01') > '2026-06-01').toBe(true)
      }),
      { numRuns: 2000 },
    )
  })

  it('is quick on long texts', () => {
    for (const piece of [' ', 'every ', 'mon,', 'mon and ', '1', ', ']) {
      const begun = performance.now()
      readInterval(`mon${piece.repeat(65_536 / piece.length)}`)
      expect(performance.now() - begun).toBeLessThan(100)
    }
  })
})

describe('counting on', () => {
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
      fc.property(canonical, anchor, fc.integer({ min: 1, max: 30 }), (every, from, steps) => {
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
      fc.property(canonical, anchor, fc.integer({ min: -500, max: 4000 }), (every, from, ahead) => {
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
        canonical,
        anchor,
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
})

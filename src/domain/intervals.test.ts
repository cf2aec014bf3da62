import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { anyInterval } from './any-interval.ts'
import { everyPhrase } from './interval-phrase.ts'
import { canonicalInterval, ruleOf } from './interval-rules.ts'
import { readInterval } from './intervals.ts'
import { firstOccurrence } from './occurrences.ts'

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
    ['mon-fri', 'weekdays'],
    ['every mon to wed', 'mon,tue,wed'],
    ['weekends', 'sat,sun'],
    ['every weekend', 'sat,sun'],
    ['each friday', 'fri'],
    ['every other fri', '2 weeks on fri'],
    ['every other monday', '2 weeks on mon'],
    ['every other mon and thu', '2 weeks on mon,thu'],
    ['2 weeks on thu, mon', '2 weeks on mon,thu'],
    ['every week on mon and thu', 'mon,thu'],
    ['weekly on fri', 'fri'],
    ['every 2nd week', '2 weeks'],
    ['every second day', '2 days'],
    ['every 15th', 'monthly on 15'],
    ['every 1st and 15th', 'monthly on 1,15'],
    ['monthly on 15,1', 'monthly on 1,15'],
    ['every month on the 1st', 'monthly on 1'],
    ['every 3 months on the 5th', '3 months on 5'],
    ['1st of every month', 'monthly on 1'],
    ['the 1st and 15th of each month', 'monthly on 1,15'],
    ['every first day of the month', 'monthly on 1'],
    ['every last day of the month', 'monthly on last'],
    ['last day of every month', 'monthly on last'],
    ['monthly on 31', 'monthly on 31'],
    ['monthly on 31,last', 'monthly on last'],
    ['every 2nd friday', 'monthly on 2nd fri'],
    ['every second friday', 'monthly on 2nd fri'],
    ['first monday of every month', 'monthly on 1st mon'],
    ['every last friday of the month', 'monthly on last fri'],
    ['every 1st and 3rd mon', 'monthly on 1st mon,3rd mon'],
    ['every month on the 5th sunday', 'monthly on 5th sun'],
    ['every quarter on the 1st', '3 months on 1'],
    ['every jan 1', 'yearly on jan 1'],
    ['every year on june 1st', 'yearly on jun 1'],
    ['every 25th of december', 'yearly on dec 25'],
    ['every 4th thursday of november', 'yearly on 4th thu of nov'],
    ['2 years on last mon of may', '2 years on last mon of may'],
    ['every last day of february', 'yearly on feb 29'],
    ['daily until 2027-06-30', 'daily until 2027-06-30'],
    ['every other fri until 2027-06-30', '2 weeks on fri until 2027-06-30'],
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
    'every other weekday',
    'every 2nd blue moon',
    'every 32nd',
    'monthly on 0',
    'monthly on 1,2nd fri',
    'every 2th',
    'every 6th friday',
    'every 15',
    'every 5 fridays',
    'daily on mon',
    'every month on jan 1',
    'yearly on feb 30',
    'yearly on the 1st',
    'every friday the 13th',
    'weekly until',
    'weekly until then',
    'weekly until none',
    'weekly until 2027-02-30',
    'weekly until 2027-06-30 until 2027-07-30',
    `monthly on ${Array.from({ length: 17 }, (_, n) => n + 1).join()}`,
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
      fc.property(anyInterval, (every) => {
        expect(readInterval(every)).toEqual({ value: every })
        expect(readInterval(everyPhrase(every))).toEqual({ value: every })
        const ended = `${every} until 2027-06-30`
        expect(readInterval(ended)).toEqual({ value: ended })
        expect(readInterval(everyPhrase(ended))).toEqual({ value: ended })
        expect(canonicalInterval(ruleOf(ended))).toBe(ended)
      }),
    )
  })

  it.each([
    ['daily', 'daily'],
    ['2 weeks', 'every 2 weeks'],
    ['weekdays', 'every weekday'],
    ['mon,thu', 'every mon, thu'],
    ['sun', 'every sun'],
    ['2 weeks on mon,thu', 'every 2 weeks on mon, thu'],
    ['monthly on 1,15', 'monthly on the 1st, 15th'],
    ['monthly on last', 'monthly on the last day'],
    ['monthly on 2nd tue', 'monthly on the 2nd tue'],
    ['yearly on jun 1', 'yearly on jun 1'],
    ['yearly on 4th thu of nov', 'yearly on the 4th thu of nov'],
    ['3 months on 31 until 2027-06-30', 'every 3 months on the 31st until 2027-06-30'],
  ])('says %s as %s', (every, phrase) => {
    expect(everyPhrase(every)).toBe(phrase)
  })

  it('reads the words of an end against today, and leaves them where there is none', () => {
    expect(readInterval('every fri until next fri', '2026-06-01')).toEqual({ value: 'fri until 2026-06-12' })
    expect(readInterval('every fri till jun 30', '2026-06-01')).toEqual({ value: 'fri until 2026-06-30' })
    expect(readInterval('every fri until next fri')).toEqual({ value: 'fri until next fri' })
  })

  it('never throws, and gives what can be counted with', () => {
    const typed = fc.oneof(
      fc.string({ unit: 'binary' }),
      fc
        .array(
          fc.constantFrom(
            ...'every other 2 0 day weeks month mon , and sun & weekday on the 2nd last of jan'.split(' '),
          ),
          {
            maxLength: 7,
          },
        )
        .map((some) => some.join(' ')),
    )
    fc.assert(
      fc.property(typed, (text) => {
        const { value } = readInterval(text)
        if (value === undefined) return
        expect(firstOccurrence(value, '2026-06-01') >= '2026-06-01').toBe(true)
        expect(readInterval(value)).toEqual({ value })
      }),
      { numRuns: 2000 },
    )
  })

  it('is quick on long texts', () => {
    for (const piece of [' ', 'every ', 'mon,', 'mon and ', '1', ', ', ' on ', ' until ', ' of ', '1st ']) {
      const begun = performance.now()
      readInterval(`mon${piece.repeat(65_536 / piece.length)}`)
      expect(performance.now() - begun).toBeLessThan(100)
    }
  })
})

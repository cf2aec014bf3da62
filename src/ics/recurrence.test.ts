import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { describe, expect, test } from 'vitest'
import { addDays, type Day } from '#domain/dates.ts'
import { advance, occurrencesBetween } from '#domain/intervals.ts'
import { calendar } from './calendar.ts'
import { recurrenceLines, rrule } from './recurrence.ts'
import { sample, USER } from './sample.ts'

const COUNT = 40
const LAST_DAY = '9999-12-31'

const number = fc.oneof(fc.integer({ min: 2, max: 14 }), fc.constantFrom(18, 24, 30, 52, 90, 100))
const every = fc.oneof(
  fc.constantFrom('daily', 'weekly', 'monthly', 'yearly', 'weekdays'),
  fc
    .tuple(number, fc.constantFrom('days', 'weeks', 'months', 'years'))
    .map(([n, unit]) => `${unit === 'years' ? Math.min(n, 14) : n} ${unit}`),
  fc
    .subarray(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], { minLength: 1, maxLength: 6 })
    .map((set) => set.join()),
)
const anchor = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n)),
  fc.constantFrom(
    '2024-02-29',
    '2026-01-31',
    '2026-01-30',
    '2025-01-29',
    '2026-02-28',
    '2024-12-31',
    '2026-08-31',
    '2000-02-29',
    '2096-02-29',
  ),
)

/**
 * The days that ical.js reads out of the feed. It ignores BYSETPOS beside BYMONTHDAY (its issue 960), so the last of
 * each month is kept here.
 */
function read(fields: { every: string; anchor: Day | null; due: Day }, count: number): Day[] {
  const feed = calendar([sample(fields)], { name: 'Track', userId: USER, repeat: true })
  const event = new ICAL.Event(new ICAL.Component(ICAL.parse(feed)).getFirstSubcomponent('vevent')!)
  expect(event.isRecurring()).toBe(true)
  const lastOfMonth = /BYMONTHDAY=28[\d,]*;BYSETPOS=-1/.test(feed)
  const iterator = event.iterator()
  const days: Day[] = []
  for (let day = iterator.next().toString(); days.length < count;) {
    const next = iterator.next().toString()
    if (!lastOfMonth || next.slice(0, 7) !== day.slice(0, 7)) days.push(day)
    day = next
  }
  return days
}

test('a rule yields the days of the series, from any of its days on', () => {
  fc.assert(
    fc.property(every, anchor, fc.integer({ min: 0, max: 30 }), (every, anchor, n) => {
      const due = advance(every, anchor, n)
      const days = occurrencesBetween(every, anchor, due, LAST_DAY, COUNT)
      expect(days[0]).toBe(due)
      expect(read({ every, anchor, due }, days.length)).toEqual(days)
    }),
    { numRuns: 1000 },
  )
})

test('a rule without an anchor counts from the due date', () => {
  fc.assert(
    fc.property(every, anchor, (every, due) => {
      const days = Array.from({ length: COUNT }, (_, n) => advance(every, due, n))
      expect(read({ every, anchor: null, due }, COUNT)).toEqual(days)
    }),
    { numRuns: 500 },
  )
})

describe('the rule in words', () => {
  test.each([
    ['daily', '2026-06-01', '2026-06-01', 'FREQ=DAILY'],
    ['10 days', '2026-06-01', '2026-06-11', 'FREQ=DAILY;INTERVAL=10'],
    ['weekly', '2026-06-02', '2026-06-09', 'FREQ=WEEKLY;BYDAY=TU'],
    ['2 weeks', '2026-06-02', '2026-06-16', 'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU'],
    ['weekdays', '2026-06-02', '2026-06-03', 'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
    ['mon,thu', '2026-06-01', '2026-06-04', 'FREQ=WEEKLY;BYDAY=MO,TH'],
    ['monthly', '2026-01-28', '2026-02-28', 'FREQ=MONTHLY;BYMONTHDAY=28'],
    ['monthly', '2026-01-29', '2026-02-28', 'FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1'],
    ['monthly', '2026-01-30', '2026-02-28', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1'],
    ['monthly', '2026-01-31', '2026-02-28', 'FREQ=MONTHLY;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'],
    ['3 months', '2026-05-31', '2026-08-31', 'FREQ=MONTHLY;INTERVAL=3;BYMONTHDAY=28,29,30,31;BYSETPOS=-1'],
    ['yearly', '2026-07-31', '2027-07-31', 'FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=31'],
    ['yearly', '2024-02-29', '2025-02-28', 'FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=-1'],
    ['2 years', '2024-02-29', '2026-02-28', 'FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=-1'],
  ])('%s from %s on', (every, anchor, due, rule) => {
    expect(rrule(sample({ every, anchor, due }))).toBe(rule)
  })
})

test('a due date beside its weekdays is a day of the series, too', () => {
  const due = '2026-06-03'
  expect(recurrenceLines(sample({ every: 'mon,thu', anchor: due, due }))).toBe(
    'RRULE:FREQ=WEEKLY;BYDAY=MO,TH\r\nRDATE;VALUE=DATE:20260603\r\n',
  )
  expect(read({ every: 'mon,thu', anchor: due, due }, 4)).toEqual([due, '2026-06-04', '2026-06-08', '2026-06-11'])
  expect(recurrenceLines(sample({ every: 'mon,wed', anchor: due, due }))).toBe('RRULE:FREQ=WEEKLY;BYDAY=MO,WE\r\n')
})

test('what is closed, does not recur, or stands beside its series has no rule', () => {
  expect(rrule(sample())).toBeNull()
  expect(rrule(sample({ every: 'daily', due: null }))).toBeNull()
  expect(rrule(sample({ every: 'daily', status: 'done' }))).toBeNull()
  expect(rrule(sample({ every: 'daily', status: 'canceled' }))).toBeNull()
  expect(rrule(sample({ every: '3 days', anchor: '2026-06-01', due: '2026-06-05' }))).toBeNull()
  expect(rrule(sample({ every: '2 weeks', anchor: '2026-06-01', due: '2026-06-08' }))).toBeNull()
  expect(rrule(sample({ every: '2 months', anchor: '2026-06-01', due: '2026-07-01' }))).toBeNull()
  expect(rrule(sample({ every: '2 years', anchor: '2026-06-01', due: '2027-06-01' }))).toBeNull()
  expect(() => rrule(sample({ every: 'sometimes' }))).toThrow(RangeError)
})

import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { anyDay, anyInterval } from '#domain/any-interval.ts'
import { addDays, type Day, shiftMonths } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { advance, occurrencesAfter } from '#domain/occurrences.ts'
import { calendar } from './calendar.ts'
import { recurrenceOf } from './recurrence.ts'
import { sample, USER } from './sample.ts'

/** Its modules are not those that Node and TypeScript expect. */
const { rrulestr } = createRequire(import.meta.url)('rrule') as typeof import('rrule')
const tenYearsAfter = (day: Day): Day => shiftMonths(day, 120)!

/** The days of an item as Track itself counts them: its due date, and those on which it recurs. */
function daysOf({ due, every, anchor }: Item): Day[] {
  return [due!, ...occurrencesAfter(every!, anchor ?? due!, due!, addDays(tenYearsAfter(due!), -1), Infinity)]
}

const feedOf = (item: Item): string =>
  calendar([item], { name: 'Track', source: { ownerId: USER }, repeat: true, timezone: 'UTC' })

/** The days that ical.js, which Thunderbird and Nextcloud use, reads out of a feed. */
function readByIcalJs(item: Item): Day[] {
  const events = new ICAL.Component(ICAL.parse(feedOf(item))).getAllSubcomponents('vevent')
  const [event, ...moved] = events.map((one) => new ICAL.Event(one))
  for (const one of moved) event!.relateException(one)
  const iterator = event!.iterator()
  const days: Day[] = []
  for (let next = iterator.next(); next; next = iterator.next()) {
    const day = event!.getOccurrenceDetails(next).startDate.toString()
    if (day >= tenYearsAfter(item.due!)) break
    days.push(day)
  }
  return days
}

/** The days that rrule.js reads out of the lines of a series, whose start stands for a postponed one. */
function readByRruleJs(item: Item): Day[] {
  const { start, lines } = recurrenceOf(item)!
  const rule = lines
    .replaceAll(/\r\n /g, '')
    .replaceAll(/;VALUE=DATE|\r/g, '')
    .replaceAll(/(\d{8})(?=,|\n|$)/g, '$1T000000Z')
  const text = `DTSTART:${start.replaceAll('-', '')}T000000Z\n${rule}`
  const until = new Date(`${addDays(tenYearsAfter(item.due!), -1)}T00:00:00Z`)
  const days = rrulestr(text, { forceset: true }).between(new Date(`${start}T00:00:00Z`), until, true)
  return days.map((day) => day.toISOString().slice(0, 10)).map((day) => (day === start ? item.due! : day))
}

const anySeries = fc
  .record({
    every: anyInterval,
    anchor: anyDay,
    past: fc.nat({ max: 20 }),
    postponed: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20 })),
    end: fc.option(fc.nat({ max: 2000 })),
  })
  .map(({ every, anchor, past, postponed, end }) => {
    const due = addDays(advance(every, anchor, past), postponed)
    return sample({ every: end === null ? every : `${every} until ${addDays(due, end)}`, anchor, due })
  })

describe.each([
  ['ical.js', readByIcalJs],
  ['rrule.js', readByRruleJs],
])('the days that %s reads', (_, read) => {
  test('are those of the series for ten years, postponed, ended, from any of its days on', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anySeries, (item) => {
        expect(read(item)).toEqual(daysOf(item))
      }),
      { numRuns: 150 },
    )
  })

  test('count from the due date where there is no anchor', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(anyInterval, anyDay, (every, due) => {
        const item = sample({ every, anchor: null, due })
        expect(read(item)).toEqual(daysOf(item))
      }),
      { numRuns: 60 },
    )
  })
})

test.each([
  ['daily', '2026-06-01', '2026-06-01', 'RRULE:FREQ=DAILY'],
  ['10 days', '2026-06-01', '2026-06-11', 'RRULE:FREQ=DAILY;INTERVAL=10'],
  ['weekly', '2026-06-02', '2026-06-09', 'RRULE:FREQ=WEEKLY;BYDAY=TU'],
  ['2 weeks on mon,thu', '2026-06-01', '2026-06-04', 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH'],
  ['weekdays', '2026-06-02', '2026-06-03', 'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR'],
  ['monthly', '2026-01-28', '2026-02-28', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=28'],
  ['monthly', '2026-01-31', '2026-02-28', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['monthly on last', '2026-02-28', '2026-02-28', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=-1'],
  ['monthly on 1,15', '2026-06-01', '2026-06-15', 'RRULE:FREQ=MONTHLY;BYMONTHDAY=1,15'],
  ['monthly on 2nd tue', '2026-06-09', '2026-06-09', 'RRULE:FREQ=MONTHLY;BYDAY=2TU'],
  ['3 months on last fri', '2026-06-26', '2026-06-26', 'RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR'],
  ['yearly', '2026-07-31', '2027-07-31', 'RRULE:FREQ=YEARLY;BYMONTH=7;BYMONTHDAY=31'],
  ['2 years', '2024-02-29', '2026-02-28', 'RRULE:FREQ=YEARLY;INTERVAL=2;BYMONTH=2;BYMONTHDAY=-1'],
  ['yearly on 4th thu of nov', '2026-11-26', '2026-11-26', 'RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH'],
  ['fri until 2026-06-30', '2026-06-05', '2026-06-05', 'RRULE:FREQ=WEEKLY;BYDAY=FR;UNTIL=20260630'],
])('%s from %s on, due %s, is %s', (every, anchor, due, rule) => {
  expect(recurrenceOf(sample({ every, anchor, due }))).toEqual({ start: due, lines: `${rule}\r\n` })
})

test('Februaries that are too short for the 29th and 30th are listed for ten years', () => {
  const { lines } = recurrenceOf(sample({ every: 'monthly', anchor: '2027-01-30', due: '2027-01-30' }))!
  expect(lines).toBe(
    'RRULE:FREQ=MONTHLY;BYMONTHDAY=30\r\nRDATE;VALUE=DATE:20270228,20280229,20290228,20300228,20310228,20320229,2033' +
      '\r\n 0228,20340228,20350228,20360229\r\n',
  )
})

test('a first due date beside the named days is listed, too', () => {
  expect(recurrenceOf(sample({ every: 'mon,thu', anchor: '2026-06-03', due: '2026-06-03' }))).toEqual({
    start: '2026-06-03',
    lines: 'RRULE:FREQ=WEEKLY;BYDAY=MO,TH\r\nRDATE;VALUE=DATE:20260603\r\n',
  })
})

test('a postponed occurrence is an event of its own with the day that it stands for', () => {
  const feed = feedOf(sample({ every: 'monthly', anchor: '2026-01-31', due: '2026-03-03' }))
  expect(feed.match(/UID:[^\r]*/g)).toHaveLength(2)
  expect(feed).toContain(
    'DTSTART;VALUE=DATE:20260228\r\nDTEND;VALUE=DATE:20260301\r\nRRULE:FREQ=MONTHLY;BYMONTHDAY=-1\r\n',
  )
  expect(feed).toContain('RECURRENCE-ID;VALUE=DATE:20260228\r\nDTSTART;VALUE=DATE:20260303\r\n')
})

test('a chore whose interval names no days counts from its due date', () => {
  const chore = sample({ kind: 'chore', every: '2 weeks', due: '2026-06-03' })
  expect(recurrenceOf(chore)).toEqual({
    start: '2026-06-03',
    lines: 'RRULE:FREQ=WEEKLY;INTERVAL=2;BYDAY=WE\r\n',
  })
})

test('what is closed or does not recur has no rule', () => {
  expect(recurrenceOf(sample())).toBeNull()
  expect(recurrenceOf(sample({ every: 'daily', due: null }))).toBeNull()
  expect(recurrenceOf(sample({ every: 'daily', status: 'done' }))).toBeNull()
  expect(recurrenceOf(sample({ every: 'daily', status: 'canceled' }))).toBeNull()
  expect(() => recurrenceOf(sample({ every: 'sometimes' }))).toThrow(RangeError)
})

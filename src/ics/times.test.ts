import * as fc from 'fast-check'
import ICAL from 'ical.js'
import { createRequire } from 'node:module'
import { describe, expect, test } from 'vitest'
import { anyInterval } from '#domain/any-interval.ts'
import { addDays, type Day, shiftMonths } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { advance, occurrencesAfter } from '#domain/occurrences.ts'
import { calendar, calendarWriter } from './calendar.ts'
import { timesOfDay } from './event-times.ts'
import { python } from '#testing/python.ts'
import { sample, USER } from './sample.ts'
import { vtimezone } from './vtimezone.ts'
import { zoneOf } from './zone.ts'

const { rrulestr } = createRequire(import.meta.url)('rrule') as typeof import('rrule')

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'Europe/Dublin',
  'America/New_York',
  'America/Santiago',
  'America/St_Johns',
  'Africa/Casablanca',
  'Asia/Jerusalem',
  'Asia/Kathmandu',
  'Australia/Lord_Howe',
  'Pacific/Chatham',
]
const feed = (items: Item[], options: Partial<Parameters<typeof calendar>[1]> = {}) =>
  calendar(items, { name: 'Track', source: { ownerId: USER }, repeat: true, timezone: 'Europe/Berlin', ...options })
/** The lines of the events that say when they are. */
const times = (text: string) => text.match(/^(?:DTSTART|DTEND|DURATION|RRULE|RDATE|RECURRENCE-ID)[^\r]*/gm)

test('a timed event is in UTC, for its estimate or half an hour', () => {
  const dentist = sample({ due: '2026-07-01', at: '15:00', estimate: 45 })
  expect(times(feed([dentist]))).toEqual(['DTSTART:20260701T130000Z', 'DTEND:20260701T134500Z'])
  expect(times(feed([{ ...dentist, due: '2026-12-31', at: '23:50', estimate: null }]))).toEqual([
    'DTSTART:20261231T225000Z',
    'DTEND:20261231T232000Z',
  ])
  expect(times(feed([{ ...dentist, every: 'weekly' }], { repeat: false }))).toHaveLength(2)
  expect(feed([dentist])).not.toContain('VTIMEZONE')
})

test('a time that clocks skip moves forward, of one that they have twice it is the first', () => {
  const at = (due: Day, time: string) => times(feed([sample({ due, at: time })]))![0]
  expect(at('2026-03-29', '02:30')).toBe('DTSTART:20260329T013000Z') // 03:30 in Berlin
  expect(at('2026-10-25', '02:30')).toBe('DTSTART:20261025T003000Z')
  expect(at('2026-10-25', '03:00')).toBe('DTSTART:20261025T020000Z')
})

test('what repeats names its zone, word for word', () => {
  const standup = sample({ id: 't-0001', every: 'weekdays until 2026-07-31', due: '2026-07-01', at: '09:15' })
  const moved = sample({ id: 't-0002', every: 'monthly', anchor: '2026-01-30', due: '2026-07-02', at: '18:00' })
  const text = feed([standup, moved])
  expect(text.slice(text.indexOf('BEGIN:VTIMEZONE'), text.indexOf('BEGIN:VEVENT')).split('\r\n')).toEqual([
    'BEGIN:VTIMEZONE',
    'TZID:Europe/Berlin',
    'BEGIN:DAYLIGHT',
    'DTSTART:20250330T020000',
    'RRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
    'TZOFFSETFROM:+0100',
    'TZOFFSETTO:+0200',
    'END:DAYLIGHT',
    'BEGIN:STANDARD',
    'DTSTART:20251026T030000',
    'RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU',
    'TZOFFSETFROM:+0200',
    'TZOFFSETTO:+0100',
    'END:STANDARD',
    'END:VTIMEZONE',
    '',
  ])
  expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1)
  expect(times(text.slice(text.indexOf('BEGIN:VEVENT')).replaceAll('\r\n ', ''))).toEqual([
    'DTSTART;TZID=Europe/Berlin:20260701T091500',
    'DURATION:PT30M',
    'RRULE:FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR;UNTIL=20260731T071500Z',
    'DTSTART;TZID=Europe/Berlin:20260630T180000',
    'DURATION:PT30M',
    'RRULE:FREQ=MONTHLY;BYMONTHDAY=30',
    expect.stringMatching(/^RDATE;TZID=Europe\/Berlin:20270228T180000,20280229T180000(,\d{8}T180000){8}$/),
    'RECURRENCE-ID;TZID=Europe/Berlin:20260630T180000',
    'DTSTART;TZID=Europe/Berlin:20260702T180000',
    'DURATION:PT30M',
  ])
  for (const line of text.split('\r\n')) expect(line.length).toBeLessThanOrEqual(75)
})

const change = { revision: 9, at: '2026-03-05T10:00:00.000Z' }

test('SEQUENCE and DTSTAMP rise with a change of the zone where there is a time', () => {
  const items = [
    sample({ id: 't-0001', at: '09:00' }),
    sample({ id: 't-0002' }),
    sample({ id: 't-0003', at: '09:00', revision: 12, updated_at: '2026-03-06T10:00:00.000Z' }),
  ]
  const text = feed(items, { zoneChange: change })
  expect(text.match(/SEQUENCE:\d+/g)).toEqual(['SEQUENCE:9', 'SEQUENCE:7', 'SEQUENCE:12'])
  expect(text.match(/DTSTAMP:\w+/g)).toEqual([
    'DTSTAMP:20260305T100000Z',
    'DTSTAMP:20260302T093015Z',
    'DTSTAMP:20260306T100000Z',
  ])
  const shared = feed(items, { zoneChange: change, source: { ownerId: USER, isShared: true } })
  expect(shared.match(/SEQUENCE:\d+/g)).toEqual(['SEQUENCE:16', 'SEQUENCE:7', 'SEQUENCE:21'])
})

test('a time that is none leaves its item out, and nothing else', () => {
  const skipped: Item[] = []
  const items = [sample({ at: '9:00' }), sample({ at: '09:00\r\nX:1' }), sample({ at: '09:00', title: 'good' })]
  expect(feed(items, { onInvalid: (item) => skipped.push(item) }).match(/SUMMARY:.*/g)).toEqual(['SUMMARY:good'])
  expect(skipped).toEqual(items.slice(0, 2))
})

/** Instants of the years for which a zone is written, each with the zone's offset in seconds. */
function offsetsOf(name: string, firstYear: number): [instant: number, offset: number][] {
  const zone = zoneOf(name)
  const instants = zone.transitions(firstYear, firstYear + 19).flatMap(({ at }) => [at - 7_200_000, at + 7_200_000])
  for (let year = firstYear; year < firstYear + 20; year++) instants.push(Date.UTC(year, 5, 15), Date.UTC(year, 11, 15))
  return instants.map((instant) => [instant, zone.offsetAt(instant) / 1000])
}

const YEARS = [1999, 2026]

test.each(ZONES)('ical.js reads the clocks of %s', (name) => {
  for (const year of YEARS) {
    const component = new ICAL.Component(
      ICAL.parse(`BEGIN:VCALENDAR\r\n${vtimezone(zoneOf(name), year)}END:VCALENDAR\r\n`),
    )
    const zone = new ICAL.Timezone(component.getFirstSubcomponent('vtimezone')!)
    for (const [instant, offset] of offsetsOf(name, year)) {
      const local = ICAL.Time.fromJSDate(new Date(instant + offset * 1000), true)
      local.zone = zone
      expect([name, instant, local.utcOffset()]).toEqual([name, instant, offset])
    }
  }
})

const TZICAL = `
import io, json, sys
from datetime import datetime, timezone
from dateutil.tz import tzical
wrong = []
for name, text, offsets in json.load(sys.stdin):
    zone = tzical(io.StringIO(text)).get(name)
    for instant, offset in offsets:
        local = datetime.fromtimestamp(instant / 1000 + offset, timezone.utc).replace(tzinfo=zone)
        if local.utcoffset().total_seconds() != offset: wrong.append([name, str(local), offset])
json.dump(wrong, sys.stdout)
`

test('dateutil reads the clocks of all zones', () => {
  const input = ZONES.flatMap((name) =>
    YEARS.map((year) => [name, vtimezone(zoneOf(name), year), offsetsOf(name, year)]),
  )
  expect(python(TZICAL, JSON.stringify(input))).toEqual([])
})

const anySeries = fc
  .record({
    every: anyInterval,
    anchor: fc.integer({ min: 0, max: 4000 }).map((days) => addDays('2020-01-01', days)),
    past: fc.nat({ max: 20 }),
    postponed: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: 1, max: 20 })),
    end: fc.option(fc.nat({ max: 2000 })),
    at: fc.constantFrom('00:00', '01:30', '02:00', '02:30', '09:15', '12:00', '23:59'),
    timezone: fc.constantFrom(...ZONES),
  })
  .map(({ every, anchor, past, postponed, end, at, timezone }) => {
    const due = addDays(advance(every, anchor, past), postponed)
    const ended = end === null ? every : `${every} until ${addDays(due, end)}`
    return { timezone, item: sample({ every: ended, anchor, due, at }) }
  })

/** The instants of an item in ten years, as Track counts its days. */
function instantsOf({ due, every, anchor, at }: Item, timezone: string): number[] {
  const last = addDays(shiftMonths(due!, 120)!, -1)
  const days = [due!, ...occurrencesAfter(every!, anchor!, due!, last, Infinity)]
  return days.map((day) => zoneOf(timezone).instantOf(day, at!))
}

/** Whether clocks show a time once on its day: of one that they skip or have twice, readers take one or another. */
function isClear(instant: number, at: string, timezone: string): boolean {
  const zone = zoneOf(timezone)
  const offset = zone.offsetAt(instant)
  const isTwice = [1_800_000, 3_600_000, -1_800_000, -3_600_000].some(
    (later) => zone.offsetAt(instant + later) === offset - later,
  )
  return !isTwice && new Date(instant + offset).toISOString().slice(11, 16) === at
}

function readByIcalJs(item: Item, timezone: string): number[] {
  const component = new ICAL.Component(ICAL.parse(feed([item], { timezone })))
  const [event, ...moved] = component.getAllSubcomponents('vevent').map((one) => new ICAL.Event(one))
  for (const one of moved) event!.relateException(one)
  const iterator = event!.iterator()
  const end = Date.parse(`${shiftMonths(item.due!, 120)!}T00:00:00Z`)
  const instants: number[] = []
  for (let next = iterator.next(); next; next = iterator.next()) {
    const { startDate } = event!.getOccurrenceDetails(next)
    if (Date.parse(`${startDate.toString().slice(0, 19)}Z`) >= end) break
    instants.push(startDate.toUnixTime() * 1000)
  }
  return instants
}

test(
  'ical.js reads the instants of a series for ten years, postponed, ended, in any zone',
  { timeout: 120_000 },
  () => {
    fc.assert(
      fc.property(anySeries, ({ item, timezone }) => {
        const isShown = (instant: number) => isClear(instant, item.at!, timezone)
        expect(readByIcalJs(item, timezone).filter(isShown)).toEqual(instantsOf(item, timezone).filter(isShown))
      }),
      { numRuns: 100 },
    )
  },
)

test('rrule.js reads the local times of a series for ten years', { timeout: 120_000 }, () => {
  fc.assert(
    fc.property(anySeries, ({ item }) => {
      const series = timesOfDay(zoneOf('UTC'), true)({ ...item, due: item.due! }, item.at!)
      const lines = series.lines.replaceAll('\r\n ', '').replaceAll(/;TZID=UTC|DURATION.*\r\n|\r/g, '')
      const text = lines.replaceAll(/(\dT\d{6})(?=,|\n|$)/g, '$1Z')
      const until = new Date(`${addDays(shiftMonths(item.due!, 120)!, -1)}T${item.at}:00Z`)
      const found = rrulestr(text, { forceset: true }).between(new Date(0), until, true)
      const start = Date.parse(`${series.zonedFrom!}T${item.at}:00Z`)
      const [first, ...rest] = found.map(Number)
      expect(first).toBe(start)
      expect(rest).toEqual(instantsOf(item, 'UTC').slice(1))
    }),
    { numRuns: 100 },
  )
})

const RECURRING = `
import json, sys
from datetime import date, timedelta
from icalendar import Calendar
from recurring_ical_events import of
found = []
for text, start, end in json.load(sys.stdin):
    events = of(Calendar.from_ical(text)).between(date.fromisoformat(start), date.fromisoformat(end))
    found.append(sorted(int(event['DTSTART'].dt.timestamp() * 1000) for event in events))
json.dump(found, sys.stdout)
`

describe('recurring_ical_events', () => {
  test('reads the instants of a series for three years in any zone', { timeout: 120_000 }, () => {
    const all = fc.sample(anySeries, { numRuns: 90, seed: 4747 })
    const series = all.filter(({ item }) => item.due! < '2034') // its zones end in 2037
    const end = (day: Day) => shiftMonths(day, 36)!
    const input = series.map(({ item, timezone }) => [feed([item], { timezone }), item.due!, end(item.due!)])
    const read = python(RECURRING, JSON.stringify(input)) as number[][]
    for (const [n, { item, timezone }] of series.entries()) {
      const isIn = (instant: number) =>
        instant > Date.parse(`${addDays(item.due!, 1)}T12:00:00Z`) &&
        instant < Date.parse(`${addDays(end(item.due!), -2)}T00:00:00Z`) &&
        isClear(instant, item.at!, timezone)
      expect([item.every, item.at, timezone, read[n]!.filter(isIn)]).toEqual([
        item.every,
        item.at,
        timezone,
        instantsOf(item, timezone).filter(isIn),
      ])
    }
  })
})

test('a calendar of several spaces has the time zone once, and UIDs that do not clash', () => {
  const writer = calendarWriter({ name: 'Track', repeat: true, timezone: 'Europe/Berlin' })
  const item = sample({ id: 't-0001', at: '09:00', every: 'weekly' })
  const own = writer.events([item], { ownerId: USER })
  const shared = writer.events([item], { ownerId: 'home-id', space: 'home', isShared: true })
  const text = writer.head + own + shared + writer.end()
  expect(text.match(/BEGIN:VTIMEZONE/g)).toHaveLength(1)
  expect(text.match(/^UID:.*$/gm)).toEqual([`UID:t-0001.${USER}@track`, 'UID:t-0001.home-id@track'])
  expect(shared).toContain('Space: home')
})

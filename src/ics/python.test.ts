import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDay, anyInterval } from '#domain/any-interval.ts'
import { addDays, type Day, shiftMonths } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { advance, occurrencesAfter } from '#domain/occurrences.ts'
import { STATUSES } from '#domain/statuses.ts'
import { calendar } from './calendar.ts'
import { description } from './description.ts'
import { python } from '#testing/python.ts'
import { recurrenceOf } from './recurrence.ts'
import { sample, USER } from './sample.ts'

/**
 * Prints what the module icalendar reads out of a feed, as JSON, and the days of each item in the ten years from its
 * first event on: by recurring_ical_events, and by dateutil, which knows nothing of postponed occurrences.
 */
const READER = `
import json, sys
from datetime import datetime
from datetime import date
from icalendar import Calendar
from dateutil.rrule import rrulestr
from recurring_ical_events import of
feed = Calendar.from_ical(sys.stdin.buffer.read())
def text(event, name):
    return str(event[name]) if name in event else None
def until(start):
    return date(start.year + 10, start.month, min(start.day, 28))
def series(event):
    if 'RRULE' not in event: return None
    start = datetime.combine(event['DTSTART'].dt, datetime.min.time())
    rule = rrulestr('RRULE:' + event['RRULE'].to_ical().decode(), dtstart=start, forceset=True)
    if 'RDATE' in event:
        for added in event['RDATE'].dts: rule.rdate(datetime.combine(added.dt, datetime.min.time()))
    end = datetime.combine(until(event['DTSTART'].dt), datetime.min.time())
    return [day.date().isoformat() for day in rule.between(start, end, inc=True) if day < end]
def days(event):
    if 'RRULE' not in event: return None
    one = Calendar()
    for other in feed.walk('VEVENT'):
        if other['UID'] == event['UID']: one.add_component(other)
    start = event['DTSTART'].dt
    return sorted(found['DTSTART'].dt.isoformat() for found in of(one).between(start, until(start)))
def read(event):
    return {
        'uid': text(event, 'UID'), 'summary': text(event, 'SUMMARY'), 'description': text(event, 'DESCRIPTION') or '',
        'categories': [str(tag) for tag in event['CATEGORIES'].cats] if 'CATEGORIES' in event else [],
        'url': text(event, 'URL'), 'status': text(event, 'STATUS'), 'transparency': text(event, 'TRANSP'),
        'priority': int(event['PRIORITY']), 'sequence': int(event['SEQUENCE']),
        'start': event['DTSTART'].dt.isoformat(), 'end': event['DTEND'].dt.isoformat(),
        'stamp': event['DTSTAMP'].dt.strftime('%Y-%m-%dT%H:%M:%SZ'),
        'modified': event['LAST-MODIFIED'].dt.strftime('%Y-%m-%dT%H:%M:%SZ'),
        'series': series(event), 'days': days(event), 'errors': [str(error) for error in event.errors],
    }
events = [read(event) for event in feed.walk('VEVENT') if 'RECURRENCE-ID' not in event]
json.dump({'name': str(feed['X-WR-CALNAME']), 'events': events}, sys.stdout)
`

/**
 * Free text, each backslash before a space: icalendar 4 unescapes in the wrong order and takes what follows another one
 * for an escape.
 */
const text = fc
  .array(
    fc.oneof(
      fc.constantFrom(',', ';', '\n', ' \\ ', '\t', '👩‍👩‍👧', 'e\u0301', '中', '\u2028'),
      fc.string({ unit: 'grapheme', maxLength: 30 }),
    ),
    { minLength: 1, maxLength: 12 },
  )
  .map((parts) => parts.join('').replaceAll('\\', ' \\ '))
const fields = fc.record({
  title: text,
  notes: fc.option(text),
  tags: fc.array(
    fc.string({ unit: 'grapheme', minLength: 1 }).filter((tag) => !/[,\\]/.test(tag)),
    { maxLength: 4 },
  ),
  url: fc.option(fc.webUrl({ withQueryParameters: true })),
  status: fc.constantFrom(...STATUSES),
  priority: fc.integer({ min: 1, max: 5 }),
  revision: fc.nat(),
  every: fc.option(anyInterval, { freq: 2 }),
  anchor: anyDay,
  past: fc.integer({ min: 0, max: 10 }),
  postponed: fc.oneof(fc.constant(0), fc.integer({ min: 1, max: 40 })),
})

/** The day ten years later, as the reader counts it. */
const tenYearsAfter = (day: Day): Day =>
  `${shiftMonths(day, 120)!.slice(0, 8)}${day.slice(8) > '28' ? '28' : day.slice(8)}`

/** The days of an item in the ten years from the start of its series on. */
function daysOf({ every, anchor, due }: Item, start: Day): Day[] {
  const days = [due!, ...occurrencesAfter(every!, anchor!, due!, tenYearsAfter(start), Infinity)]
  return days.filter((day) => day < tenYearsAfter(start))
}

test('Python’s icalendar agrees on every event, dateutil and recurring_ical_events on every series', () => {
  const items = fc.sample(fields, { numRuns: 250, seed: 4747 }).map(({ past, postponed, ...rest }, at) => {
    const due = rest.every ? addDays(advance(rest.every, rest.anchor, past), postponed) : rest.anchor
    return sample({ ...rest, id: `t-${at.toString(16).padStart(4, '0')}`, due })
  })
  const feed = calendar(items, { name: 'Track, ryan; 🎉', source: { ownerId: USER }, repeat: true, timezone: 'UTC' })
  const read = python(READER, feed) as { name: string; events: unknown[] }
  expect(read.name).toBe('Track, ryan; 🎉')
  expect(read.events).toHaveLength(items.length)
  for (const [at, item] of items.entries()) {
    const recurrence = recurrenceOf(item)
    const start = recurrence?.start ?? item.due!
    const days = recurrence && daysOf(item, start)
    expect(read.events[at]).toEqual({
      uid: `${item.id}.${USER}@track`,
      summary: item.status === 'done' ? `✓ ${item.title}` : item.title,
      description: description(item),
      categories: item.tags,
      url: item.url,
      status: item.status === 'canceled' ? 'CANCELLED' : 'CONFIRMED',
      transparency: 'TRANSPARENT',
      priority: item.priority * 2 - 1,
      sequence: item.revision,
      start,
      end: addDays(start, 1),
      stamp: '2026-03-02T09:30:15Z',
      modified: '2026-03-02T09:30:15Z',
      series: days && [start, ...days.slice(1)],
      days,
      errors: [],
    })
  }
})

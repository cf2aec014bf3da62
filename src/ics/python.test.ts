import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { addDays, type Day } from '#domain/dates.ts'
import { advance, occurrencesBetween } from '#domain/intervals.ts'
import { STATUSES } from '#domain/statuses.ts'
import { calendar } from './calendar.ts'
import { description } from './description.ts'
import { sample, USER } from './sample.ts'

const COUNT = 40

/** Prints what the module icalendar reads out of a feed, with the first days of each series, as JSON. */
const READER = `
import json, sys
from datetime import datetime
from icalendar import Calendar
from dateutil.rrule import rrulestr
feed = Calendar.from_ical(sys.stdin.buffer.read())
def text(event, name):
    return str(event[name]) if name in event else None
def days(event):
    if 'RRULE' not in event: return None
    start = datetime.combine(event['DTSTART'].dt, datetime.min.time())
    series = rrulestr('RRULE:' + event['RRULE'].to_ical().decode(), dtstart=start, forceset=True)
    if 'RDATE' in event:
        for added in event['RDATE'].dts: series.rdate(datetime.combine(added.dt, datetime.min.time()))
    return [day.date().isoformat() for day, _ in zip(series, range(${COUNT}))]
def read(event):
    return {
        'uid': text(event, 'UID'), 'summary': text(event, 'SUMMARY'), 'description': text(event, 'DESCRIPTION') or '',
        'categories': [str(tag) for tag in event['CATEGORIES'].cats] if 'CATEGORIES' in event else [],
        'url': text(event, 'URL'), 'status': text(event, 'STATUS'), 'transparency': text(event, 'TRANSP'),
        'priority': int(event['PRIORITY']), 'sequence': int(event['SEQUENCE']),
        'start': event['DTSTART'].dt.isoformat(), 'end': event['DTEND'].dt.isoformat(),
        'stamp': event['DTSTAMP'].dt.strftime('%Y-%m-%dT%H:%M:%SZ'),
        'modified': event['LAST-MODIFIED'].dt.strftime('%Y-%m-%dT%H:%M:%SZ'),
        'days': days(event), 'errors': [str(error) for error in event.errors],
    }
json.dump({'name': str(feed['X-WR-CALNAME']), 'events': [read(event) for event in feed.walk('VEVENT')]}, sys.stdout)
`

/** Debian's own interpreter comes first: its packages are invisible to any other. */
function python(): string {
  const found = ['/usr/bin/python3', 'python3'].find(
    (command) => spawnSync(command, ['-c', 'import icalendar, dateutil']).status === 0,
  )
  if (found === undefined)
    throw new Error(
      'This test needs the Python module icalendar. On Debian and Ubuntu: apt-get install -y python3-icalendar',
    )
  return found
}

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
const every = fc.oneof(
  fc.constantFrom('daily', 'weekly', 'monthly', 'yearly', 'weekdays', 'mon,thu', 'tue,sat,sun'),
  fc
    .tuple(fc.integer({ min: 2, max: 20 }), fc.constantFrom('days', 'weeks', 'months', 'years'))
    .map(([n, unit]) => `${n} ${unit}`),
)
const day = fc.oneof(
  fc.integer({ min: 0, max: 20_000 }).map((n) => addDays('2000-01-01', n)),
  fc.constantFrom('2026-01-31', '2026-01-30', '2026-01-29', '2024-02-29'),
)
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
  every: fc.option(every, { freq: 2 }),
  anchor: day,
  past: fc.integer({ min: 0, max: 20 }),
})

/** The days of a series from one of them on; an anchor beside its weekdays is one, too. */
const series = (every: string, anchor: Day, due: Day) => occurrencesBetween(every, anchor, due, '9999-12-31', COUNT)

test('Python’s icalendar agrees on every event, dateutil on every series', () => {
  const items = fc.sample(fields, { numRuns: 500, seed: 4747 }).map(({ past, ...rest }, at) => {
    const due = rest.every ? advance(rest.every, rest.anchor, past) : rest.anchor
    return sample({ ...rest, id: `t-${at.toString(16).padStart(4, '0')}`, due })
  })
  const feed = calendar(items, { name: 'Track, ryan; 🎉', userId: USER, repeat: true })
  const { stdout, stderr } = spawnSync(python(), ['-c', READER], {
    input: feed,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  expect(stderr).toBe('')
  const read = JSON.parse(stdout) as { name: string; events: unknown[] }
  expect(read.name).toBe('Track, ryan; 🎉')
  expect(read.events).toHaveLength(items.length)
  for (const [at, item] of items.entries()) {
    const open = item.status === 'todo' || item.status === 'doing'
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
      start: item.due,
      end: addDays(item.due!, 1),
      stamp: '2026-03-02T09:30:15Z',
      modified: '2026-03-02T09:30:15Z',
      days: item.every && open ? series(item.every, item.anchor!, item.due!) : null,
      errors: [],
    })
  }
})

import { spawnSync } from 'node:child_process'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { anyDay, anyInterval } from '#domain/any-interval.ts'
import { addDays, type Day, shiftMonths } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { advance, occurrencesAfter } from '#domain/occurrences.ts'
import { calendar } from './calendar.ts'
import { recurrenceOf } from './recurrence.ts'
import { sample, USER } from './sample.ts'

/**
 * Prints the days of each item of a feed in the ten years from the start of its series on, as JSON by UID, as libical
 * expands them, which Evolution and GNOME Calendar use.
 */
const READER = `
import json, sys
import gi
gi.require_version('ICalGLib', '3.0')
from gi.repository import ICalGLib as ical
feed = ical.Component.new_from_string(sys.stdin.read())
def properties(event, kind):
    found = event.get_first_property(kind)
    while found:
        yield found
        found = event.get_next_property(kind)
def day(time):
    return '%04d-%02d-%02d' % (time.get_year(), time.get_month(), time.get_day())
def expand(event, end):
    days = {day(event.get_dtstart())}
    for rule in list(properties(event, ical.PropertyKind.RRULE_PROPERTY)):
        iterator = ical.RecurIterator.new(rule.get_rrule(), event.get_dtstart())
        time = iterator.next()
        while not time.is_null_time() and day(time) < end:
            days.add(day(time))
            time = iterator.next()
    for added in list(properties(event, ical.PropertyKind.RDATE_PROPERTY)):
        days.add(day(added.get_rdate().get_time()))
    return {one for one in days if one < end}
series, moved = {}, {}
event = feed.get_first_component(ical.ComponentKind.VEVENT_COMPONENT)
while event:
    recurrence = event.get_first_property(ical.PropertyKind.RECURRENCEID_PROPERTY)
    if recurrence: moved[event.get_uid()] = (day(recurrence.get_recurrenceid()), day(event.get_dtstart()))
    else: series[event.get_uid()] = event
    event = feed.get_next_component(ical.ComponentKind.VEVENT_COMPONENT)
found = {}
for uid, event in series.items():
    start = day(event.get_dtstart())
    days = expand(event, '%04d%s' % (int(start[:4]) + 10, start[4:]))
    if uid in moved:
        days.remove(moved[uid][0])
        days.add(moved[uid][1])
    found[uid] = sorted(days)
json.dump(found, sys.stdout)
`

/** Debian's own interpreter: its packages are invisible to any other. */
function read(feed: string): Record<string, Day[]> {
  const { stdout, stderr, status } = spawnSync('/usr/bin/python3', ['-c', READER], {
    input: feed,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    timeout: 60_000,
    env: { ...process.env, PYTHONIOENCODING: 'utf-8' },
  })
  if (status !== 0)
    throw new Error(
      `This test needs libical. On Debian and Ubuntu: apt-get install -y python3-gi gir1.2-ical-3.0\n${stderr}`,
    )
  return JSON.parse(stdout) as Record<string, Day[]>
}

const anySeries = fc
  .record({
    every: anyInterval,
    anchor: anyDay,
    past: fc.nat({ max: 20 }),
    moved: fc.oneof({ weight: 2, arbitrary: fc.constant(0) }, fc.integer({ min: -6, max: 20 })),
  })
  .map(({ every, anchor, past, moved }) => {
    const occurrence = advance(every, anchor, past)
    const isEarlier = moved < 0 // then the series counts from what was brought forward
    return { every, anchor: isEarlier ? occurrence : anchor, due: addDays(occurrence, moved) }
  })

/** The days of an item as Track counts them, in the ten years from the start of its series on, as the reader does. */
function daysOf(item: Item): Day[] {
  const { every, anchor, due } = item
  const { start } = recurrenceOf(item)!
  const end = `${Number(start.slice(0, 4)) + 10}${start.slice(4)}`
  const later = occurrencesAfter(every!, anchor!, due!, shiftMonths(start, 121)!, Infinity)
  return [due!, ...later.filter((day) => day < end)].toSorted()
}

test('libical reads the days of every series for ten years', () => {
  const items = fc
    .sample(anySeries, { numRuns: 300, seed: 4747 })
    .map((series, at) => sample({ ...series, id: `t-${at.toString(16).padStart(4, '0')}` }))
  const found = read(calendar(items, { name: 'Track', source: { ownerId: USER }, timezone: 'UTC', repeat: true }))
  for (const item of items) {
    const text = JSON.stringify({ every: item.every, anchor: item.anchor, due: item.due })
    expect(found[`${item.id}.${USER}@track`], text).toEqual(daysOf(item))
  }
})

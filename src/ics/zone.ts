import type { Day } from '#domain/dates.ts'
import type { TimeOfDay } from '#domain/times.ts'

/** A change of a zone's offset from UTC. */
export interface Transition {
  /** UTC, in milliseconds. */
  at: number
  /** Offsets in milliseconds. */
  before: number
  after: number
}

/** The clocks of a time zone. */
export interface Zone {
  name: string
  /** All changes of the years from `first` to `last`, in order. */
  transitions(first: number, last: number): Transition[]
  /** In milliseconds; UTC plus it is local time. */
  offsetAt(instant: number): number
  /**
   * The instant of a day and a time, in milliseconds. A time that a zone skips is as much later (RFC 5545, 3.3.5), of
   * one that it has twice the first is meant.
   */
  instantOf(day: Day, time: TimeOfDay): number
}

const DAY_MS = 86_400_000
/** Between two looks for a change: none known has lasted less. */
const STEP_MS = 7 * DAY_MS
const MAX_ZONES = 64

const zones = new Map<string, Zone>()

/** The zone of a name that Intl.DateTimeFormat accepts; throws a RangeError for another. Zones are kept. */
export function zoneOf(name: string): Zone {
  let zone = zones.get(name)
  if (zone === undefined) {
    zone = createZone(name)
    if (zones.size >= MAX_ZONES) zones.clear()
    zones.set(name, zone)
  }
  return zone
}

function createZone(name: string): Zone {
  const readOffset = offsetReader(name)
  const years = new Map<number, Transition[]>()

  function ofYear(year: number): Transition[] {
    let found = years.get(year)
    if (found === undefined) years.set(year, (found = findTransitions(readOffset, year)))
    return found
  }

  function offsetAt(instant: number): number {
    const year = new Date(instant).getUTCFullYear()
    const all = ofYear(year)
    const last = all.findLast(({ at }) => at <= instant)
    return last ? last.after : (all[0]?.before ?? offsetOfYear(year))
  }

  const firstOffsets = new Map<number, number>()
  function offsetOfYear(year: number): number {
    let offset = firstOffsets.get(year)
    if (offset === undefined) firstOffsets.set(year, (offset = readOffset(Date.UTC(year, 0))))
    return offset
  }

  return {
    name,
    transitions: (first, last) => Array.from({ length: last - first + 1 }, (_, n) => ofYear(first + n)).flat(),
    offsetAt,
    instantOf(day, time) {
      const local = Date.parse(`${day}T${time}:00Z`)
      const [before, after] = [offsetAt(local - DAY_MS), offsetAt(local + DAY_MS)]
      const isBefore = before === after || offsetAt(local - before) === before
      return isBefore || offsetAt(local - after) !== after ? local - before : local - after
    },
  }
}

/** The changes of a year in UTC, to the second. */
function findTransitions(readOffset: (instant: number) => number, year: number): Transition[] {
  const found: Transition[] = []
  const end = Date.UTC(year + 1, 0)
  for (let from = Date.UTC(year, 0) - 1000; from < end - 1000; from += STEP_MS) {
    const [before, after] = [readOffset(from), readOffset(Math.min(from + STEP_MS, end - 1000))]
    if (before === after) continue
    let [low, high] = [from, Math.min(from + STEP_MS, end - 1000)]
    while (high - low > 1000) {
      const middle = low + Math.floor((high - low) / 2000) * 1000
      if (readOffset(middle) === before) low = middle
      else high = middle
    }
    found.push({ at: high, before, after })
  }
  return found
}

function offsetReader(name: string): (instant: number) => number {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: name,
    calendar: 'gregory',
    numberingSystem: 'latn',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })
  return (instant) => {
    const [month, day, year, hour, minute, second] = format
      .format(instant)
      .split(/[^\d]+/)
      .map(Number)
    return Date.UTC(year!, month! - 1, day, hour, minute, second) - instant
  }
}

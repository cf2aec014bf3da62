import { type Day, isDay, shiftDays } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { isTime, type TimeOfDay } from '#domain/times.ts'
import { type DayForm, recurrenceOf } from './recurrence.ts'
import { fold } from './text.ts'
import { tzidParameter } from './vtimezone.ts'
import type { Zone } from './zone.ts'

/** When an event is. */
export interface EventTimes {
  /** DTSTART with DTEND or DURATION, and what repeats it. */
  lines: string
  /** The same of a postponed occurrence, which is an event of its own (RFC 5545, 3.8.4.4); else null. */
  postponed: string | null
  /** The first day of a series whose times refer to the VTIMEZONE; else null. */
  zonedFrom: Day | null
}

/** Of an item with a due date. */
type Dated = Item & { due: Day }

const DEFAULT_MINUTES = 30
const MINUTE_MS = 60_000

/** Returns a function that gives the times of an event: whole days. */
export function wholeDays(repeat: boolean): (item: Dated) => EventTimes {
  const written = new Map<Day, string>()
  const linesOf = (day: Day): string => {
    let lines = written.get(day)
    if (lines === undefined) written.set(day, (lines = dayLines(day)))
    return lines
  }
  return (item) => {
    const series = repeat ? recurrenceOf(item) : null
    if (series === null) return { lines: linesOf(item.due), postponed: null, zonedFrom: null }
    const isPostponed = series.start !== item.due
    const id = `RECURRENCE-ID;VALUE=DATE:${withoutDashes(series.start)}\r\n`
    const postponed = isPostponed ? id + linesOf(item.due) : null
    return { lines: linesOf(series.start) + series.lines, postponed, zonedFrom: null }
  }
}

/**
 * Returns a function that gives the times of an event from a time of day on, for the item's estimate or half an hour:
 * in UTC, or where it repeats on the clocks of the zone. Throws a RangeError for what is no day or no time.
 */
export function timesOfDay(zone: Zone, repeat: boolean): (item: Dated, at: TimeOfDay) => EventTimes {
  const parameter = tzidParameter(zone.name)
  return (item, at) => {
    if (!isTime(at)) throw new RangeError(`not a time: ${at}`)
    const minutes = item.estimate ?? DEFAULT_MINUTES
    const local = (day: Day) => `${withoutDashes(checkedDay(day))}T${at.replace(':', '')}00`
    const form: DayForm = {
      until: (day) => utcText(zone.instantOf(day, at)),
      dates: (days) => `${parameter}:${days.map(local).join()}`,
    }
    const series = repeat ? recurrenceOf(item, form) : null
    if (series === null) {
      const start = zone.instantOf(checkedDay(item.due), at)
      const lines = `DTSTART:${utcText(start)}\r\nDTEND:${utcText(start + minutes * MINUTE_MS)}\r\n`
      return { lines, postponed: null, zonedFrom: null }
    }
    const property = (name: string, day: Day) => fold(`${name}${parameter}:${local(day)}`)
    const linesOf = (day: Day) => `${property('DTSTART', day)}DURATION:PT${minutes}M\r\n`
    const isPostponed = series.start !== item.due
    return {
      lines: linesOf(series.start) + series.lines,
      postponed: isPostponed ? property('RECURRENCE-ID', series.start) + linesOf(item.due) : null,
      zonedFrom: series.start,
    }
  }
}

export function checkedDay(day: string): Day {
  if (!isDay(day)) throw new RangeError(`not a day: ${day}`)
  return day
}

export const withoutDashes = (day: Day): string => day.slice(0, 4) + day.slice(5, 7) + day.slice(8)

/** An instant in milliseconds as a date-time in UTC: `20260301T140000Z`. Throws a RangeError past the year 9999. */
function utcText(instant: number): string {
  const text = new Date(instant).toISOString()
  return `${withoutDashes(checkedDay(text.slice(0, -14)))}T${text.slice(-13, -5).replaceAll(':', '')}Z`
}

/** The last day of the calendar has no next one; without DTEND the event lasts for that day (RFC 5545, 3.6.1). */
function dayLines(day: Day): string {
  const next = shiftDays(checkedDay(day), 1)
  const end = next === undefined ? '' : `DTEND;VALUE=DATE:${withoutDashes(next)}\r\n`
  return `DTSTART;VALUE=DATE:${withoutDashes(day)}\r\n${end}`
}

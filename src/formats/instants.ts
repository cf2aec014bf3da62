import { type Day, type Instant, isDay, isZone, todayIn } from '#domain/dates.ts'
import { type TimeOfDay, timeIn } from '#domain/times.ts'

/** A day with a time on it; without one it is the whole day. */
export interface DueTime {
  due: Day
  at?: TimeOfDay
}

/** Midnight, and the last minute of a day, stand for the whole day, as trackers write it. */
const WHOLE_DAY = ['00:00', '23:59']

export const dueTime = (due: Day, at: TimeOfDay): DueTime => (WHOLE_DAY.includes(at) ? { due } : { due, at })

/** The local day and time of an instant; undefined for a text that is no instant, and outside of the calendar. */
export function localTimeOf(instant: string, zone: string): DueTime | undefined {
  const date = new Date(instant)
  const known = isZone(zone) ? zone : 'UTC'
  try {
    return dueTime(todayIn(known, date), timeIn(known, date))
  } catch {
    return undefined
  }
}

/**
 * RFC 3339 in UTC; undefined for a text that is no instant, and outside of the years 1900 to 9999. Without an offset it
 * is taken for UTC.
 */
export function instantOf(text: unknown): Instant | undefined {
  if (typeof text !== 'string' || !/^\d{4}-\d\d-\d\dT/.test(text)) return undefined
  const offset = text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')
  const date = new Date(/(?:Z|[+-]\d\d:\d\d)$/i.test(offset) ? offset : `${offset}Z`)
  return Number.isNaN(date.getTime()) || !isDay(date.toISOString().slice(0, 10)) ? undefined : date.toISOString()
}

/** The instant that a text in the basic form of ISO 8601 means: `20260301T230000Z`. */
export function basicInstant(text: unknown): Instant | undefined {
  const [, date, time] = /^(\d{8})T(\d{6})Z$/.exec(String(text)) ?? []
  if (!date || !time) return undefined
  const [hour, minute, second] = [time.slice(0, 2), time.slice(2, 4), time.slice(4)]
  return instantOf(`${basicDay(date)}T${hour}:${minute}:${second}Z`)
}

/** `20260301` as `2026-03-01`. */
export const basicDay = (date: string): string => `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6, 8)}`

/** Noon of a day in UTC: an instant for what a format knows only the day of. */
export const noonOf = (day: Day): Instant => `${day}T12:00:00.000Z`

import { type Unit, weekdayNumber } from '#domain/calendar-names.ts'
import { addDays, type Day, weekday } from '#domain/dates.ts'
import { occurrenceAfter } from '#domain/intervals.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Item } from '#domain/fields.ts'

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const SINGLE = new Map<string, Unit>([
  ['daily', 'day'],
  ['weekly', 'week'],
  ['monthly', 'month'],
  ['yearly', 'year'],
])
const LAST_DAY_FROM_29 = ['28,29', '28,29,30', '28,29,30,31'].map((days) => `BYMONTHDAY=${days};BYSETPOS=-1`)

type Recurring = Pick<Item, 'every' | 'due' | 'anchor' | 'status'>

/**
 * The RRULE (RFC 5545, 3.3.10) of an open item's series from its due date on; null if it does not recur, or if the due
 * date is not an occurrence of the series.
 */
export function rrule({ every, due, anchor, status }: Recurring): string | null {
  if (every === null || due === null || !isOpen({ status })) return null
  const span = /^(\d+) (day|week|month|year)s$/.exec(every)
  const unit = SINGLE.get(every) ?? (span?.[2] as Unit | undefined)
  if (unit === undefined) return `FREQ=WEEKLY;BYDAY=${codesOf(every).join()}`
  if (anchor !== null && anchor !== due && !isOccurrence(every, anchor, due)) return null
  return frequency(unit, span ? `;INTERVAL=${span[1]}` : '', anchor ?? due)
}

/**
 * RRULE, and an RDATE if the due date is not one of its weekdays: readers differ on whether the start counts as an
 * occurrence if the rule does not include it (RFC 5545, 3.8.5.3).
 */
export function recurrenceLines(item: Recurring): string {
  const rule = rrule(item)
  if (rule === null || item.due === null || item.every === null) return ''
  const startsOnWeekday =
    !rule.startsWith('FREQ=WEEKLY;BYDAY=') || rule.includes(CODES[weekday(item.due) - 1]!, 'FREQ=WEEKLY;BYDAY='.length)
  return `RRULE:${rule}\r\n${startsOnWeekday ? '' : `RDATE;VALUE=DATE:${item.due.replaceAll('-', '')}\r\n`}`
}

function codesOf(every: string): string[] {
  if (every === 'weekdays') return CODES.slice(0, 5)
  return every.split(',').map((name) => {
    const code = CODES[weekdayNumber(name) - 1]
    if (code === undefined) throw new RangeError(`not a canonical interval: ${every}`)
    return code
  })
}

const isOccurrence = (every: string, anchor: Day, due: Day) =>
  anchor < due && occurrenceAfter(every, anchor, addDays(due, -1)) === due

function frequency(unit: Unit, interval: string, anchor: Day): string {
  switch (unit) {
    case 'day':
      return `FREQ=DAILY${interval}`
    case 'week':
      return `FREQ=WEEKLY${interval};BYDAY=${CODES[weekday(anchor) - 1]!}`
    case 'month':
      return `FREQ=MONTHLY${interval};${monthDay(Number(anchor.slice(8)))}`
    case 'year':
      return `FREQ=YEARLY${interval};${yearDay(Number(anchor.slice(5, 7)), Number(anchor.slice(8)))}`
  }
}

/** The day, or the last one of a shorter month. */
function monthDay(day: number): string {
  return LAST_DAY_FROM_29[day - 29] ?? `BYMONTHDAY=${day}`
}

/** 29 February is the last day of the month, since other years do not have it. */
function yearDay(month: number, day: number): string {
  return `BYMONTH=${month};BYMONTHDAY=${month === 2 && day === 29 ? -1 : day}`
}

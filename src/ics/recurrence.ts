import { type Day, shiftMonths, weekday } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { type IntervalRule, type NamedDays, type NthWeekday, ruleOf } from '#domain/interval-rules.ts'
import { isNamedDay, namesDays, occurrencesBetween, occurrenceUpTo } from '#domain/occurrences.ts'
import { isOpen } from '#domain/statuses.ts'
import { fold } from './text.ts'

const CODES = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU']
const FREQUENCY = { day: 'DAILY', week: 'WEEKLY', month: 'MONTHLY', year: 'YEARLY' }
/** How many years of days are listed that no rule yields. */
const LISTED_YEARS = 10

type Recurring = Pick<Item, 'kind' | 'every' | 'due' | 'anchor' | 'status'>

/** How the days of a series are written. */
export interface DayForm {
  /** The last one, as UNTIL has it. */
  until(day: Day): string
  /** Some, after RDATE: its parameters, a colon, and the values. */
  dates(days: readonly Day[]): string
}

const withoutDashes = (day: Day) => day.replaceAll('-', '')

const WHOLE_DAYS: DayForm = {
  until: withoutDashes,
  dates: (days) => `;VALUE=DATE:${days.map(withoutDashes).join()}`,
}

/** The series of an open item from its present occurrence on. */
export interface Recurrence {
  /** The day of the present occurrence in the series; the due date is another one where it was postponed. */
  start: Day
  /** RRULE and RDATE, as lines. */
  lines: string
}

/**
 * The RRULE of an item's series (RFC 5545, 3.3.10), with an RDATE for the days that it does not yield; null where the
 * item does not recur. Readers differ on the start of a series that its rule does not yield (3.8.5.3), so that is an
 * RDATE, too.
 */
export function recurrenceOf(item: Recurring, form = WHOLE_DAYS): Recurrence | null {
  const { kind, every, due, anchor, status } = item
  if (every === null || due === null || !isOpen({ status })) return null
  const countsFromDue = kind === 'chore' && !namesDays(every)
  const from = countsFromDue ? due : (anchor ?? due)
  const start = occurrenceUpTo(every, from, due) ?? from
  const rule = ruleOf(every)
  const on = rule.on ?? daysOf(rule, from)
  const dates = on?.type === 'dates' ? monthDates(on, rule, start) : []
  const listed = dates.some((date) => date > 28) ? shortFebruaries(every, from, start, dates) : []
  if (!listed.includes(start) && !isNamedDay(every, from, start)) listed.unshift(start)
  const line = fold(`RRULE:${ruleText(rule, on, dates)}${endText(rule, form)}`)
  return { start, lines: line + listedText(listed, form) }
}

const listedText = (days: readonly Day[], form: DayForm): string =>
  days.length === 0 ? '' : fold(`RDATE${form.dates(days)}`)

const endText = ({ until }: IntervalRule, form: DayForm): string =>
  until === undefined ? '' : `;UNTIL=${form.until(until)}`

function ruleText({ unit, count }: IntervalRule, on: NamedDays | undefined, dates: readonly number[]): string {
  const interval = count === 1 ? '' : `;INTERVAL=${count}`
  return `FREQ=${FREQUENCY[unit]}${interval}${on ? daysPart(on, dates) : ''}`
}

/** The days of an interval that names none, but counts from its anchor. */
function daysOf({ unit }: IntervalRule, anchor: Day): NamedDays | undefined {
  if (unit === 'day') return undefined
  if (unit === 'week') return { type: 'weekdays', weekdays: [weekday(anchor)] }
  const dates = [Number(anchor.slice(8))]
  return { type: 'dates', dates, ...(unit === 'year' && { month: Number(anchor.slice(5, 7)) }) }
}

/**
 * Dates as BYMONTHDAY takes them: -1 for the last. Where all months are the same February, so are the 29th to the 31st;
 * else the 29th and 30th stay, and what shorter months have instead is listed.
 */
function monthDates({ dates, month }: NamedDays & { type: 'dates' }, rule: IntervalRule, start: Day): number[] {
  const isFebruary = month === 2 || (month === undefined && rule.count % 12 === 0 && start.slice(5, 7) === '02')
  const longest = isFebruary ? 28 : month === undefined ? 30 : 31
  return [...new Set(dates.map((date) => (date > longest ? -1 : date)))]
}

/** The days of ten years that a series has in February in place of a 29th or 30th. */
function shortFebruaries(every: string, anchor: Day, start: Day, dates: readonly number[]): Day[] {
  const last = shiftMonths(start, LISTED_YEARS * 12) ?? start
  const days: Day[] = []
  for (let year = Number(start.slice(0, 4)); `${year}-02-01` <= last; year++) {
    const first = `${year}-02-01`
    const from = first > start ? first : start
    const end = shiftMonths(`${year}-01-31`, 1)!
    for (const day of occurrencesBetween(every, anchor, from, end))
      if (!dates.includes(Number(day.slice(8))) && !(dates.includes(-1) && day === end)) days.push(day)
  }
  return days
}

function daysPart(on: NamedDays, dates: readonly number[]): string {
  if (on.type === 'weekdays') return `;BYDAY=${on.weekdays.map((one) => CODES[one - 1]).join()}`
  const month = on.month === undefined ? '' : `;BYMONTH=${on.month}`
  return on.type === 'dates' ? `${month};BYMONTHDAY=${dates.join()}` : `${month};BYDAY=${on.nths.map(nthCode).join()}`
}

const nthCode = ({ nth, weekday: day }: NthWeekday): string => `${nth}${CODES[day - 1]}`

import {
  monthNumber,
  MONTH_PATTERN,
  shortMonth,
  shortWeekday,
  type Unit,
  UNITS,
  weekdayNumber,
  WEEKDAY_PATTERN,
} from './calendar-names.ts'
import { type Day, daysIn, isDay } from './dates.ts'
import { excerptOf } from './typed-text.ts'

/** A weekday (1 to 7) of a month: its nth, 1 to 5, or -1 for the last. */
export interface NthWeekday {
  nth: number
  weekday: number
}

/**
 * The days that an interval names: weekdays of a week, dates (1 to 31, -1 for the last) or nth weekdays of a month;
 * with `month`, of that month of a year. Without repetitions, in the order of the canonical form.
 */
export type NamedDays =
  | { type: 'weekdays'; weekdays: readonly number[] }
  | { type: 'dates'; dates: readonly number[]; month?: number }
  | { type: 'nths'; nths: readonly NthWeekday[]; month?: number }

/** An interval: every `count` units, on the days that it names, up to `until`, itself included. */
export interface IntervalRule {
  unit: Unit
  count: number
  on?: NamedDays
  until?: Day
}

export const MAX_UNITS = 999
/** Days that an interval may name. */
export const MAX_NAMED_DAYS = 16

export const ADVERB_OF_UNIT: Record<Unit, string> = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' }
const ORDINALS = ['', '1st', '2nd', '3rd', '4th', '5th']
const WORKDAYS = '1,2,3,4,5'

const inOrder = (numbers: readonly number[]): number[] =>
  [...new Set(numbers)].sort((a, b) => (a < 0 ? 99 : a) - (b < 0 ? 99 : b))

/** The 31st and the last of a month are the same day. */
const withoutSame = (dates: number[]): number[] => (dates.includes(-1) ? dates.filter((date) => date !== 31) : dates)

/** The days in the order of the canonical form, each once. */
export function orderedDays(on: NamedDays): NamedDays {
  if (on.type === 'weekdays') return { ...on, weekdays: inOrder(on.weekdays) }
  if (on.type === 'dates') return { ...on, dates: withoutSame(inOrder(on.dates)) }
  const numbers = inOrder(on.nths.map(({ nth, weekday }) => (nth < 0 ? 90 : nth * 10) + weekday))
  return { ...on, nths: numbers.map((n) => ({ nth: n > 90 ? -1 : Math.floor(n / 10), weekday: n % 10 })) }
}

/** The canonical form of a rule whose days are in order. */
export function canonicalInterval({ unit, count, on, until }: IntervalRule): string {
  return baseOf(unit, count, on) + (until === undefined ? '' : ` until ${until}`)
}

function baseOf(unit: Unit, count: number, on?: NamedDays): string {
  const span = count === 1 ? ADVERB_OF_UNIT[unit] : `${count} ${unit}s`
  if (on === undefined) return span
  if (on.type !== 'weekdays') return `${span} on ${daysText(on)}`
  const names = on.weekdays.map(shortWeekday).join()
  if (count > 1) return `${span} on ${names}`
  return on.weekdays.length === 7 ? 'daily' : on.weekdays.join() === WORKDAYS ? 'weekdays' : names
}

function daysText(on: Exclude<NamedDays, { type: 'weekdays' }>): string {
  if (on.type === 'dates') {
    if (on.month !== undefined) return `${shortMonth(on.month)} ${on.dates.join()}`
    return on.dates.map((date) => (date < 0 ? 'last' : date)).join()
  }
  const names = on.nths.map(({ nth, weekday }) => `${ORDINALS[nth] ?? 'last'} ${shortWeekday(weekday)}`).join()
  return on.month === undefined ? names : `${names} of ${shortMonth(on.month)}`
}

const BASE = /^(?:(daily|weekly|monthly|yearly)|(\d{1,3}) (day|week|month|year)s)$/
const WEEKDAY_LIST = new RegExp(`^${WEEKDAY_PATTERN}(?:,${WEEKDAY_PATTERN})*$`)
const NTH = /^(?:([1-5])(?:st|nd|rd|th)|last) ([a-z]{3})$/
const YEAR_DATE = new RegExp(`^(${MONTH_PATTERN}) (\\d\\d?)$`)
const YEAR_NTH = new RegExp(`^(.+) of (${MONTH_PATTERN})$`)

const MAX_CACHED = 256
const ruleCache = new Map<string, IntervalRule>()

/** The rule of a canonical interval. Throws RangeError for any other text. */
export function ruleOf(every: string): IntervalRule {
  let rule = ruleCache.get(every)
  if (rule !== undefined) return rule
  rule = parseCanonical(every)
  if (rule === undefined) throw new RangeError(`not a canonical interval: ${excerptOf(every)}`)
  if (ruleCache.size >= MAX_CACHED) ruleCache.clear()
  ruleCache.set(every, rule)
  return rule
}

const END = / until (\d{4}-\d\d-\d\d)$/

function parseCanonical(every: string): IntervalRule | undefined {
  const [end, until] = END.exec(every) ?? []
  if (until !== undefined && !isDay(until)) return undefined
  const rule = parseWithoutEnd(end === undefined ? every : every.slice(0, -end.length))
  return rule && until !== undefined ? { ...rule, until } : rule
}

function parseWithoutEnd(text: string): IntervalRule | undefined {
  const [base = '', days, ...rest] = text.split(' on ')
  if (days === undefined) return parseWeek(base) ?? parseSpan(base)
  const span = parseSpan(base)
  const on = span && rest.length === 0 ? parseDays(span.unit, days) : undefined
  return span && on && { ...span, on }
}

/** Weekdays that stand for weeks. */
function parseWeek(text: string): IntervalRule | undefined {
  const names = text === 'weekdays' ? 'mon,tue,wed,thu,fri' : text
  return WEEKDAY_LIST.test(names) ? { unit: 'week', count: 1, on: weekdaysOf(names) } : undefined
}

function parseSpan(text: string): IntervalRule | undefined {
  const [, adverb, count = '1', noun] = BASE.exec(text) ?? []
  const unit = UNITS.find((one) => (adverb === undefined ? one === noun : ADVERB_OF_UNIT[one] === adverb))
  return unit && { unit, count: Number(count) }
}

const weekdaysOf = (names: string): NamedDays => ({ type: 'weekdays', weekdays: names.split(',').map(weekdayNumber) })

/** The days that stand after ` on `, as the canonical form writes them. */
function parseDays(unit: Unit, text: string): NamedDays | undefined {
  if (unit === 'week') return WEEKDAY_LIST.test(text) ? weekdaysOf(text) : undefined
  if (unit === 'month') return parseMonthDays(text)
  const [, name, date] = YEAR_DATE.exec(text) ?? []
  if (name !== undefined) return { type: 'dates', dates: [Number(date)], month: monthNumber(name) }
  const [, nths = '', month = ''] = YEAR_NTH.exec(text) ?? []
  const on = parseMonthDays(nths)
  return on?.type === 'nths' ? { ...on, month: monthNumber(month) } : undefined
}

function parseMonthDays(text: string): NamedDays | undefined {
  const parts = text.split(',')
  if (parts.every((part) => /^(?:\d\d?|last)$/.test(part)))
    return { type: 'dates', dates: parts.map((part) => (part === 'last' ? -1 : Number(part))) }
  const nths: NthWeekday[] = []
  for (const part of parts) {
    const [matched, nth, name = ''] = NTH.exec(part) ?? []
    const weekday = weekdayNumber(name)
    if (matched === undefined || weekday === 0) return undefined
    nths.push({ nth: nth === undefined ? -1 : Number(nth), weekday })
  }
  return { type: 'nths', nths }
}

/** The most days that a month has, whatever the year. */
export const longestMonth = (month: number): number => daysIn(2000, month)

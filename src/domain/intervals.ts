import {
  countOf,
  COUNT_PATTERN,
  shortWeekday,
  type Unit,
  unitNamed,
  UNIT_PATTERN,
  weekdayNumber,
  WEEKDAY_PATTERN,
} from './calendar-names.ts'
import { addDays, type Day, daysBetween, monthsBetween, shiftDays, shiftMonths, weekday } from './dates.ts'
import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

type Rule = { days: number } | { months: number } | { weekdays: number[] }

const ACCEPTED =
  'accepted: daily, weekly, monthly, yearly, weekdays, 3 days, 2 weeks, 6 months, 2 years, mon,thu, every other week'
const MAX_UNITS = 999
const ADVERB_OF_UNIT: Record<Unit, string> = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' }
const UNIT_OF_ADVERB = new Map(Object.entries(ADVERB_OF_UNIT).map(([unit, every]) => [every, unit as Unit]))

/** Words that are an interval by themselves, but not after `every`. */
const ADVERBS = new Map([
  ...Object.values(ADVERB_OF_UNIT).map((every) => [every, every] as const),
  ['annually', 'yearly'],
  ['biweekly', '2 weeks'],
  ['fortnightly', '2 weeks'],
  ['quarterly', '3 months'],
])
const NOUNS = new Map([
  ...Object.entries(ADVERB_OF_UNIT),
  ['quarter', '3 months'],
  ['weekday', 'weekdays'],
  ['weekdays', 'weekdays'],
])
const COUNTED_SPAN = new RegExp(`^(${COUNT_PATTERN}|other )(${UNIT_PATTERN})$`)
const ONE_WEEKDAY = new RegExp(`^(?:${WEEKDAY_PATTERN}|(?:mon|tues|wednes|thurs|fri|satur|sun)days)$`)

/**
 * Reads an interval as people type it, with or without a leading `every`, into its canonical form. All of the text must
 * be understood.
 */
export function readInterval(text: string): ParseResult<string> {
  const words = normalizeWords(text)
  if (words === null) return problemWith(text)
  const rest = words.replace(/^every /, '')
  const named = NOUNS.get(rest) ?? (rest === words ? ADVERBS.get(rest) : undefined)
  if (named !== undefined) return { value: named }

  const span = COUNTED_SPAN.exec(rest)
  if (span !== null) {
    const [, number = '', unit = ''] = span
    const count = number === 'other ' ? 2 : countOf(number)
    if (count >= 1 && count <= MAX_UNITS) return { value: canonicalSpan(count, unitNamed(unit)) }
    return problemWith(text, `the number goes from 1 to ${MAX_UNITS}`)
  }

  const names = rest.split(/ ?, ?(?:and )?| and | ?& ?| /)
  if (names.every((name) => ONE_WEEKDAY.test(name))) return { value: canonicalWeekdays(names.map(weekdayNumber)) }
  return problemWith(text)
}

function problemWith(text: string, reason?: string): { problem: string } {
  const named = text.trim() === '' ? 'an interval is missing' : `not an interval: ${excerptOf(text)}`
  return { problem: `${named}${reason === undefined ? '' : `: ${reason}`} (${ACCEPTED})` }
}

const canonicalSpan = (count: number, unit: Unit): string => (count === 1 ? ADVERB_OF_UNIT[unit] : `${count} ${unit}s`)

function canonicalWeekdays(days: number[]): string {
  const set = [1, 2, 3, 4, 5, 6, 7].filter((day) => days.includes(day))
  if (set.length === 7) return 'daily'
  return set.join() === '1,2,3,4,5' ? 'weekdays' : set.map(shortWeekday).join()
}

function ruleOf(every: string): Rule {
  if (every === 'weekdays') return { weekdays: [1, 2, 3, 4, 5] }
  const span = /^(\d+) (day|week|month|year)s$/.exec(every)
  const unit = UNIT_OF_ADVERB.get(every) ?? (span?.[2] as Unit | undefined)
  const count = span ? Number(span[1]) : 1
  if (unit === 'day') return { days: count }
  if (unit === 'week') return { days: count * 7 }
  if (unit === 'month') return { months: count }
  if (unit === 'year') return { months: count * 12 }
  const weekdays = every.split(',').map(weekdayNumber)
  if (weekdays.includes(0)) throw new RangeError(`not a canonical interval: ${excerptOf(every)}`)
  return { weekdays }
}

/** The day n intervals after `day`, undefined past the year 9999. For weekdays the n-th of them after `day`. */
function nthOccurrence(rule: Rule, day: Day, n: number): Day | undefined {
  if ('days' in rule) return shiftDays(day, n * rule.days)
  if ('months' in rule) return shiftMonths(day, n * rule.months)
  if (n === 0) return day
  const from = weekday(day)
  const ahead = rule.weekdays.map((wanted) => ((wanted - from + 6) % 7) + 1).sort((a, b) => a - b)
  const weeks = Math.floor((n - 1) / ahead.length)
  return shiftDays(day, weeks * 7 + (ahead[(n - 1) % ahead.length] ?? 0))
}

function firstOccurrenceAfter(rule: Rule, anchor: Day, after: Day): Day | undefined {
  if (after <= anchor) return nthOccurrence(rule, anchor, 1)
  if ('weekdays' in rule) return nthOccurrence(rule, after, 1)
  const passed = 'days' in rule ? daysBetween(anchor, after) / rule.days : monthsBetween(anchor, after) / rule.months
  let n = Math.max(1, Math.floor(passed))
  let next = nthOccurrence(rule, anchor, n)
  while (next !== undefined && next <= after) next = nthOccurrence(rule, anchor, ++n)
  return next
}

function requireInCalendar(day: Day | undefined): Day {
  if (day === undefined) throw new RangeError('the series runs past the year 9999')
  return day
}

/**
 * The day `n` intervals after `day`, all counted from `day`, so that months keep their day: 31 Jan + 2 months is 31
 * Mar. Throws a RangeError past the year 9999.
 */
export function advance(every: string, day: Day, n = 1): Day {
  return requireInCalendar(nthOccurrence(ruleOf(every), day, n))
}

/** The first of anchor + n × every, n ≥ 1, that lies after `after`. Throws a RangeError past the year 9999. */
export function occurrenceAfter(every: string, anchor: Day, after: Day): Day {
  return requireInCalendar(firstOccurrenceAfter(ruleOf(every), anchor, after))
}

/** The first day from `from` on, itself included, that an interval allows: any day, or one of a set of weekdays. */
export function firstOccurrence(every: string, from: Day): Day {
  const before = addDays(from, -1)
  return 'weekdays' in ruleOf(every) ? occurrenceAfter(every, before, before) : from
}

/** The days anchor + n × every, n ≥ 0, from `from` to `to`, both included, at most `limit` of them. */
export function occurrencesBetween(every: string, anchor: Day, from: Day, to: Day, limit = 400): Day[] {
  const rule = ruleOf(every)
  const days: Day[] = []
  let next = anchor >= from ? anchor : firstOccurrenceAfter(rule, anchor, shiftDays(from, -1) ?? from)
  while (next !== undefined && next <= to && days.length < limit) {
    days.push(next)
    next = firstOccurrenceAfter(rule, anchor, next)
  }
  return days
}

/** A canonical interval in words: `daily`, `every 2 weeks`, `every weekday`, `every mon, thu`. */
export function everyPhrase(every: string): string {
  if (UNIT_OF_ADVERB.has(every)) return every
  return every === 'weekdays' ? 'every weekday' : `every ${every.replaceAll(',', ', ')}`
}

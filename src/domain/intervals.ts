import {
  countOf,
  countPattern,
  shortWeekday,
  type Unit,
  unitNamed,
  unitPattern,
  weekdayNumber,
  weekdayPattern,
} from './calendar-names.ts'
import { addDays, type Day, daysBetween, monthsBetween, shiftDays, shiftMonths, weekday } from './dates.ts'
import { type Reading, shown, tidy } from './words.ts'

type Rule = { days: number } | { months: number } | { weekdays: number[] }

const accepted =
  'accepted: daily, weekly, monthly, yearly, weekdays, 3 days, 2 weeks, 6 months, 2 years, mon,thu, every other week'
const mostUnits = 999
const single: Record<Unit, string> = { day: 'daily', week: 'weekly', month: 'monthly', year: 'yearly' }
const unitOf = new Map(Object.entries(single).map(([unit, every]) => [every, unit as Unit]))

/** Words that are an interval by themselves, but not after `every`. */
const adverbs = new Map([
  ...Object.values(single).map((every) => [every, every] as const),
  ['annually', 'yearly'],
  ['biweekly', '2 weeks'],
  ['fortnightly', '2 weeks'],
  ['quarterly', '3 months'],
])
const nouns = new Map([
  ...Object.entries(single),
  ['quarter', '3 months'],
  ['weekday', 'weekdays'],
  ['weekdays', 'weekdays'],
])
const counted = new RegExp(`^(${countPattern}|other )(${unitPattern})$`)
const oneWeekday = new RegExp(`^(?:${weekdayPattern}|(?:mon|tues|wednes|thurs|fri|satur|sun)days)$`)

/** Reads an interval as people type it, with or without a leading `every`, into its canonical form. All of the text must be understood. */
export function readInterval(text: string): Reading<string> {
  const words = tidy(text)
  if (words === null) return refusal(text)
  const rest = words.replace(/^every /, '')
  const named = nouns.get(rest) ?? (rest === words ? adverbs.get(rest) : undefined)
  if (named !== undefined) return { value: named }

  const span = counted.exec(rest)
  if (span !== null) {
    const [, number = '', unit = ''] = span
    const count = number === 'other ' ? 2 : countOf(number)
    if (count >= 1 && count <= mostUnits) return { value: spanned(count, unitNamed(unit)) }
    return refusal(text, `the number goes from 1 to ${mostUnits}`)
  }

  const names = rest.split(/ ?, ?(?:and )?| and | ?& ?| /)
  if (names.every((name) => oneWeekday.test(name))) return { value: setOf(names.map(weekdayNumber)) }
  return refusal(text)
}

function refusal(text: string, reason?: string): { problem: string } {
  const named = text.trim() === '' ? 'an interval is missing' : `not an interval: ${shown(text)}`
  return { problem: `${named}${reason === undefined ? '' : `: ${reason}`} (${accepted})` }
}

const spanned = (count: number, unit: Unit): string => (count === 1 ? single[unit] : `${count} ${unit}s`)

function setOf(days: number[]): string {
  const set = [1, 2, 3, 4, 5, 6, 7].filter((day) => days.includes(day))
  if (set.length === 7) return 'daily'
  return set.join() === '1,2,3,4,5' ? 'weekdays' : set.map(shortWeekday).join()
}

function ruleOf(every: string): Rule {
  if (every === 'weekdays') return { weekdays: [1, 2, 3, 4, 5] }
  const span = /^(\d+) (day|week|month|year)s$/.exec(every)
  const unit = unitOf.get(every) ?? (span?.[2] as Unit | undefined)
  const count = span ? Number(span[1]) : 1
  if (unit === 'day') return { days: count }
  if (unit === 'week') return { days: count * 7 }
  if (unit === 'month') return { months: count }
  if (unit === 'year') return { months: count * 12 }
  const weekdays = every.split(',').map(weekdayNumber)
  if (weekdays.includes(0)) throw new RangeError(`not a canonical interval: ${shown(every)}`)
  return { weekdays }
}

/** The day n intervals after `day`, undefined past the year 9999. For weekdays the n-th of them after `day`. */
function nth(rule: Rule, day: Day, n: number): Day | undefined {
  if ('days' in rule) return shiftDays(day, n * rule.days)
  if ('months' in rule) return shiftMonths(day, n * rule.months)
  if (n === 0) return day
  const from = weekday(day)
  const ahead = rule.weekdays.map((wanted) => ((wanted - from + 6) % 7) + 1).sort((a, b) => a - b)
  const weeks = Math.floor((n - 1) / ahead.length)
  return shiftDays(day, weeks * 7 + (ahead[(n - 1) % ahead.length] ?? 0))
}

function firstAfter(rule: Rule, anchor: Day, after: Day): Day | undefined {
  if (after <= anchor) return nth(rule, anchor, 1)
  if ('weekdays' in rule) return nth(rule, after, 1)
  const passed = 'days' in rule ? daysBetween(anchor, after) / rule.days : monthsBetween(anchor, after) / rule.months
  let n = Math.max(1, Math.floor(passed))
  let next = nth(rule, anchor, n)
  while (next !== undefined && next <= after) next = nth(rule, anchor, ++n)
  return next
}

function reached(day: Day | undefined): Day {
  if (day === undefined) throw new RangeError('the series runs past the year 9999')
  return day
}

/** The day `n` intervals after `day`, all counted from `day`, so that months keep their day (31 Jan + 2 months is 31 Mar); a RangeError past 9999. */
export function advance(every: string, day: Day, n = 1): Day {
  return reached(nth(ruleOf(every), day, n))
}

/** The first of anchor + n × every, n ≥ 1, that lies after `after`; a RangeError past the year 9999. */
export function occurrenceAfter(every: string, anchor: Day, after: Day): Day {
  return reached(firstAfter(ruleOf(every), anchor, after))
}

/** The first day from `from` on, itself included, on which something can recur: a set of weekdays has only its own. */
export function firstOccurrence(every: string, from: Day): Day {
  const before = addDays(from, -1)
  return 'weekdays' in ruleOf(every) ? occurrenceAfter(every, before, before) : from
}

/** The days anchor + n × every, n ≥ 0, from `from` to `to`, both included, at most `most` of them. */
export function occurrencesBetween(every: string, anchor: Day, from: Day, to: Day, most = 400): Day[] {
  const rule = ruleOf(every)
  const days: Day[] = []
  let next = anchor >= from ? anchor : firstAfter(rule, anchor, shiftDays(from, -1) ?? from)
  while (next !== undefined && next <= to && days.length < most) {
    days.push(next)
    next = firstAfter(rule, anchor, next)
  }
  return days
}

/** A canonical interval in words: `daily`, `every 2 weeks`, `every weekday`, `every mon, thu`. */
export function everyPhrase(every: string): string {
  if (unitOf.has(every)) return every
  return every === 'weekdays' ? 'every weekday' : `every ${every.replaceAll(',', ', ')}`
}

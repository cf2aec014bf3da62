import {
  addDays,
  type Day,
  dayFrom,
  daysBetween,
  daysIn,
  monthsBetween,
  shiftDays,
  shiftMonths,
  weekday,
} from './dates.ts'
import { type IntervalRule, type NamedDays, type NthWeekday, ruleOf } from './interval-rules.ts'

type NamingRule = IntervalRule & { on: NamedDays }
const namesDaysIn = (rule: IntervalRule): rule is NamingRule => rule.on !== undefined

/** Whether a canonical interval names its days, such as `mon,thu` or `monthly on last`. */
export const namesDays = (every: string): boolean => namesDaysIn(ruleOf(every))

/** The last day on which a canonical interval may recur; undefined where it has no end. */
export const endOf = (every: string): Day | undefined => (every.includes(' until ') ? ruleOf(every).until : undefined)

const monday = (day: Day): Day | undefined => shiftDays(day, 1 - weekday(day))

/** How many weeks, months or years, as a calendar has them, the one of `day` lies after the one of `anchor`. */
function periodOf({ unit }: NamingRule, anchor: Day, day: Day): number {
  if (unit === 'week') return Math.floor((daysBetween(anchor, day) + weekday(anchor) - 1) / 7)
  return unit === 'month' ? monthsBetween(anchor, day) : Number(day.slice(0, 4)) - Number(anchor.slice(0, 4))
}

/** The named days of the nth week, month or year after that of the anchor, in order; undefined outside the calendar. */
function daysOfPeriod({ on }: NamingRule, anchor: Day, n: number): Day[] | undefined {
  if (on.type === 'weekdays') {
    const start = monday(anchor)
    if (start === undefined || shiftDays(start, n * 7) === undefined) return undefined
    return on.weekdays.flatMap((one) => shiftDays(start, n * 7 + one - 1) ?? [])
  }
  const first = `${anchor.slice(0, 8)}01`
  const start = on.month === undefined ? shiftMonths(first, n) : dayFrom(Number(anchor.slice(0, 4)) + n, on.month, 1)
  if (start === undefined) return undefined
  const [year, month] = [Number(start.slice(0, 4)), Number(start.slice(5, 7))]
  const dates = on.type === 'dates' ? on.dates.map((date) => dateIn(year, month, date)) : nthsIn(start, on.nths)
  return [...new Set(dates)].sort((a, b) => a - b).flatMap((date) => dayFrom(year, month, date) ?? [])
}

/** A date of a month, or its last one where it is shorter. */
const dateIn = (year: number, month: number, date: number): number =>
  date < 0 ? daysIn(year, month) : Math.min(date, daysIn(year, month))

/** The dates of weekdays of the month that begins on a day; a fifth one that it lacks is left out. */
function nthsIn(first: Day, nths: readonly NthWeekday[]): number[] {
  const length = daysIn(Number(first.slice(0, 4)), Number(first.slice(5, 7)))
  return nths.flatMap(({ nth, weekday: wanted }) => {
    const earliest = ((wanted - weekday(first) + 7) % 7) + 1
    const date = nth < 0 ? earliest + 7 * Math.floor((length - earliest) / 7) : earliest + 7 * (nth - 1)
    return date <= length ? [date] : []
  })
}

/** The first named day after `after`, also before the anchor: the series as if it had always been. */
function nextNamedDay(rule: NamingRule, anchor: Day, after: Day): Day | undefined {
  const from = Math.floor(periodOf(rule, anchor, after) / rule.count) * rule.count
  for (let n = from; ; n += rule.count) {
    const days = daysOfPeriod(rule, anchor, n)
    if (days === undefined) return undefined
    const found = days.find((day) => day > after)
    if (found !== undefined) return found
  }
}

/** The same for the last named day before `before`. */
function previousNamedDay(rule: NamingRule, anchor: Day, before: Day): Day | undefined {
  const from = Math.floor(periodOf(rule, anchor, before) / rule.count) * rule.count
  for (let n = from; ; n -= rule.count) {
    const days = daysOfPeriod(rule, anchor, n)
    if (days === undefined) return undefined
    const found = days.findLast((day) => day < before)
    if (found !== undefined) return found
  }
}

/** The day n intervals after `day`, undefined past the year 9999. Named days are counted one by one. */
function nthOccurrence(rule: IntervalRule, day: Day, n: number): Day | undefined {
  const { unit, count } = rule
  if (!namesDaysIn(rule)) {
    if (unit === 'day') return shiftDays(day, n * count)
    return unit === 'week' ? shiftDays(day, n * count * 7) : shiftMonths(day, n * count * (unit === 'month' ? 1 : 12))
  }
  let found: Day | undefined = day
  for (let i = 0; i < n && found !== undefined; i++) found = nextNamedDay(rule, day, found)
  return found
}

function firstAfter(rule: IntervalRule, anchor: Day, after: Day): Day | undefined {
  if (namesDaysIn(rule)) return nextNamedDay(rule, anchor, after > anchor ? after : anchor)
  if (after <= anchor) return nthOccurrence(rule, anchor, 1)
  let n = Math.max(1, intervalsBetween(rule, anchor, after))
  let next = nthOccurrence(rule, anchor, n)
  while (next !== undefined && next <= after) next = nthOccurrence(rule, anchor, ++n)
  return next
}

/** How many whole intervals lie between two days, or one more where the month of the second is not over. */
function intervalsBetween({ unit, count }: IntervalRule, anchor: Day, day: Day): number {
  const passed =
    unit === 'day' || unit === 'week'
      ? daysBetween(anchor, day) / (unit === 'day' ? 1 : 7)
      : monthsBetween(anchor, day) / (unit === 'month' ? 1 : 12)
  return Math.floor(passed / count)
}

function requireInSeries(day: Day | undefined, { until }: IntervalRule): Day {
  if (day === undefined) throw new RangeError('the series runs past the year 9999')
  if (until !== undefined && day > until) throw new RangeError(`the series ends on ${until}`)
  return day
}

/**
 * The day `n` intervals after `day`, all counted from `day`, so that months keep their day: 31 Jan + 2 months is 31
 * Mar. Throws a RangeError past the end of the series, and past the year 9999.
 */
export function advance(every: string, day: Day, n = 1): Day {
  const rule = ruleOf(every)
  return requireInSeries(nthOccurrence(rule, day, n), rule)
}

/**
 * The first of anchor + n × every, n ≥ 1, that lies after `after`; where the interval names days, the first of them
 * after both, with weeks, months and years counted from the anchor's. Throws a RangeError past the end of the series,
 * and past the year 9999.
 */
export function occurrenceAfter(every: string, anchor: Day, after: Day): Day {
  const rule = ruleOf(every)
  return requireInSeries(firstAfter(rule, anchor, after), rule)
}

/**
 * The first day from `from` on, itself included, that an interval allows: any day, or the first that it names. Throws
 * like occurrenceAfter.
 */
export function firstOccurrence(every: string, from: Day): Day {
  const rule = ruleOf(every)
  const before = addDays(from, -1)
  return requireInSeries(namesDaysIn(rule) ? nextNamedDay({ ...rule, count: 1 }, before, before) : from, rule)
}

/** Whether an interval that names days names this one, in a series that counts from the anchor. */
export function isNamedDay(every: string, anchor: Day, day: Day): boolean {
  const rule = ruleOf(every)
  if (!namesDaysIn(rule)) return true
  const period = periodOf(rule, anchor, day)
  return period % rule.count === 0 && (daysOfPeriod(rule, anchor, period) ?? []).includes(day)
}

/**
 * For an interval that names days, the first of them after `after`, even where that lies before the anchor. Throws like
 * occurrenceAfter.
 */
export function namedDayAfter(every: string, anchor: Day, after: Day): Day {
  const rule = ruleOf(every)
  return requireInSeries(namesDaysIn(rule) ? nextNamedDay(rule, anchor, after) : firstAfter(rule, anchor, after), rule)
}

/** For an interval that names days, the last of them before `before`, even where that lies before the anchor. */
export function namedDayBefore(every: string, anchor: Day, before: Day): Day | undefined {
  const rule = ruleOf(every)
  return namesDaysIn(rule) ? previousNamedDay(rule, anchor, before) : undefined
}

/** Whether a series that counts from one of its own days has the same days from there on. */
export function countsAlike(every: string, anchor: Day, day: Day): boolean {
  const rule = ruleOf(every)
  if (namesDaysIn(rule) || rule.unit === 'day' || rule.unit === 'week') return true
  return anchor.slice(8) === day.slice(8)
}

/** The last of anchor + n × every, n ≥ 0, up to `day`, itself included; undefined before the anchor. */
export function occurrenceUpTo(every: string, anchor: Day, day: Day): Day | undefined {
  const rule = ruleOf(every)
  if (day < anchor) return undefined
  if (namesDaysIn(rule)) {
    const found = isNamedDay(every, anchor, day) ? day : previousNamedDay(rule, anchor, day)
    return found === undefined || found < anchor ? anchor : found
  }
  let n = intervalsBetween(rule, anchor, day) + 1
  let found = nthOccurrence(rule, anchor, n)
  while (found === undefined || found > day) found = nthOccurrence(rule, anchor, --n)
  return found
}

/** The days anchor + n × every, n ≥ 1, after `after` and up to `to`, at most `limit` of them. */
export function occurrencesAfter(every: string, anchor: Day, after: Day, to: Day, limit = 400): Day[] {
  const rule = ruleOf(every)
  const last = rule.until !== undefined && rule.until < to ? rule.until : to
  const days: Day[] = []
  let next = firstAfter(rule, anchor, after)
  while (next !== undefined && next <= last && days.length < limit) {
    days.push(next)
    next = firstAfter(rule, anchor, next)
  }
  return days
}

/** The days anchor + n × every, n ≥ 0, from `from` to `to`, both included, at most `limit` of them. */
export function occurrencesBetween(every: string, anchor: Day, from: Day, to: Day, limit = 400): Day[] {
  const hasAnchor = anchor >= from && anchor <= to && limit > 0
  const rest = occurrencesAfter(every, anchor, shiftDays(from, -1) ?? from, to, hasAnchor ? limit - 1 : limit)
  return hasAnchor ? [anchor, ...rest] : rest
}

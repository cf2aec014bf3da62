import { monthNumber, MONTH_PATTERN, monthName, weekdayNumber, WEEKDAY_PATTERN } from './calendar-names.ts'
import { longestMonth, MAX_NAMED_DAYS, type NamedDays, orderedDays } from './interval-rules.ts'
import { ordinal } from './interval-phrase.ts'
import type { ParseResult } from './typed-text.ts'

const ORDINAL_WORDS = ['', 'first', 'second', 'third', 'fourth', 'fifth']
/** `2nd`, `second` or `last`, as a source of a regular expression for lower-case text. */
export const NTH_PATTERN = `(?:\\d{1,2}(?:st|nd|rd|th)|${ORDINAL_WORDS.slice(1).join('|')}|last)`
const WEEKDAYS_PATTERN = `(?:${WEEKDAY_PATTERN}|(?:mon|tues|wednes|thurs|fri|satur|sun)days)`

const ONE_WEEKDAY = new RegExp(`^${WEEKDAYS_PATTERN}$`)
const RANGE = new RegExp(`^(${WEEKDAY_PATTERN}) ?(?:-|–|to|through|thru) ?(${WEEKDAY_PATTERN})$`)
const SEPARATOR = / ?, ?(?:and )?| and | ?[&+] ?/
const WEEKDAY_SEPARATOR = new RegExp(`${SEPARATOR.source}| `)
const MONTH_DAY = new RegExp(`^(?:the )?(?:(\\d{1,2})|(${NTH_PATTERN})( day)?)(?: (${WEEKDAYS_PATTERN}))?$`)
const YEAR_DATE = new RegExp(`^(${MONTH_PATTERN}) (?:the )?(\\d{1,2})(st|nd|rd|th)?$`)
const DATE_YEAR = new RegExp(`^(?:the )?(\\d{1,2})(st|nd|rd|th)?(?: of)? (${MONTH_PATTERN})$`)
const DAYS_OF_MONTH = new RegExp(`^(.+) (?:of|in) (${MONTH_PATTERN})$`)

/** A number with an ending that is not its own, such as `2th`. */
const wrongEnding = (n: number, ending: string | undefined): string | undefined =>
  ending === undefined || ordinal(n) === `${n}${ending}` ? undefined : `the ending is ${ordinal(n)}`

/** Weekdays: a list, or a range; undefined where other words are among them. */
export function parseWeekdays(text: string): NamedDays | undefined {
  const [, first, last] = RANGE.exec(text) ?? []
  if (first !== undefined && last !== undefined) {
    const [from, to] = [weekdayNumber(first), weekdayNumber(last)]
    const length = ((to - from + 7) % 7) + 1
    return orderedDays({ type: 'weekdays', weekdays: Array.from({ length }, (_, n) => ((from + n - 1) % 7) + 1) })
  }
  if (text === 'weekdays') return { type: 'weekdays', weekdays: [1, 2, 3, 4, 5] }
  const names = text.split(WEEKDAY_SEPARATOR)
  return names.every((name) => ONE_WEEKDAY.test(name))
    ? orderedDays({ type: 'weekdays', weekdays: names.map(weekdayNumber) })
    : undefined
}

interface MonthDay {
  /** 1 to 31, or -1 for the last. */
  number: number
  weekday?: number
}

/**
 * Days of a month: `the 1st and 15th`, `last day`, `2nd tue`, `1st and 3rd mon`; `bare` takes numbers without an
 * ending, too. Undefined where it is none of them, a problem where the month has no such day.
 */
export function parseMonthDays(text: string, bare: boolean): ParseResult<NamedDays> | undefined {
  const days: MonthDay[] = []
  for (const part of text.split(SEPARATOR)) {
    const day = monthDay(part, bare)
    if (day === undefined) return undefined
    if ('problem' in day) return day
    days.push(day)
  }
  if (days.length > MAX_NAMED_DAYS) return { problem: `at most ${MAX_NAMED_DAYS} days` }
  if (days.every(({ weekday }) => weekday === undefined))
    return { value: orderedDays({ type: 'dates', dates: days.map(({ number }) => number) }) }
  let shared: number | undefined
  const nths = days.toReversed().map(({ number, weekday = shared }) => {
    shared = weekday
    return { nth: number, weekday }
  })
  if (nths.some(({ weekday }) => weekday === undefined) || /(?:^|[ ,])\d+(?:,| and|$)/.test(text)) return undefined
  if (nths.some(({ nth }) => nth > 5)) return { problem: 'a month has five of a weekday at most' }
  return { value: orderedDays({ type: 'nths', nths: nths.map(({ nth, weekday = 0 }) => ({ nth, weekday })) }) }
}

function monthDay(text: string, bare: boolean): MonthDay | { problem: string } | undefined {
  const parts = MONTH_DAY.exec(text)
  if (parts === null) return undefined
  const [, plain, nth = '', day, name] = parts
  const named = (day ?? name) !== undefined
  if (plain === undefined ? (day && name) !== undefined : named || !bare) return undefined
  const weekday = weekdayPart(name)
  if (nth === 'last') return { number: -1, ...weekday }
  const word = ORDINAL_WORDS.indexOf(nth)
  if (word > 0) return named || bare ? { number: word, ...weekday } : undefined
  return { ...dateNumber(Number.parseInt(plain ?? nth, 10), nth.slice(-2) || undefined), ...weekday }
}

const weekdayPart = (name: string | undefined) => (name === undefined ? {} : { weekday: weekdayNumber(name) })

/** A date of a month, whose ending must be its own. */
function dateNumber(number: number, ending: string | undefined): { number: number } | { problem: string } {
  const problem = wrongEnding(number, ending)
  if (problem !== undefined) return { problem }
  return number >= 1 && number <= 31 ? { number } : { problem: 'a month has 31 days at most' }
}

/** A day of a year: `jun 1`, `the 25th of december`, `4th thu of nov`, `last day of february`. */
export function parseYearDay(text: string): ParseResult<NamedDays> | undefined {
  const [, month, monthDate, monthEnding] = YEAR_DATE.exec(text) ?? []
  const [, date, ending, ofMonth] = DATE_YEAR.exec(text) ?? []
  const name = month ?? ofMonth
  if (name !== undefined) return yearDate(monthNumber(name), Number(monthDate ?? date), monthEnding ?? ending)
  const [, days, of] = DAYS_OF_MONTH.exec(text) ?? []
  const parsed = days === undefined ? undefined : parseMonthDays(days, false)
  if (of === undefined || parsed === undefined || parsed.problem !== undefined) return parsed
  const inMonth = monthNumber(of)
  if (parsed.value.type === 'nths') return { value: { ...parsed.value, month: inMonth } }
  return parsed.value.type === 'dates' && parsed.value.dates.join() === '-1'
    ? yearDate(inMonth, longestMonth(inMonth), undefined)
    : undefined
}

function yearDate(month: number, date: number, ending: string | undefined): ParseResult<NamedDays> {
  const problem = wrongEnding(date, ending)
  if (problem !== undefined) return { problem }
  const longest = longestMonth(month)
  if (date < 1 || date > longest) return { problem: `${monthName(month)} has ${longest} days at most` }
  return { value: { type: 'dates', dates: [date], month } }
}

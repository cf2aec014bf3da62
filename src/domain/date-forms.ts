import {
  countOf,
  COUNT_PATTERN,
  monthName,
  monthNumber,
  MONTH_PATTERN,
  type Unit,
  unitNamed,
  UNIT_PATTERN,
  weekdayName,
  weekdayNumber,
  WEEKDAY_PATTERN,
} from './calendar-names.ts'
import { type Day, dayFrom, daysIn, shiftDays, shiftMonths, weekday } from './dates.ts'
import { ordinal } from './interval-phrase.ts'
import type { ParseResult } from './typed-text.ts'

/**
 * Where in a line of quick add a form counts as a date: anywhere, as the last words, after `due`, `by` or `on`, after
 * `due` only, or nowhere, since it is only understood where nothing but a date is expected.
 */
export type TitleContext = 'anywhere' | 'last' | 'preposition' | 'due' | 'alone'

type Groups = (string | undefined)[]
interface Form {
  pattern: RegExp
  context: TitleContext
  read(today: Day, parts: Groups): ParseResult<Day | null>
}

const fullMatch = (source: string) => new RegExp(`^(?:${source})$`)
const OUTSIDE_CALENDAR = { problem: 'years go from 1900 to 9999' }
const dayResult = (value: Day | undefined): ParseResult<Day | null> =>
  value === undefined ? OUTSIDE_CALENDAR : { value }

function shift(today: Day, count: number, unit: Unit): ParseResult<Day | null> {
  if (unit === 'day') return dayResult(shiftDays(today, count))
  if (unit === 'week') return dayResult(shiftDays(today, count * 7))
  return dayResult(shiftMonths(today, unit === 'month' ? count : count * 12))
}

/** The first day from today on with this month and date; undefined where there is none up to the year 9999. */
export function nextMonthDay(today: Day, month: number, date: number): Day | undefined {
  const year = Number(today.slice(0, 4))
  for (let ahead = 0; ahead <= 8; ahead++) {
    const found = dayFrom(year + ahead, month, date)
    if (found !== undefined && found >= today) return found
  }
  return undefined
}

function monthDay(today: Day, name = '', digits = '', suffix = '', year = ''): ParseResult<Day | null> {
  const [month, date] = [monthNumber(name), Number(digits)]
  if (suffix !== '' && ordinal(date) !== `${date}${suffix}`) return { problem: `the ending is ${ordinal(date)}` }
  if (year !== '') return dateOf(Number(year), month, date)
  const lastDate = daysIn(2000, month)
  if (date < 1 || date > lastDate) return { problem: `${monthName(month)} has ${lastDate} days at most` }
  return dayResult(nextMonthDay(today, month, date))
}

function dateOf(year: number, month: number, date: number): ParseResult<Day | null> {
  const value = dayFrom(year, month, date)
  if (value !== undefined) return { value }
  if (year < 1900 || year > 9999) return OUTSIDE_CALENDAR
  if (month < 1 || month > 12) return { problem: `there is no month ${month}` }
  return { problem: `${monthName(month)} ${year} has ${daysIn(year, month)} days` }
}

/** The last day of a month: of the next such month, this one included, where no year is named. */
function endOfMonth(today: Day, month: number, year?: string): ParseResult<Day | null> {
  const next = Number(today.slice(0, 4)) + (month < Number(today.slice(5, 7)) ? 1 : 0)
  const given = year === undefined ? next : Number(year)
  return dateOf(given, month, daysIn(given, month))
}

/** How many days lie between today and the end of the week, which is Sunday. */
const daysToSunday = (today: Day): number => 7 - weekday(today)
const firstOfNextMonth = (today: Day): Day | undefined => shiftMonths(`${today.slice(0, 8)}01`, 1)
const lastOfMonth = (today: Day): Day =>
  `${today.slice(0, 8)}${daysIn(Number(today.slice(0, 4)), Number(today.slice(5, 7)))}`

const firstOfNextYear = (today: Day): Day | undefined => dayFrom(Number(today.slice(0, 4)) + 1, 1, 1)
const lastOfYear = (today: Day): Day => `${today.slice(0, 4)}-12-31`
/** The Saturday of this week, or today where that is Sunday. */
const weekend = (today: Day): Day | undefined => shiftDays(today, Math.max(0, daysToSunday(today) - 1))

/** The first day from today on with this date; undefined where there is none up to the year 9999. */
export function nextDateOfMonth(today: Day, date: number): Day | undefined {
  const [year, month] = [Number(today.slice(0, 4)), Number(today.slice(5, 7))]
  for (let ahead = 0; ahead <= 2; ahead++) {
    const months = year * 12 + month - 1 + ahead
    const found = dayFrom(Math.floor(months / 12), (months % 12) + 1, date)
    if (found !== undefined && found >= today) return found
  }
  return undefined
}

function dateOfMonth(today: Day, digits = '', suffix = ''): ParseResult<Day | null> {
  const date = Number(digits)
  if (ordinal(date) !== `${date}${suffix}`) return { problem: `the ending is ${ordinal(date)}` }
  return date >= 1 && date <= 31 ? dayResult(nextDateOfMonth(today, date)) : { problem: 'a month has 31 days at most' }
}

/** A day with its weekday, which must be its own. */
function checkedWeekday(result: ParseResult<Day | null>, name: string): ParseResult<Day | null> {
  if (!result.value || weekday(result.value) === weekdayNumber(name)) return result
  const [year, month, date] = result.value.split('-').map(Number)
  return { problem: `${date} ${monthName(month ?? 0)} ${year} is a ${weekdayName(weekday(result.value))}` }
}

const DAY_OFFSETS = new Map<string, number>([
  ['today', 0],
  ['tod', 0],
  ['tonight', 0],
  ['eod', 0],
  ['tomorrow', 1],
  ['tmr', 1],
  ['tmrw', 1],
  ['yesterday', -1],
])
const MONTH_FIRST = `(${MONTH_PATTERN}) (\\d{1,2})(st|nd|rd|th)?(?:,? (\\d{4}))?`
const DATE_FIRST = `(?:the )?(\\d{1,2})(st|nd|rd|th)?(?: of)? (${MONTH_PATTERN})(?:,? (\\d{4}))?`

const FORMS: Form[] = [
  { pattern: /^none$/, context: 'alone', read: () => ({ value: null }) },
  {
    pattern: fullMatch([...DAY_OFFSETS.keys()].join('|')),
    context: 'anywhere',
    read: (today, [word = '']) => dayResult(shiftDays(today, DAY_OFFSETS.get(word) ?? 0)),
  },
  // a name, too: `Call Tom`
  { pattern: /^tom$/, context: 'due', read: (today) => dayResult(shiftDays(today, 1)) },
  { pattern: /^(?:the )?day after tomorrow$/, context: 'anywhere', read: (today) => dayResult(shiftDays(today, 2)) },
  { pattern: /^(?:the )?day before yesterday$/, context: 'alone', read: (today) => dayResult(shiftDays(today, -2)) },
  {
    pattern: fullMatch(WEEKDAY_PATTERN),
    context: 'last',
    read: (today, [name = '']) => dayResult(shiftDays(today, ((weekdayNumber(name) - weekday(today) + 6) % 7) + 1)),
  },
  {
    pattern: fullMatch(`next (${WEEKDAY_PATTERN})`),
    context: 'anywhere',
    read: (today, [, name = '']) => dayResult(shiftDays(today, daysToSunday(today) + weekdayNumber(name))),
  },
  {
    pattern: /^next week$/,
    context: 'anywhere',
    read: (today) => dayResult(shiftDays(today, daysToSunday(today) + 1)),
  },
  {
    pattern: fullMatch(`this (${WEEKDAY_PATTERN})`),
    context: 'anywhere',
    read: (today, [, name = '']) => dayResult(shiftDays(today, ((weekdayNumber(name) - weekday(today) + 6) % 7) + 1)),
  },
  { pattern: /^next month$/, context: 'anywhere', read: (today) => dayResult(firstOfNextMonth(today)) },
  { pattern: /^next year$/, context: 'anywhere', read: (today) => dayResult(firstOfNextYear(today)) },
  {
    pattern: /^this (?:morning|afternoon|evening)$/,
    context: 'anywhere',
    read: (today) => dayResult(today),
  },
  { pattern: /^this weekend$/, context: 'anywhere', read: (today) => dayResult(weekend(today)) },
  { pattern: /^(?:the )?weekend$/, context: 'preposition', read: (today) => dayResult(weekend(today)) },
  {
    pattern: /^next weekend$/,
    context: 'anywhere',
    read: (today) => dayResult(shiftDays(today, daysToSunday(today) + 6)),
  },
  { pattern: /^eow$/, context: 'anywhere', read: (today) => dayResult(shiftDays(today, daysToSunday(today))) },
  { pattern: /^eom$/, context: 'anywhere', read: (today) => dayResult(lastOfMonth(today)) },
  { pattern: /^eoy$/, context: 'anywhere', read: (today) => dayResult(lastOfYear(today)) },
  { pattern: /^(?:the )?end of (?:the )?day$/, context: 'preposition', read: (today) => dayResult(today) },
  { pattern: /^(?:the )?end of (?:the )?year$/, context: 'preposition', read: (today) => dayResult(lastOfYear(today)) },
  {
    pattern: fullMatch(`(?:the )?end of (${MONTH_PATTERN})(?: (\\d{4}))?`),
    context: 'preposition',
    read: (today, [, name = '', year]) => endOfMonth(today, monthNumber(name), year),
  },
  {
    pattern: /^(?:the )?end of (?:the )?week$/,
    context: 'preposition',
    read: (today) => dayResult(shiftDays(today, daysToSunday(today))),
  },
  {
    pattern: /^(?:the )?end of (?:the )?month$/,
    context: 'preposition',
    read: (today) => dayResult(lastOfMonth(today)),
  },
  {
    pattern: fullMatch(`in (a |${COUNT_PATTERN})(${UNIT_PATTERN})`),
    context: 'anywhere',
    read: (today, [, count = '', unit = '']) => shift(today, countOf(count), unitNamed(unit)),
  },
  {
    pattern: /^\+(\d{1,7})([dwmy])$/,
    context: 'anywhere',
    read: (today, [, count = '', unit = '']) => shift(today, Number(count), unitNamed(unit)),
  },
  {
    pattern: /^(\d{1,7})([dwmy])$/,
    context: 'due',
    read: (today, [, count = '', unit = '']) => shift(today, Number(count), unitNamed(unit)),
  },
  {
    pattern: fullMatch(`a (${UNIT_PATTERN})`),
    context: 'due',
    read: (today, [, unit = '']) => shift(today, 1, unitNamed(unit)),
  },
  {
    pattern: fullMatch(`(?:\\+ ?)?(${COUNT_PATTERN})(${UNIT_PATTERN})`),
    context: 'alone',
    read: (today, [, count = '', unit = '']) => shift(today, countOf(count), unitNamed(unit)),
  },
  {
    pattern: fullMatch(`(a |${COUNT_PATTERN})(${UNIT_PATTERN}) ago`),
    context: 'alone',
    read: (today, [, count = '', unit = '']) => shift(today, -countOf(count), unitNamed(unit)),
  },
  {
    pattern: fullMatch(MONTH_FIRST),
    context: 'anywhere',
    read: (today, [, name, date, suffix, year]) => monthDay(today, name, date, suffix, year),
  },
  {
    pattern: fullMatch(DATE_FIRST),
    context: 'anywhere',
    read: (today, [, date, suffix, name, year]) => monthDay(today, name, date, suffix, year),
  },
  {
    pattern: fullMatch(`(${WEEKDAY_PATTERN}),? ${MONTH_FIRST}`),
    context: 'anywhere',
    read: (today, [, day = '', name, date, suffix, year]) =>
      checkedWeekday(monthDay(today, name, date, suffix, year), day),
  },
  {
    pattern: fullMatch(`(${WEEKDAY_PATTERN}),? ${DATE_FIRST}`),
    context: 'anywhere',
    read: (today, [, day = '', date, suffix, name, year]) =>
      checkedWeekday(monthDay(today, name, date, suffix, year), day),
  },
  {
    pattern: /^(?:the )?(\d{1,2})(st|nd|rd|th)$/,
    context: 'preposition',
    read: (today, [, date, suffix]) => dateOfMonth(today, date, suffix),
  },
  {
    pattern: /^(\d{4})-(\d\d)-(\d\d)$/,
    context: 'anywhere',
    read: (_today, [, year, month, date]) => dateOf(Number(year), Number(month), Number(date)),
  },
]

/** Most texts are no date, which one expression finds faster than each. */
const ANY_FORM = new RegExp(FORMS.map(({ pattern }) => `(?:${pattern.source})`).join('|'))
const WEEKDAY = fullMatch(WEEKDAY_PATTERN)
const MONTH_DAY = fullMatch(
  `(?:${MONTH_PATTERN}) \\d{1,2}(?:st|nd|rd|th)?|(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${MONTH_PATTERN})`,
)
const DATE_OF_MONTH = /^(?:the )?\d{1,2}(?:st|nd|rd|th)$/
/** Whether normalized words are a weekday and nothing else. */
export const isWeekday = (text: string): boolean => WEEKDAY.test(text)
/** Whether they are a day and a month without a year. */
export const isMonthDay = (text: string): boolean => MONTH_DAY.test(text)
/** Whether they are a date of a month without the month. */
export const isDateOfMonth = (text: string): boolean => DATE_OF_MONTH.test(text)

/** Reads normalized words as a date, against today; undefined where they have none of the forms of a date. */
export function matchDate(
  text: string,
  today: Day,
): { reading: ParseResult<Day | null>; context: TitleContext } | undefined {
  if (!ANY_FORM.test(text)) return undefined
  for (const { pattern, context, read } of FORMS) {
    const parts = pattern.exec(text)
    if (parts !== null) return { reading: read(today, parts), context }
  }
  return undefined
}

import {
  countOf,
  countPattern,
  monthName,
  monthNumber,
  monthPattern,
  type Unit,
  unitNamed,
  unitPattern,
  weekdayNumber,
  weekdayPattern,
} from './calendar-names.ts'
import { type Day, dayFrom, daysIn, shiftDays, shiftMonths, weekday } from './dates.ts'
import type { Reading } from './words.ts'

/**
 * Where in a line of other words a form may be taken for a date: anywhere, as the last words,
 * after `due`, `by` or `on`, after `due` only, or not at all.
 */
type Place = 'anywhere' | 'last' | 'preposition' | 'due' | 'alone'

type Parts = (string | undefined)[]
interface Form {
  pattern: RegExp
  place: Place
  read(today: Day, parts: Parts): Reading<Day | null>
}

const whole = (source: string) => new RegExp(`^(?:${source})$`)
const outside = { problem: 'years go from 1900 to 9999' }
const day = (value: Day | undefined): Reading<Day | null> => (value === undefined ? outside : { value })

function shift(today: Day, count: number, unit: Unit): Reading<Day | null> {
  if (unit === 'day') return day(shiftDays(today, count))
  if (unit === 'week') return day(shiftDays(today, count * 7))
  return day(shiftMonths(today, unit === 'month' ? count : count * 12))
}

/** The first such day that is not before today; undefined when no year has it, or none up to 9999. */
export function nextMonthDay(today: Day, month: number, date: number): Day | undefined {
  const year = Number(today.slice(0, 4))
  for (let ahead = 0; ahead <= 8; ahead++) {
    const found = dayFrom(year + ahead, month, date)
    if (found !== undefined && found >= today) return found
  }
  return undefined
}

const ordinal = (date: number): string =>
  date % 100 >= 11 && date % 100 <= 13 ? 'th' : (['th', 'st', 'nd', 'rd'][date % 10] ?? 'th')

function monthDay(today: Day, name = '', digits = '', suffix = '', year = ''): Reading<Day | null> {
  const [month, date] = [monthNumber(name), Number(digits)]
  if (suffix !== '' && suffix !== ordinal(date)) return { problem: `the ending is ${date}${ordinal(date)}` }
  if (year !== '') return numbered(Number(year), month, date)
  const most = daysIn(2000, month)
  if (date < 1 || date > most) return { problem: `${monthName(month)} has ${most} days at most` }
  return day(nextMonthDay(today, month, date))
}

function numbered(year: number, month: number, date: number): Reading<Day | null> {
  const value = dayFrom(year, month, date)
  if (value !== undefined) return { value }
  if (year < 1900 || year > 9999) return outside
  if (month < 1 || month > 12) return { problem: `there is no month ${month}` }
  return { problem: `${monthName(month)} ${year} has ${daysIn(year, month)} days` }
}

/** Days until the end of the week, Sunday. */
const restOfWeek = (today: Day): number => 7 - weekday(today)
const firstOfNextMonth = (today: Day): Day | undefined => shiftMonths(`${today.slice(0, 8)}01`, 1)
const lastOfMonth = (today: Day): Day =>
  `${today.slice(0, 8)}${daysIn(Number(today.slice(0, 4)), Number(today.slice(5, 7)))}`

const words = new Map<string, number>([
  ['today', 0],
  ['tomorrow', 1],
  ['tmr', 1],
  ['tmrw', 1],
  ['yesterday', -1],
])

const forms: Form[] = [
  { pattern: /^none$/, place: 'alone', read: () => ({ value: null }) },
  {
    pattern: whole([...words.keys()].join('|')),
    place: 'anywhere',
    read: (today, [word = '']) => day(shiftDays(today, words.get(word) ?? 0)),
  },
  { pattern: /^(?:the )?day after tomorrow$/, place: 'anywhere', read: (today) => day(shiftDays(today, 2)) },
  { pattern: /^(?:the )?day before yesterday$/, place: 'alone', read: (today) => day(shiftDays(today, -2)) },
  {
    pattern: whole(weekdayPattern),
    place: 'last',
    read: (today, [name = '']) => day(shiftDays(today, ((weekdayNumber(name) - weekday(today) + 6) % 7) + 1)),
  },
  {
    pattern: whole(`next (${weekdayPattern})`),
    place: 'anywhere',
    read: (today, [, name = '']) => day(shiftDays(today, restOfWeek(today) + weekdayNumber(name))),
  },
  { pattern: /^next week$/, place: 'anywhere', read: (today) => day(shiftDays(today, restOfWeek(today) + 1)) },
  { pattern: /^next month$/, place: 'anywhere', read: (today) => day(firstOfNextMonth(today)) },
  { pattern: /^eow$/, place: 'anywhere', read: (today) => day(shiftDays(today, restOfWeek(today))) },
  { pattern: /^eom$/, place: 'anywhere', read: (today) => day(lastOfMonth(today)) },
  {
    pattern: /^(?:the )?end of (?:the )?week$/,
    place: 'preposition',
    read: (today) => day(shiftDays(today, restOfWeek(today))),
  },
  { pattern: /^(?:the )?end of (?:the )?month$/, place: 'preposition', read: (today) => day(lastOfMonth(today)) },
  {
    pattern: whole(`in (a |${countPattern})(${unitPattern})`),
    place: 'anywhere',
    read: (today, [, count = '', unit = '']) => shift(today, countOf(count), unitNamed(unit)),
  },
  {
    pattern: /^\+(\d{1,7})([dwmy])$/,
    place: 'anywhere',
    read: (today, [, count = '', unit = '']) => shift(today, Number(count), unitNamed(unit)),
  },
  {
    pattern: /^(\d{1,7})([dwmy])$/,
    place: 'due',
    read: (today, [, count = '', unit = '']) => shift(today, Number(count), unitNamed(unit)),
  },
  {
    pattern: whole(`(?:\\+ ?)?(${countPattern})(${unitPattern})`),
    place: 'alone',
    read: (today, [, count = '', unit = '']) => shift(today, countOf(count), unitNamed(unit)),
  },
  {
    pattern: whole(`(a |${countPattern})(${unitPattern}) ago`),
    place: 'alone',
    read: (today, [, count = '', unit = '']) => shift(today, -countOf(count), unitNamed(unit)),
  },
  {
    pattern: whole(`(${monthPattern}) (\\d{1,2})(st|nd|rd|th)?(?:,? (\\d{4}))?`),
    place: 'anywhere',
    read: (today, [, name, date, suffix, year]) => monthDay(today, name, date, suffix, year),
  },
  {
    pattern: whole(`(?:the )?(\\d{1,2})(st|nd|rd|th)?(?: of)? (${monthPattern})(?:,? (\\d{4}))?`),
    place: 'anywhere',
    read: (today, [, date, suffix, name, year]) => monthDay(today, name, date, suffix, year),
  },
  {
    pattern: /^(\d{4})-(\d\d)-(\d\d)$/,
    place: 'anywhere',
    read: (_today, [, year, month, date]) => numbered(Number(year), Number(month), Number(date)),
  },
]

const weekdayAlone = whole(weekdayPattern)
const yearless = whole(
  `(?:${monthPattern}) \\d{1,2}(?:st|nd|rd|th)?|(?:the )?\\d{1,2}(?:st|nd|rd|th)?(?: of)? (?:${monthPattern})`,
)
export const isWeekday = (text: string): boolean => weekdayAlone.test(text)
/** A month's day that does not say which year's. */
export const isMonthDay = (text: string): boolean => yearless.test(text)

/** Reads tidied words as one of the forms of a date; undefined when they have none of these forms. */
export function matchDate(text: string, today: Day): { reading: Reading<Day | null>; place: Place } | undefined {
  for (const { pattern, place, read } of forms) {
    const parts = pattern.exec(text)
    if (parts !== null) return { reading: read(today, parts), place }
  }
  return undefined
}

import { monthName, shortMonth } from './calendar-names.ts'
import { isDateOfMonth, isMonthDay, isWeekday, matchDate, nextMonthDay } from './date-forms.ts'
import { addDays, type Day, dayFrom, shiftMonths } from './dates.ts'
import { type ParseResult, excerptOf, normalizeWords } from './typed-text.ts'

const ACCEPTED =
  'accepted: today, tomorrow, fri, next fri, this weekend, next week, in 3 days, +3d, 2w, eow, eom, eoy, 15th, ' +
  'jun 1, fri 18 dec, 2026-06-01, none'
const HAS_TIME = /\d ?[ap]\.?m\b|\d:\d|\bnoon\b/
/** Words that may stand before a date. */
const LEAD = /^(?:due )?(?:by |on )?(?:this (?!weekend))?/

/** The words of a date without those that may stand before it; null where there are too many. */
const dateWordsOf = (text: string): string | null => normalizeWords(text)?.replace(LEAD, '') ?? null

/**
 * Reads a date as people type it, against today in their zone; `none` is null. All of the text must be
 * understood. A month's day without a year (`jun 1`) is the first such day from today on, today included.
 */
export function readDate(text: string, today: Day): ParseResult<Day | null> {
  const words = dateWordsOf(text)
  if (words === '') return { problem: `a date is missing (${ACCEPTED})` }
  const matched = words === null ? undefined : matchDate(words, today)
  if (matched?.reading.problem !== undefined) return problemWith(text, matched.reading.problem)
  if (matched !== undefined) return matched.reading
  if (words !== null && HAS_TIME.test(words)) return problemWith(text, 'only a due date has a time of day')
  const numeric = words === null ? undefined : numericDateProblem(words, today)
  return numeric === undefined ? problemWith(text) : { problem: numeric }
}

type DateReader = (text: string, today: Day) => ParseResult<unknown>

/** After as many years each date has had each weekday, 29 February too. */
const CALENDAR_CYCLE = 28

/**
 * Why words are no date on any day, or null where they are one on some: whether `sat 18 dec` is one depends on the
 * year.
 */
export function formProblem(text: string, read: DateReader = readDate): string | null {
  for (let year = 2026; year < 2026 + CALENDAR_CYCLE; year++)
    if (read(text, `${year}-01-01`).problem === undefined) return null
  return read(text, '2026-01-01').problem ?? null
}

/**
 * Like readDate, for a day in the past: a weekday, or a month's day without its month or its year, is the latest one up
 * to and including today. A day that is written out in full may still lie in the future.
 */
export function readPastDate(text: string, today: Day): ParseResult<Day | null> {
  const reading = readDate(text, today)
  if (reading.problem !== undefined || reading.value === null || reading.value <= today) return reading
  const words = dateWordsOf(text) ?? ''
  if (isWeekday(words)) return { value: addDays(reading.value, -7) }
  if (isDateOfMonth(words)) return { value: latestDate(Number.parseInt(words.replace('the ', ''), 10), today) }
  if (!isMonthDay(words)) return reading
  const year = Number(today.slice(0, 4))
  const years = Array.from({ length: 9 }, (_, ago) => readDate(`${words} ${year - ago}`, today))
  return years.find(({ value }) => value && value <= today) ?? reading
}

/** The last day up to today with this date. */
function latestDate(date: number, today: Day): Day {
  const months = [0, -1, -2].map((ago) => shiftMonths(`${today.slice(0, 8)}01`, ago) ?? today)
  const days = months.flatMap((first) => dayFrom(Number(first.slice(0, 4)), Number(first.slice(5, 7)), date) ?? [])
  return days.find((day) => day <= today) ?? today
}

function problemWith(text: string, reason?: string): { problem: string } {
  return { problem: `not a date: ${excerptOf(text)}${reason === undefined ? '' : `: ${reason}`} (${ACCEPTED})` }
}

/**
 * For numeric dates such as `6/1`: a sentence that names the days it could mean. Undefined for other texts. It names a
 * year only where the text does, since `formProblem` knows no day, from which the next 1 June is counted.
 */
export function numericDateProblem(words: string, today: Day): string | undefined {
  const text = words.replace(/ ?([/.-]) ?/g, '$1')
  if (!/^\d{1,4}(?:[/.-]\d{1,4}){1,2}[/.-]?$/.test(text)) return undefined
  const parts = text.split(/[/.-]/).filter((part) => part !== '')
  const yearFirst = (parts[0] ?? '').length > 2
  const [a, b] = (yearFirst ? parts.slice(1) : parts).map(Number)
  const year = parts.length < 3 ? undefined : fullYear(yearFirst ? parts[0] : parts[2])
  if (a === undefined || b === undefined) return undefined

  const readings = [
    { month: a, date: b },
    { month: b, date: a },
  ]
    .map(({ month, date }) => ({
      day: year === undefined ? nextMonthDay(today, month, date) : dayFrom(year, month, date),
      spelledOut: `${date} ${monthName(month)}${year === undefined ? '' : ` ${year}`}`,
      unambiguous: `${shortMonth(month)} ${date}${year === undefined ? '' : ` ${year}`}`,
    }))
    .filter((reading, at) => reading.day !== undefined && (at === 0 || a !== b))
  const [first, second] = readings
  if (first === undefined) return undefined
  const why = second
    ? `could be ${first.spelledOut} or ${second.spelledOut}`
    : 'is refused, since such dates can be read in two ways'
  const other = year === undefined ? second?.unambiguous : first.day
  return `${text} ${why}; write ${first.unambiguous}${other === undefined ? '' : ` or ${other}`}`
}

const fullYear = (digits = ''): number => Number(digits) + (digits.length === 2 ? 2000 : 0)

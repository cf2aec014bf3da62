import { monthName, shortMonth } from './calendar-names.ts'
import { isMonthDay, isWeekday, matchDate, nextMonthDay } from './date-forms.ts'
import { addDays, type Day, dayFrom } from './dates.ts'
import { type Reading, shown, tidy } from './words.ts'

const accepted =
  'accepted: today, tomorrow, yesterday, fri, next fri, next week, next month, in 3 days, +3d, 2w, eow, eom, jun 1, 2026-06-01, none'

/**
 * Reads a date as people type it, against today in their zone; `none` is null. All of the text must be
 * understood. A month's day without a year (`jun 1`) is the first such day from today on, today included.
 */
export function readDate(text: string, today: Day): Reading<Day | null> {
  const words = tidy(text)
  if (words === '') return { problem: `a date is missing (${accepted})` }
  const matched = words === null ? undefined : matchDate(words, today)
  if (matched?.reading.problem !== undefined) return refusal(text, matched.reading.problem)
  if (matched !== undefined) return matched.reading
  if (words !== null && /\d ?[ap]\.?m\b|\d:\d/.test(words)) return refusal(text, 'there are no times of day')
  return (words === null ? undefined : numeric(words, today)) ?? refusal(text)
}

/** The same for a day that has been: a weekday, or a month's day without its year, is the last one there was, today included. */
export function readPastDate(text: string, today: Day): Reading<Day | null> {
  const reading = readDate(text, today)
  if (reading.problem !== undefined || reading.value === null || reading.value <= today) return reading
  const words = tidy(text) ?? ''
  if (isWeekday(words)) return { value: addDays(reading.value, -7) }
  if (!isMonthDay(words)) return reading
  const year = Number(today.slice(0, 4))
  const years = Array.from({ length: 9 }, (_, ago) => readDate(`${words} ${year - ago}`, today))
  return years.find(({ value }) => value && value <= today) ?? reading
}

function refusal(text: string, reason?: string): { problem: string } {
  return { problem: `not a date: ${shown(text)}${reason === undefined ? '' : `: ${reason}`} (${accepted})` }
}

/** The problem with `6/1` and its like, told with the readings it could have; undefined for other texts. */
function numeric(words: string, today: Day): { problem: string } | undefined {
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
      said: `${date} ${monthName(month)}${year === undefined ? '' : ` ${year}`}`,
      typed: `${shortMonth(month)} ${date}${year === undefined ? '' : ` ${year}`}`,
    }))
    .filter((reading, at) => reading.day !== undefined && (at === 0 || a !== b))
  const [first, second] = readings
  if (first === undefined) return undefined
  const why = second
    ? `could be ${first.said} or ${second.said}`
    : 'is refused, since such dates can be read in two ways'
  return { problem: `${text} ${why}; write ${first.typed} or ${first.day}` }
}

const fullYear = (digits = ''): number => Number(digits) + (digits.length === 2 ? 2000 : 0)

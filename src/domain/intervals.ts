import { countOf, COUNT_PATTERN, type Unit, unitNamed, UNITS, UNIT_PATTERN } from './calendar-names.ts'
import { formProblem, readDate } from './date-words.ts'
import { type Day, isDay } from './dates.ts'
import { NTH_PATTERN, parseMonthDays, parseWeekdays, parseYearDay } from './interval-days.ts'
import { ADVERB_OF_UNIT, canonicalInterval, type IntervalRule, MAX_UNITS, type NamedDays } from './interval-rules.ts'
import { excerptOf, normalizeWords, type ParseResult } from './typed-text.ts'

const ACCEPTED =
  'accepted: daily, weekly, monthly, yearly, weekdays, 3 days, 2 weeks, 6 months, 2 years, mon,thu, ' +
  'every other week, every other fri, every 15th, monthly on last, every jun 1, … until 2027-06-30'
const MAX_CHARACTERS = 200

type RuleResult = ParseResult<IntervalRule> | undefined
type Span = Pick<IntervalRule, 'unit' | 'count'> & { on?: NamedDays }

const ofUnit = (unit: Unit, count = 1): Span => ({ unit, count })
const onWeekdays = (...weekdays: number[]): Span => ({ ...ofUnit('week'), on: { type: 'weekdays', weekdays } })
const [WORKDAYS, WEEKEND] = [onWeekdays(1, 2, 3, 4, 5), onWeekdays(6, 7)]

/** Words that are an interval by themselves, but not after `every`. */
export const ADVERBS = new Map<string, Span>([
  ...UNITS.map((unit) => [ADVERB_OF_UNIT[unit], ofUnit(unit)] as const),
  ['annually', ofUnit('year')],
  ['biweekly', ofUnit('week', 2)],
  ['fortnightly', ofUnit('week', 2)],
  ['quarterly', ofUnit('month', 3)],
])
const NOUNS = new Map<string, Span>([
  ...UNITS.map((unit) => [unit, ofUnit(unit)] as const),
  ['fortnight', ofUnit('week', 2)],
  ['quarter', ofUnit('month', 3)],
  ['weekday', WORKDAYS],
  ['weekdays', WORKDAYS],
  ['workday', WORKDAYS],
  ['workdays', WORKDAYS],
  ['business day', WORKDAYS],
  ['weekend', WEEKEND],
  ['weekends', WEEKEND],
])
const COUNTED_SPAN = new RegExp(`^(?:(${COUNT_PATTERN}|other )|(${NTH_PATTERN}) )(${UNIT_PATTERN})$`)
const EVERY = /^(?:every|each) /
const UNTIL = / (?:until|till|ending(?: on)?|through) (.+)$/
/** Where a span ends and the days that it names begin. */
const ON = / on (?:the )?/
/** Where the days that are named end and the span of which they are begins. */
const OF = / (?:(?:of|in) )?(?:(?:every|each) |the (?=month$))/

/**
 * Reads an interval as people type it, with or without a leading `every`, into its canonical form. All of the text must
 * be understood. Words of an end (`until friday`) are read against today; without it they are checked and stay.
 */
export function readInterval(text: string, today?: Day): ParseResult<string> {
  const words = normalizeWords(text, MAX_CHARACTERS)
  if (words === null) return problemWith(text)
  const end = UNTIL.exec(words)
  const body = end === null ? words : words.slice(0, end.index)
  const reading = readRule(body)
  if (reading?.value === undefined) return problemWith(text, reading?.problem)
  if (end === null) return { value: canonicalInterval(reading.value) }
  const until = readEnd(end[1] ?? '', today)
  return until.problem === undefined
    ? { value: canonicalInterval({ ...reading.value, until: until.value }) }
    : problemWith(text, until.problem)
}

/** A canonical interval without an end, with one. */
export const withEnd = (every: string, until: Day): string => `${every} until ${until}`

function readEnd(words: string, today: Day | undefined): ParseResult<string> {
  if (words === 'none') return { problem: 'the end is no date' }
  if (today === undefined && !isDay(words)) {
    const problem = formProblem(words)
    return problem === null ? { value: words } : { problem }
  }
  const reading = readDate(words, today ?? words)
  return reading.problem === undefined ? { value: reading.value ?? words } : reading
}

function problemWith(text: string, reason?: string): { problem: string } {
  const named = text.trim() === '' ? 'an interval is missing' : `not an interval: ${excerptOf(text)}`
  return { problem: `${named}${reason === undefined ? '' : `: ${reason}`} (${ACCEPTED})` }
}

/** The rule of an interval without its end; undefined where it has none of the forms of one. */
function readRule(words: string): RuleResult {
  const rest = words.replace(EVERY, '')
  const isSaid = rest !== words
  const span = readSpan(rest, isSaid)
  if (span !== undefined) return span
  const weekdays = parseWeekdays(rest)
  if (weekdays !== undefined) return { value: { ...ofUnit('week'), on: weekdays } }
  const everyOther = /^other (.+)$/.exec(rest)?.[1]
  const other = everyOther === undefined ? undefined : parseWeekdays(everyOther)
  if (other !== undefined) return { value: { ...ofUnit('week', 2), on: other } }
  return readSpanOn(rest, isSaid) ?? readDaysOf(rest) ?? (isSaid ? readNamed(rest) : undefined)
}

/** `2 weeks`, `other month`, `3rd day`, `weekday`; adverbs where no `every` is said. */
function readSpan(words: string, isSaid: boolean): ParseResult<Span> | undefined {
  const named = NOUNS.get(words) ?? (isSaid ? undefined : ADVERBS.get(words))
  if (named !== undefined) return { value: named }
  const [matched, number, nth = '', unit = ''] = COUNTED_SPAN.exec(words) ?? []
  if (matched === undefined) return undefined
  const count = number === undefined ? nthCount(nth, isSaid) : number === 'other ' ? 2 : countOf(number)
  if (count === undefined) return undefined
  return count >= 1 && count <= MAX_UNITS
    ? { value: ofUnit(unitNamed(unit), count) }
    : { problem: `the number goes from 1 to ${MAX_UNITS}` }
}

/** The count of `every 2nd week`; `every first week` is none. */
function nthCount(nth: string, isSaid: boolean): number | undefined {
  const count = ['second', 'third', 'fourth', 'fifth'].indexOf(nth) + 2
  const number = count > 1 ? count : Number.parseInt(nth, 10)
  return isSaid && number > 1 ? number : undefined
}

/** A span and its days: `2 weeks on mon`, `month on the 1st`. */
function readSpanOn(words: string, isSaid: boolean): RuleResult {
  const on = ON.exec(words)
  if (on === null) return undefined
  const span = readSpan(words.slice(0, on.index), isSaid)
  return span?.value === undefined ? span : daysInSpan(span.value, words.slice(on.index + on[0].length), true)
}

/** Days and their span: `1st of every month`, `last day of the month`, `jan 1 every year`. */
function readDaysOf(words: string): RuleResult {
  const of = OF.exec(words)
  if (of === null) return undefined
  const span = readSpan(words.slice(of.index + of[0].length), true)
  return span?.value === undefined ? span : daysInSpan(span.value, words.slice(0, of.index).replace(/^on /, ''), false)
}

/** The days that a span names; `bare` takes numbers as dates. */
function daysInSpan({ unit, count, on }: Span, days: string, bare: boolean): RuleResult {
  if (on !== undefined || unit === 'day') return undefined
  if (unit === 'week') {
    const weekdays = parseWeekdays(days)
    return weekdays && { value: { unit, count, on: weekdays } }
  }
  const inYear = parseYearDay(days)
  const named =
    unit === 'year' || inYear?.value !== undefined ? inYear : parseMonthDays(days.replace(/ of the month$/, ''), bare)
  if (named?.value === undefined) return named
  if (unit === 'month' && named === inYear) return undefined
  return { value: { unit, count, on: named.value } }
}

/** Days after `every`: of each month (`15th`, `2nd friday`), or of each year (`jan 1`). */
function readNamed(days: string): RuleResult {
  const inYear = parseYearDay(days)
  const named = inYear ?? parseMonthDays(days, false)
  return named?.value === undefined ? named : { value: { ...ofUnit(inYear ? 'year' : 'month'), on: named.value } }
}

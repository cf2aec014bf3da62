import { WEEKDAY_PATTERN } from './calendar-names.ts'
import { isWeekday, matchDate, type TitleContext } from './date-forms.ts'
import type { Day } from './dates.ts'
import type { FieldMatch } from './quick-add-fields.ts'
import { dueWordsAt, matchDateAt, NO_DATE_AFTER, NO_WEEKDAY_AFTER } from './quick-dates.ts'
import { phraseOf, unusedWords, type Word } from './quick-words.ts'
import { matchTime, type TimeOfDay } from './times.ts'
import type { ParseResult } from './typed-text.ts'

/** `at 9 o'clock in the morning`. */
const MAX_TIME_WORDS = 6
/** `the 15th`. */
const MAX_DAY_WORDS = 2
const BESIDE_TIME = new Set<TitleContext>(['last', 'preposition'])
const DAY_START = new RegExp(`^(?:the$|weekend$|\\d|${WEEKDAY_PATTERN}$)`)
const TIME_START = /^(?:at|by|due|noon|midnight|morning|afternoon|evening|night|\d.*)$/
/** `tomorrow evening at 7`: which of two hours is meant. */
const DAY_PART = /^(?:tonight|morning|afternoon|evening|night)$/
/** `9am-5pm` */
const RANGE = /^\d{1,2}(?:[:.]\d\d)?(?:[ap]m)?[-–]\d{1,2}(?:[:.]\d\d)?[ap]m$|^\d{1,2}:\d\d[-–]\d{1,2}:\d\d$/
/** Words that a time may have after its first one; the others end it, and need not be tried. */
const TIME_PART = /^(?:[ap]\.?m\.?|o['’]?clock|in|the|morning|afternoon|evening)$/
/** After one of these a time is not when something is due: `until 5pm`, `9am to 5pm`. */
const NO_TIME_AFTER = new Set([...NO_DATE_AFTER, 'and', 'or', '&', '-', '–'])
/** An hour alone, `at 9`: the title may go on with it, `look at 9 houses`, unless one of these words comes next. */
const BARE_HOUR = /^at \d+$/
/** `3:16`, which may be a verse, too. */
const AMBIGUOUS = /^[1-6]:/
const BOUNDARY = /^(?:[#@~$&(-].*|p[1-5]|due|by|on|until|till|for|with|via|about|in|each|every|daily|[.,;:!?].*)$/

/** Words that have the form of a time. */
interface TimeWords {
  text: string
  /** The index of the word after them. */
  next: number
  reading: ParseResult<TimeOfDay>
}

/**
 * The time that begins at index `at`, including a `due` or `by` before it; with a problem where its words stay in the
 * title. Undefined where none begins. `isAfterDay` says that the word before it is a day.
 */
export function matchTimeAt(
  words: readonly Word[],
  at: number,
  today: Day,
  isAfterDay = false,
): FieldMatch | undefined {
  const first = words[at]?.lower ?? ''
  if (!TIME_START.test(first)) return undefined
  if (RANGE.test(first)) return { field: 'at', value: null, problem: NO_END, length: 1 }
  return timeFrom(words, at, today, isAfterDay)
}

function timeFrom(words: readonly Word[], at: number, today: Day, isAfterDay: boolean): FieldMatch | undefined {
  const lead = dueWordsAt(words, at).length
  const found = timeAfterLead(words, at, lead, isAfterDay || isConsumed(words[at - 1]))
  if (!found) return undefined
  const { text, next, reading } = found
  const before = words[at - 1]
  const isBesideDate = isAfterDay || isConsumed(before) || isDateAt(words, next, today)
  const around = { after: words[next], isBesideDate, isLed: lead > 0 || text.startsWith('at ') }
  if (!isTimeThere(text, reading.problem, around)) return undefined
  const end = lengthOfEnd(words, next)
  const problem = reading.problem ?? problemAround(words[next], end, isAfterDay ? undefined : before)
  const value = problem === undefined ? (reading.value ?? null) : null
  return { field: 'at', value, problem, length: next - at + end }
}

const isConsumed = (word: Word | undefined): boolean => word !== undefined && word.consumed

/** A time after so many words as `due by`, or after the part of the day of a date. */
function timeAfterLead(words: readonly Word[], at: number, lead: number, isAfterDay: boolean): TimeWords | undefined {
  const first = words[at]?.lower ?? ''
  if (DAY_PART.test(first)) return isAfterDay ? longestTime(words, at + 1, first) : undefined
  const before = words[at - 1]?.lower ?? ''
  if (lead === 0 && NO_TIME_AFTER.has(before)) return undefined
  return longestTime(words, at + lead, DAY_PART.test(before) ? before : undefined)
}

/** The longest time that begins at index `start`, of a part of the day where that is known. */
function longestTime(words: readonly Word[], start: number, dayPart: string | undefined): TimeWords | undefined {
  const unused = unusedWords(words, start, MAX_TIME_WORDS)
  const first = unused[0]?.lower === 'at' ? 1 : 0
  const end = unused.findIndex(({ lower }, n) => n > first && !TIME_PART.test(lower))
  for (let length = end < 0 ? unused.length : end; length > 0; length--) {
    const text = phraseOf(unused.slice(0, length))
    const next = start + length
    const reading = matchTime(text, words[next]?.lower === 'tonight' ? 'tonight' : dayPart)
    if (reading) return { text, next, reading }
  }
  return undefined
}

const isDateAt = (words: readonly Word[], at: number, today: Day): boolean =>
  isWeekday(words[at]?.lower ?? '') || Boolean(matchDateAt(words, at, today)?.value)

const NO_END = 'write when it begins, and how long it takes as ~1h'
const NUMERIC_DATE = /^\d{1,2}[/.]\d{1,2}\.?$/
const isUnclearDay = ({ lower, consumed }: Word): boolean => !consumed && (isWeekday(lower) || NUMERIC_DATE.test(lower))

/** Why a time is not understood: others follow, or a day stands before it that is not, either: `mon and thu 3pm`. */
function problemAround(after: Word | undefined, end: number, before: Word | undefined): string | undefined {
  if (end > 0) return /^(?:and|or|&)$/.test(after?.lower ?? '') ? 'an item has one time' : NO_END
  return before && isUnclearDay(before) ? 'the day is not clear' : undefined
}

/** How many words name another time after one, or its end: `and 8pm`, `to 3pm`. */
function lengthOfEnd(words: readonly Word[], at: number): number {
  const next = unusedWords(words, at, 3)
  if (!/^(?:to|-|–|until|till|and|or|&)$/.test(next[0]?.lower ?? '')) return 0
  for (let length = next.length; length > 1; length--) if (matchTime(phraseOf(next.slice(1, length)))) return length
  return 0
}

/** What stands around words that could be a time. */
interface Surroundings {
  after: Word | undefined
  isBesideDate: boolean
  /** After `due`, `by` or `at`. */
  isLed: boolean
}

/** Whether words that could be a time are one. */
function isTimeThere(text: string, problem: string | undefined, around: Surroundings): boolean {
  const { after, isBesideDate, isLed } = around
  const isLast = after === undefined || after.consumed
  if (problem !== undefined && !isLed && !isBesideDate) return AMBIGUOUS.test(text)
  if (isLast || isBesideDate) return true
  if (BARE_HOUR.test(text)) return BOUNDARY.test(after.lower)
  return isLed || text !== 'noon'
}

/** `friday night` at the end of a line. */
function isFinalDayPart(words: readonly Word[], at: number): boolean {
  const [part, after] = [words[at], words[at + 1]]
  return part !== undefined && DAY_PART.test(part.lower) && (after === undefined || BOUNDARY.test(after.lower))
}

/** A day that counts as a date only beside a time: `friday 3pm`, `15:00 on the 15th`. */
export function matchDayBesideTime(
  words: readonly Word[],
  at: number,
  today: Day,
  isAfterTime: boolean,
): FieldMatch | undefined {
  if (!DAY_START.test(words[at]?.lower ?? '') || NO_WEEKDAY_AFTER.has(words[at - 1]?.lower ?? '')) return undefined
  const unused = unusedWords(words, at, MAX_DAY_WORDS)
  for (let length = unused.length; length > 0; length--) {
    const match = matchDate(phraseOf(unused.slice(0, length)), today)
    if (!match?.reading.value || !BESIDE_TIME.has(match.context)) continue
    const next = at + length
    if (isAfterTime || isFinalDayPart(words, next) || matchTimeAt(words, next, today, true)?.value)
      return { field: 'due', value: match.reading.value, length }
  }
  return undefined
}

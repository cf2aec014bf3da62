import { COUNT_WORD_PATTERN, MONTH_PATTERN, UNIT_PATTERN, WEEKDAY_PATTERN } from './calendar-names.ts'
import { matchDate } from './date-forms.ts'
import type { Day } from './dates.ts'
import { NTH_PATTERN } from './interval-days.ts'
import { ADVERBS, readInterval, withEnd } from './intervals.ts'
import type { FieldMatch } from './quick-add-fields.ts'
import { matchDateAt } from './quick-dates.ts'
import { lengthOfAttempt } from './nearest-interval.ts'
import { phraseOf, unusedWords, type Word } from './quick-words.ts'

const MAX_INTERVAL_WORDS = 15
/** Words that an interval or the date of its end may have; the others end it, and need not be tried. */
const PART = new RegExp(
  `^(?:[\\d+&].*|${NTH_PATTERN},?|${WEEKDAY_PATTERN}.*|${MONTH_PATTERN},?|${UNIT_PATTERN}|${COUNT_WORD_PATTERN}|` +
    'every|each|other|on|of|in|the|and|an?|to|thru|through|day,?|weekdays?|weekends?|workdays?|business|quarter|' +
    'fortnight|until|till|ending|next|this|after|end|today|tonight|tomorrow|tmr|tod|eo[dwmy])$',
)
const MAX_END_WORDS = 5
/** Words after `every` that are looked at where they are no interval. */
const MAX_ATTEMPT_WORDS = 4
/** How many words a day may have before the `every` of which it is one: `the 4th thursday of`. */
const MAX_DAY_WORDS = 6
const isEvery = (word: Word | undefined): boolean => word?.lower === 'every' || word?.lower === 'each'

const DAY_START = new RegExp(`^(?:on$|the$|${NTH_PATTERN},?$|${WEEKDAY_PATTERN}|${MONTH_PATTERN})`)
/** Words after an interval that begin to name its days. */
const DAYS_BEGIN = new RegExp(`^(?:on|of) (?:the )?(?:\\d|${NTH_PATTERN}|${WEEKDAY_PATTERN}\\b|${MONTH_PATTERN} \\d)`)
/** Words that do not go on with an ordinal: `every 15th to Ann`. */
const BOUNDARY =
  /^(?:[#@~$&(-].*|p[1-5]|due|by|on|starting|until|till|from|for|at|in|to|with|and|or|via|about|[.,;:!?].*)$/
/** Before a last word such as `monthly` that says something else: `twice monthly`. */
const NO_ADVERB_AFTER = new Set(['twice', 'once', 'thrice', 'times', 'the', 'a', 'not', 'or', 'and'])

/** The longest interval that begins at index `at`; with a problem where its words stay in the title as a whole. */
export function matchIntervalAt(words: readonly Word[], at: number, today: Day): FieldMatch | undefined {
  if (isEvery(words[at])) return matchEvery(words, at, today)
  const word = words[at]?.lower ?? ''
  if (ADVERBS.has(word)) return matchLongest(words, at, today, 3)
  if (!DAY_START.test(word)) return undefined
  const every = unusedWords(words, at + 1, MAX_DAY_WORDS).findIndex(isEvery)
  return every < 0 ? undefined : matchLongest(words, at, today, every + 3)
}

function matchEvery(words: readonly Word[], at: number, today: Day): FieldMatch | undefined {
  const match = matchLongest(words, at, today, 2)
  const next = unusedWords(words, at + 1, MAX_ATTEMPT_WORDS)
  if (match === undefined) return attemptAt(words, at, today, next)
  const rest = unusedWords(words, at + match.length, 3)
  if (match.length === 2 && isOrdinal(next[0]!) && rest[0] && !isBoundary(words, at + 2, today))
    return attemptAt(words, at, today, next)
  if (!DAYS_BEGIN.test(phraseOf(rest)) || matchDateAt(words, at + match.length, today)?.value) return match
  return { field: 'every', value: null, length: match.length + rest.length }
}

const isOrdinal = ({ lower }: Word): boolean => /^\d+(?:st|nd|rd|th)$/.test(lower)

/** Whether the word at index `at` begins something else: a marker, a date, or a part of the title. */
function isBoundary(words: readonly Word[], at: number, today: Day): boolean {
  return BOUNDARY.test(words[at]?.lower ?? '') || Boolean(matchDateAt(words, at, today)?.value)
}

/** `every` with words that begin like an interval and are none, up to where something else begins. */
function attemptAt(words: readonly Word[], at: number, today: Day, next: readonly Word[]): FieldMatch | undefined {
  const end = next.findIndex((_, n) => n > 0 && isBoundary(words, at + 1 + n, today) && !isDayWord(next[n]!))
  const length = lengthOfAttempt(end < 0 ? next : next.slice(0, end))
  return length === 0 ? undefined : { field: 'every', value: null, length: length + 1 }
}

const DAY_WORD = new RegExp(`^(?:on|of|${WEEKDAY_PATTERN}s?)$`)
const isDayWord = ({ lower }: Word): boolean => DAY_WORD.test(lower)

/** The longest interval of at least `least` words; a second `every` begins another one. */
function matchLongest(words: readonly Word[], at: number, today: Day, least: number): FieldMatch | undefined {
  const next = unusedWords(words, at, MAX_INTERVAL_WORDS)
  const again = next.findIndex((word, n) => n > 0 && ((n >= least && isEvery(word)) || !PART.test(word.lower)))
  for (let length = again < 0 ? next.length : again; length >= least; length--) {
    const text = phraseOf(next.slice(0, length))
    // A lone m may be minutes as well as months.
    const { value } = /\d ?m$/.test(text) ? {} : readInterval(text, today)
    if (value !== undefined) return { field: 'every', value, length }
  }
  return undefined
}

/** The interval that the last word before an end means, where it is one by itself: `vitamins daily until jun 30`. */
export function matchFinalAdverb(words: readonly Word[], today: Day): (FieldMatch & { at: number }) | undefined {
  const end = endAt(words, today)
  const last = end === undefined ? words.length : end.at
  const at = words.findLastIndex((word, n) => n < last && !word.consumed)
  const word = words[at]
  if (word === undefined || word.quoted || word.noticed || !ADVERBS.has(word.lower)) return undefined
  const before = words.findLast((one, n) => n < at && !one.consumed)
  if (before === undefined || NO_ADVERB_AFTER.has(before.lower)) return undefined
  const { value } = readInterval(word.lower)
  return value === undefined ? undefined : { at, field: 'every', value, length: 1 }
}

/** The end of an interval that stands elsewhere in the line: `until jun 30`. */
export function matchEnd(words: readonly Word[], every: string, today: Day): (FieldMatch & { at: number }) | undefined {
  const end = every.includes(' until ') ? undefined : endAt(words, today)
  return end && { at: end.at, field: 'every', value: withEnd(every, end.day), length: end.length }
}

/** The first `until` with a date that is not understood yet. */
function endAt(words: readonly Word[], today: Day): { at: number; length: number; day: Day } | undefined {
  for (const [at, word] of words.entries()) {
    if (word.consumed || word.quoted || !/^(?:until|till)$/.test(word.lower)) continue
    const next = unusedWords(words, at + 1, MAX_END_WORDS)
    for (let length = next.length; length > 0; length--) {
      const day = matchDate(phraseOf(next.slice(0, length)), today)?.reading.value
      if (day) return { at, length: length + 1, day }
    }
  }
  return undefined
}

import { MONTH_PATTERN, UNIT_PATTERN, WEEKDAY_PATTERN } from './calendar-names.ts'
import { NTH_PATTERN } from './interval-days.ts'
import { readInterval } from './intervals.ts'
import { MONTH_WORDS, nearestWord, UNIT_WORDS, WEEKDAY_WORDS } from './nearest-words.ts'
import type { Word } from './quick-words.ts'

const WORDS = [...WEEKDAY_WORDS, ...MONTH_WORDS, ...UNIT_WORDS, 'other', 'first', 'second', 'third', 'fourth', 'last']
const EXACT = new RegExp(
  `^(?:\\d+|${NTH_PATTERN}|other|on|of|the|and|${WEEKDAY_PATTERN}s?|${MONTH_PATTERN}|` +
    `(?!m$)${UNIT_PATTERN}|weekdays?|weekends?|quarter),?$`,
)
/** Words of an interval that do not begin one. */
const INNER = /^(?:on|of|the|and|[dwy]),?$/

/** The word of an interval that a word is, or is most likely meant to be. */
const intervalWord = ({ lower }: Word): string | undefined => (EXACT.test(lower) ? lower : nearestWord(lower, WORDS))

/**
 * How many words after an `every` look like an interval that is none, besides those that follow an ordinal (`2nd blue
 * moon`) or a number (`3 parsecs`); 0 where the first one looks like none.
 */
export function lengthOfAttempt(words: readonly Word[]): number {
  const [first] = words
  if (first === undefined || INNER.test(first.lower) || intervalWord(first) === undefined) return 0
  const more = /^\d+$|^other$/.test(first.lower) ? 2 : new RegExp(`^${NTH_PATTERN}$`).test(first.lower) ? 3 : 1
  const known = words.findLastIndex((word) => intervalWord(word) !== undefined && !INNER.test(word.lower)) + 1
  return Math.max(known, Math.min(more, words.length))
}

/** The interval that words after an `every` are nearest to. */
export function nearestInterval(words: readonly Word[]): string | undefined {
  const known = words.flatMap((word) => intervalWord(word) ?? [])
  const candidates = known.map((_, n) => known.slice(0, known.length - n).join(' '))
  candidates.push(...completed(known[0] ?? 'week'))
  return candidates.map((one) => `every ${one}`).find((one) => readInterval(one).value !== undefined)
}

/** Intervals that begin with a word. */
function completed(first: string): string[] {
  const number = Number.parseInt(first, 10)
  if (number > 5) return /^\d+$/.test(first) ? [`${first} days`, '999 days'] : [first, '31st']
  return [`${first} fri`, `${first} days`, `${first} 1`, first]
}

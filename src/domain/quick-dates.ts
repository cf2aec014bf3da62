import { monthPattern, weekdayPattern } from './calendar-names.ts'
import { matchDate } from './date-forms.ts'
import type { Day } from './dates.ts'
import { freeWords, phrase, type Word } from './quick-words.ts'

const longestDate = 5
const mayBegin = new RegExp(
  `^(?:[+\\d]|due|by|on|in$|next$|the$|day$|end$|today$|tom|tmr|yes|eo[wm]$|${weekdayPattern}|${monthPattern})`,
)

/** A date after one of these words is not when the thing is due: `until jun 1`, `over the next week`. */
const notAfter = new Set([
  'before',
  'after',
  'since',
  'until',
  'till',
  'from',
  'to',
  'between',
  'of',
  'than',
  'the',
  'last',
  'past',
  'this',
  'every',
  'each',
])
/** `gym mon and thu`, `shop black friday` */
const noWeekdayAfter = new Set([...notAfter, 'and', 'or', '&', 'not', 'black', 'good'])

/** How many words a date takes up, and which day it is; null when it is none that the calendar has, so that its words stay. */
interface Found {
  length: number
  day: Day | null
}

/** The date that begins at a place among the words, with its `due`, `by` or `on`; undefined where none begins. */
export function dateAt(words: readonly Word[], at: number, today: Day): Found | undefined {
  const first = words[at]
  if (first === undefined || !mayBegin.test(first.lower)) return undefined
  const due = first.lower === 'due'
  let lead = due ? 1 : 0
  if (['by', 'on'].includes(words[at + lead]?.lower ?? '')) lead++
  if (lead === 0 && notAfter.has(words[at - 1]?.lower ?? '')) return undefined

  const free = freeWords(words, at, lead + longestDate).slice(lead)
  for (let length = free.length; length > 0; length--) {
    const text = phrase(free.slice(0, length))
    // A lone m may be minutes or metres as well as months.
    const match = /\d ?m$/.test(text) ? undefined : matchDate(text, today)
    if (match === undefined || match.place === 'alone') continue
    if (match.place !== 'anywhere' && lead === 0) continue
    if (match.place === 'due' && !due) continue
    return { length: lead + length, day: match.reading.value ?? null }
  }
  return undefined
}

/** The day that the last word says when it is a weekday (`call mom friday`); `sat` and `sun` need a preposition. */
export function lastWeekday(words: readonly Word[], today: Day): { at: number; day: Day } | undefined {
  const at = words.findLastIndex((word) => !word.taken)
  const word = words[at]
  if (word === undefined || word.quoted || /^(?:sat|sun)$/.test(word.lower)) return undefined
  const before = words[at - 1]?.lower ?? ''
  if (noWeekdayAfter.has(before) || before.endsWith(',')) return undefined
  const match = matchDate(word.lower, today)
  return match?.place === 'last' && match.reading.value ? { at, day: match.reading.value } : undefined
}

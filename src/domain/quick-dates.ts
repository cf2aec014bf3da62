import { MONTH_PATTERN, WEEKDAY_PATTERN } from './calendar-names.ts'
import { matchDate } from './date-forms.ts'
import type { Day } from './dates.ts'
import { unusedWords, phraseOf, type Word } from './quick-words.ts'

const MAX_DATE_WORDS = 5
const DATE_START = new RegExp(
  `^(?:[+\\d]|due|by|on|in$|next$|the$|day$|end$|today$|tom|tmr|yes|eo[wm]$|${WEEKDAY_PATTERN}|${MONTH_PATTERN})`,
)

/** After one of these words a date is not a due date: `until jun 1`, `over the next week`. */
const NO_DATE_AFTER = new Set([
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
/** After one of these a weekday at the end is not a due date: `gym mon and thu`, `shop black friday`. */
const NO_WEEKDAY_AFTER = new Set([...NO_DATE_AFTER, 'and', 'or', '&', 'not', 'black', 'good'])

/** How many words a date takes up, and its day; null for one that does not exist: its words stay in the title. */
interface DateMatch {
  length: number
  day: Day | null
}

/** The date that begins at index `at`, including a leading `due`, `by` or `on`; undefined where none begins. */
export function matchDateAt(words: readonly Word[], at: number, today: Day): DateMatch | undefined {
  const first = words[at]
  if (first === undefined || !DATE_START.test(first.lower)) return undefined
  const due = first.lower === 'due'
  let lead = due ? 1 : 0
  if (['by', 'on'].includes(words[at + lead]?.lower ?? '')) lead++
  if (lead === 0 && NO_DATE_AFTER.has(words[at - 1]?.lower ?? '')) return undefined

  const unused = unusedWords(words, at, lead + MAX_DATE_WORDS).slice(lead)
  for (let length = unused.length; length > 0; length--) {
    const text = phraseOf(unused.slice(0, length))
    // A lone m may be minutes or metres as well as months.
    const match = /\d ?m$/.test(text) ? undefined : matchDate(text, today)
    if (match === undefined || match.context === 'alone') continue
    if (match.context !== 'anywhere' && lead === 0) continue
    if (match.context === 'due' && !due) continue
    return { length: lead + length, day: match.reading.value ?? null }
  }
  return undefined
}

/**
 * The day that the last unconsumed word means where it is a weekday (`call mom friday`). `sat` and `sun` are words of
 * their own, so they need a preposition.
 */
export function matchFinalWeekday(words: readonly Word[], today: Day): { at: number; day: Day } | undefined {
  const at = words.findLastIndex((word) => !word.consumed)
  const word = words[at]
  if (word === undefined || word.quoted || /^(?:sat|sun)$/.test(word.lower)) return undefined
  const before = words[at - 1]?.lower ?? ''
  if (NO_WEEKDAY_AFTER.has(before) || before.endsWith(',')) return undefined
  const match = matchDate(word.lower, today)
  return match?.context === 'last' && match.reading.value ? { at, day: match.reading.value } : undefined
}

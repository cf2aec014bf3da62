import { COUNT_WORD_PATTERN, MONTH_PATTERN, UNIT_PATTERN, WEEKDAY_PATTERN } from './calendar-names.ts'
import { matchDate, type TitleContext } from './date-forms.ts'
import type { Day } from './dates.ts'
import type { FieldMatch } from './quick-add-fields.ts'
import { unusedWords, phraseOf, type Word } from './quick-words.ts'

const MAX_DATE_WORDS = 5
const DATE_START = new RegExp(
  `^(?:[+\\d]|due|by|on|starting|in$|next$|this$|the$|day$|end$|weekend$|tod|ton|tom|tmr|yes|eo[dwmy]$|` +
    `${WEEKDAY_PATTERN}|${MONTH_PATTERN})`,
)

/** Words that a date may have after its first one; the others end it, and need not be tried. */
const DATE_PART = new RegExp(
  `^(?:\\d.*|an?|the|of|after|before|tomorrow|yesterday|ago|end|weekend|` +
    `morning|afternoon|evening|${COUNT_WORD_PATTERN}|${UNIT_PATTERN}|` +
    `${WEEKDAY_PATTERN},?|${MONTH_PATTERN},?)$`,
)
/** After one of these words a date is not a due date: `until jun 1`, `over the next week`. */
export const NO_DATE_AFTER = new Set([
  'for',
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
export const NO_WEEKDAY_AFTER = new Set([...NO_DATE_AFTER, 'and', 'or', '&', 'not', 'black', 'good'])

/** The words before a date that say that it is a due date: `due`, `by`, `on`, `due by`, `due on`, `starting`. */
interface DueWords {
  length: number
  /** Whether `due` or `starting` is one of them. */
  due: boolean
}

export function dueWordsAt(words: readonly Word[], at: number): DueWords {
  const due = ['due', 'starting'].includes(words[at]?.lower ?? '')
  let length = due ? 1 : 0
  if (['by', 'on'].includes(words[at + length]?.lower ?? '')) length++
  return { length, due }
}

/** Whether a form of date counts as a due date after these words. */
function isDueDate(context: TitleContext, { length, due }: DueWords): boolean {
  switch (context) {
    case 'anywhere':
      return true
    case 'last':
    case 'preposition':
      return length > 0
    case 'due':
      return due
    case 'alone':
      return false
  }
}

/** The date that begins at index `at`, including the words that make it a due date; undefined where none begins. */
export function matchDateAt(words: readonly Word[], at: number, today: Day): FieldMatch | undefined {
  if (!DATE_START.test(words[at]?.lower ?? '')) return undefined
  const lead = dueWordsAt(words, at)
  if (lead.length === 0 && NO_DATE_AFTER.has(words[at - 1]?.lower ?? '')) return undefined

  const unused = unusedWords(words, at, lead.length + MAX_DATE_WORDS).slice(lead.length)
  const end = unused.findIndex(({ lower }, n) => n > 0 && !DATE_PART.test(lower))
  for (let length = end < 0 ? unused.length : end; length > 0; length--) {
    const text = phraseOf(unused.slice(0, length))
    // A lone m may be minutes or metres as well as months.
    const match = /^[^+]*\d ?m$/.test(text) ? undefined : matchDate(text, today)
    if (match !== undefined && isDueDate(match.context, lead))
      return {
        field: 'due',
        value: match.reading.value ?? null,
        problem: match.reading.problem,
        length: lead.length + length,
      }
  }
  return undefined
}

/**
 * The day that the last unconsumed word means where it is a weekday (`call mom friday`). `sat` and `sun` are words of
 * their own, so they need a preposition.
 */
export function matchFinalWeekday(words: readonly Word[], today: Day): (FieldMatch & { at: number }) | undefined {
  const at = words.findLastIndex((word) => !word.consumed)
  const word = words[at]
  if (word === undefined || word.quoted || word.noticed || /^(?:sat|sun)$/.test(word.lower)) return undefined
  const before = words[at - 1]?.lower ?? ''
  if (NO_WEEKDAY_AFTER.has(before) || before.endsWith(',')) return undefined
  const match = matchDate(word.lower, today)
  if (match?.context !== 'last' || !match.reading.value) return undefined
  return { at, field: 'due', value: match.reading.value, length: 1 }
}

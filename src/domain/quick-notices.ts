import { WEEKDAY_PATTERN } from './calendar-names.ts'
import { numericDateProblem, readDate } from './date-words.ts'
import { matchDate } from './date-forms.ts'
import type { Day } from './dates.ts'
import { ordinal } from './interval-phrase.ts'
import { nearestInterval } from './nearest-interval.ts'
import { MONTH_WORDS, nearestWord, UNIT_WORDS, WEEKDAY_WORDS } from './nearest-words.ts'
import type { FieldMatch, Notice } from './quick-add-fields.ts'
import { matchDateAt } from './quick-dates.ts'
import { matchTimeAt } from './quick-times.ts'
import { phraseOf, unusedWords, type Word } from './quick-words.ts'
import type { TimeOfDay } from './times.ts'

const MAX_NOTICES = 20
const MAX_PHRASE_WORDS = 4

/** Words that are dates wherever they stand. */
const DAYS = ['today', 'tonight', 'tomorrow', 'yesterday', ...WEEKDAY_WORDS]
/** Words that are spelled like a day with one letter wrong. */
const OTHER_WORDS = new Set(['sundry', 'toddy', 'toady'])
const FRACTIONS = new Set(['1/2', '1/3', '2/3', '1/4', '3/4', '1/8', '24/7', '50/50'])

const LEAD_START = /^(?:due|starting|by|on|next|this|in)$/
const isLead = (word: Word | undefined): boolean => /^(?:due|by|on|starting|until|till)$/.test(word?.lower ?? '')

/** What a line of quick add has beside its words. */
interface NoticeContext {
  today: Day
  /** The words of the due date that was understood. */
  due: string | undefined
  /** The interval that was understood, where it may have an end. */
  every: string | undefined
  /** Those of the time. */
  at: string | undefined
  /** The time now, where it is known. */
  time: TimeOfDay | undefined
}

const messageOf = (phrase: string, reason: string | undefined, nearest: string | undefined): string =>
  `“${phrase}” stays in the title${reason === undefined ? '' : `: ${reason}`}` +
  (nearest === undefined ? '' : `; “${nearest}” would be understood`)

function noticeOf(words: readonly Word[], reason: string | undefined, nearest: string | undefined): Notice {
  const phrase = words.map(({ text }) => text).join(' ')
  return { start: words[0]?.start ?? 0, end: words.at(-1)?.end ?? 0, message: messageOf(phrase, reason, nearest) }
}

/** The notice for words that begin like a date or an interval and are none. */
export function noticeOfMatch(words: readonly Word[], { field, problem }: FieldMatch, today: Day): Notice {
  const phrase = phraseOf(words)
  if (field === 'at' || field === 'budget') return noticeOf(words, problem, undefined)
  return noticeOf(words, problem, field === 'every' ? nearestInterval(words.slice(1)) : nearestDate(phrase, today))
}

/**
 * Notices for what stays in the title although it looks like a date or an interval, each with the nearest words that
 * would have been understood. Words that were understood, quoted or noticed are left out.
 */
export function findNotices(words: readonly Word[], context: NoticeContext): Notice[] {
  const notices: Notice[] = []
  for (let at = 0; at < words.length && notices.length < MAX_NOTICES;) {
    const found = isFree(words[at]) ? noticeAt(words, at, context) : undefined
    if (found) notices.push(found.notice)
    at += found?.length ?? 1
  }
  return notices
}

const isFree = (word: Word | undefined): boolean =>
  word !== undefined && !word.consumed && !word.quoted && !word.noticed

interface Found {
  notice: Notice
  length: number
}

function noticeAt(words: readonly Word[], at: number, context: NoticeContext): Found | undefined {
  return (
    numericNotice(words, at, context) ??
    endNotice(words, at, context) ??
    dateNotice(words, at, context) ??
    timeNotice(words, at, context) ??
    dayPartNotice(words, at, context) ??
    hoursNotice(words, at, context) ??
    misspelledDay(words, at)
  )
}

/** With dots or dashes, a date is one by its year alone; without one, numbers look the same. */
const ENDS_WITH_YEAR = /^\d{1,2}[.-]\d{1,2}[.-](?:19|20)\d\d$/

/** `6/1`, `6.1.2027`, and after a word such as `due` also `6.1.` */
function numericNotice(words: readonly Word[], at: number, { today }: Pick<NoticeContext, 'today'>): Found | undefined {
  const lead = isLead(words[at]) ? 1 : 0
  const number = words[at + lead]
  if (!isFree(number) || !/^\d{1,4}(?:\/\d{1,4}){1,2}$|^\d{1,4}(?:[.-]\d{1,4}){1,2}\.?$/.test(number!.lower))
    return undefined
  if (lead === 0 && !looksLikeDate(number!.lower)) return undefined
  const reason = numericDateProblem(number!.lower, today)
  const phrase = words.slice(at, at + lead + 1)
  return reason === undefined ? undefined : { notice: noticeOf(phrase, reason, undefined), length: phrase.length }
}

const looksLikeDate = (number: string): boolean =>
  number.includes('/') ? !FRACTIONS.has(number) : ENDS_WITH_YEAR.test(number)

/** Whether words look like a date that is none by more than one misspelled name, which may be a person's. */
export const isWrongDateAt = (words: readonly Word[], at: number, today: Day): boolean =>
  (numericNotice(words, at, { today }) ?? misspelledDate(words, at, today)) !== undefined

/** `until june` behind an interval, which goes on without an end then. */
function endNotice(words: readonly Word[], at: number, { today, every }: NoticeContext): Found | undefined {
  if (every === undefined || every.includes(' until ') || !/^(?:until|till)$/.test(words[at]!.lower)) return undefined
  const next = unusedWords(words, at + 1, MAX_PHRASE_WORDS - 1)
  if (!next[0]) return undefined
  for (let length = next.length; length > 0; length--) {
    const problem = matchDate(phraseOf(next.slice(0, length)), today)?.reading.problem
    if (problem !== undefined)
      return { notice: noticeOf(words.slice(at, at + length + 1), problem, undefined), length: length + 1 }
  }
  const nearest = `until ${nearestWord(next[0].lower, DAYS) ?? 'jun 30'}`
  return { notice: noticeOf(words.slice(at, at + 2), undefined, nearest), length: 2 }
}

/** A date that is none because of the word before it, or since there is another one; or one that is misspelled. */
function dateNotice(words: readonly Word[], at: number, context: NoticeContext): Found | undefined {
  const { today, due } = context
  if (words[at]?.lower === 'for') {
    const date = matchDateAt([dueWord(words[at]), ...unusedWords(words, at + 1, MAX_PHRASE_WORDS)], 0, today)
    if (!date?.value) return undefined
    const phrase = words.slice(at, at + date.length)
    const nearest = due === undefined ? `due ${phraseOf(phrase.slice(1))}` : undefined
    return { notice: noticeOf(phrase, undefined, nearest), length: date.length }
  }
  const second = due === undefined ? undefined : matchDateAt(words, at, today)
  if (second?.value) {
    const phrase = words.slice(at, at + second.length)
    return { notice: noticeOf(phrase, `the date is “${due}” already`, undefined), length: second.length }
  }
  return misspelledDate(words, at, today)
}

/** A time that is none because of the `for` before it, or since there is another one. */
function timeNotice(words: readonly Word[], at: number, { today, at: first }: NoticeContext): Found | undefined {
  if (words[at]?.lower === 'for') {
    const time = matchTimeAt([dueWord(words[at]), ...unusedWords(words, at + 1, MAX_PHRASE_WORDS)], 0, today)
    if (!time?.value) return undefined
    const phrase = words.slice(at, at + time.length)
    const nearest = first === undefined ? `at ${phraseOf(phrase.slice(1)).replace(/^at /, '')}` : undefined
    return { notice: noticeOf(phrase, undefined, nearest), length: time.length }
  }
  const second = first === undefined ? undefined : matchTimeAt(words, at, today)
  if (!second?.value) return undefined
  const phrase = words.slice(at, at + second.length)
  return { notice: noticeOf(phrase, `the time is “${first}” already`, undefined), length: second.length }
}

const DAY_PARTS = new Map([
  ['morning', '9am'],
  ['afternoon', '3pm'],
  ['evening', '7pm'],
  ['night', '9pm'],
])

/** `tomorrow morning`, which is no time. */
function dayPartNotice(words: readonly Word[], at: number, { at: time }: NoticeContext): Found | undefined {
  const nearest = DAY_PARTS.get(words[at]!.lower)
  const before = words[at - 1]
  if (!nearest || time !== undefined || !before?.consumed || /^[#@~$]|^p\d$/.test(before.lower)) return undefined
  return { notice: noticeOf([words[at]!], undefined, nearest), length: 1 }
}

/** `in 2 hours`, with the time that it would be. */
function hoursNotice(words: readonly Word[], at: number, { time, at: given }: NoticeContext): Found | undefined {
  if (words[at]!.lower !== 'in' || given !== undefined) return undefined
  const phrase = unusedWords(words, at, 3)
  const [, count, unit] = /^in (\d{1,3}|an?) (h|hours?|hrs?|minutes?|mins?)$/.exec(phraseOf(phrase)) ?? []
  if (!count || !unit) return undefined
  const minutes = (Number(count) || 1) * (unit.startsWith('h') ? 60 : 1)
  return { notice: noticeOf(phrase, undefined, time && timeAfter(time, minutes)), length: phrase.length }
}

/** So many minutes after a time, `tomorrow` where it is on the next day; undefined beyond. */
function timeAfter(time: TimeOfDay, minutes: number): string | undefined {
  const all = Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) + minutes
  const digits = (value: number) => String(value).padStart(2, '0')
  const clock = `${digits(Math.floor((all % DAY_MINUTES) / 60))}:${digits(all % 60)}`
  if (all >= 2 * DAY_MINUTES) return undefined
  return all < DAY_MINUTES ? clock : `tomorrow ${clock}`
}

const DAY_MINUTES = 1440

const dueWord = (word: Word): Word => ({ ...word, lower: 'due' })

/** A misspelled word after `due`, `by`, `on`, `next`, `this` or `in 3`. */
function misspelledDate(words: readonly Word[], at: number, today: Day): Found | undefined {
  if (!LEAD_START.test(words[at]!.lower)) return undefined
  const next = unusedWords(words, at, MAX_PHRASE_WORDS)
  const lead =
    /^(?:due |starting )?(?:(?:by|on) )?(?:next |this |in (?:a |\d{1,7} ))?/.exec(`${phraseOf(next)} `)?.[0] ?? ''
  const length = lead === '' ? 0 : lead.trim().split(' ').length
  const word = next[length]
  const nearest =
    length === 0 || !word ? undefined : nearestWord(word.lower, [...DAYS, ...MONTH_WORDS, ...UNIT_WORDS], 3)
  if (nearest === undefined) return undefined
  const text = `${lead}${nearest}`
  if (readDate(text, today).value === undefined) return undefined
  return { notice: noticeOf(next.slice(0, length + 1), undefined, text), length: length + 1 }
}

function misspelledDay(words: readonly Word[], at: number): Found | undefined {
  const word = words[at]!
  const nearest = OTHER_WORDS.has(word.lower) ? undefined : nearestWord(word.lower, DAYS)
  return nearest === undefined ? undefined : { notice: noticeOf([word], undefined, nearest), length: 1 }
}

/** The date that words are nearest to: with a smaller date, the right ending, or the weekday that the day has. */
function nearestDate(phrase: string, today: Day): string | undefined {
  const candidates = [phrase.replace(/\b(\d{1,2})(?:st|nd|rd|th)\b/, (_, date) => ordinal(Number(date)))]
  for (const name of WEEKDAY_WORDS) candidates.push(phrase.replace(new RegExp(WEEKDAY_PATTERN), name.slice(0, 3)))
  for (const date of [31, 30, 29, 28]) {
    const inWords = (_: string, _date: string, ending?: string) => (ending ? ordinal(date) : String(date))
    candidates.push(phrase.replace(/\b(\d{1,2})(st|nd|rd|th)?\b/, inWords), phrase.replace(/-\d\d$/, `-${date}`))
  }
  candidates.push(phrase.replace(/-\d\d-/, '-12-'))
  return candidates.find((one) => one !== phrase && Boolean(readDate(one, today).value))
}

import { monthNumber, MONTH_PATTERN } from '#domain/calendar-names.ts'
import { type Day, dayFrom } from '#domain/dates.ts'
import { readDue } from '#domain/due-words.ts'
import { readInterval } from '#domain/intervals.ts'
import { endOf } from '#domain/occurrences.ts'
import { matchTime, TIME_PATTERN, type TimeOfDay } from '#domain/times.ts'
import { type DueTime, dueTime, instantOf, localTimeOf } from './instants.ts'

const TIME = new RegExp(`(?:^|,? )(${TIME_PATTERN})(?= |$)`)
const START = / (?:starting|from)(?: on)? (.+?)(?= (?:until|ending) |$)/
const DAY_MONTH_YEAR = new RegExp(`^(\\d{1,2})(?:st|nd|rd|th)?(?: of)? (${MONTH_PATTERN}),? (\\d{4})$`)
const MONTH_DAY_YEAR = new RegExp(`^(${MONTH_PATTERN}) (\\d{1,2})(?:st|nd|rd|th)?,? (\\d{4})$`)

/** A date that people typed, with the time on it; undefined for what is none. */
export function readTypedDate(text: string, today: Day, timezone: string): DueTime | undefined {
  const instant = instantOf(text)
  if (instant)
    return /T[\d:.]+$/.test(text) ? dueTime(text.slice(0, 10), text.slice(11, 16)) : localTimeOf(instant, timezone)
  const { words, at } = splitTime(text)
  const [, date, month, year] = DAY_MONTH_YEAR.exec(words) ?? []
  const [, americanMonth, americanDate, americanYear] = MONTH_DAY_YEAR.exec(words) ?? []
  if (!month && !americanMonth) {
    const { value } = readDue(text, { today })
    return value?.due ? { due: value.due, at: value.at } : undefined
  }
  const due = month
    ? dayFrom(Number(year), monthNumber(month), Number(date))
    : dayFrom(Number(americanYear), monthNumber(americanMonth!), Number(americanDate))
  return due === undefined || at === null ? undefined : { due, at }
}

/** Words without the time in them: undefined for none, null for one that is not understood. */
function splitTime(text: string): { words: string; at: TimeOfDay | null | undefined } {
  const words = text.trim().toLowerCase().replace(/\s+/g, ' ')
  const time = TIME.exec(words)?.[1]
  if (time === undefined) return { words, at: undefined }
  return { words: words.replace(TIME, '').trim(), at: matchTime(time)?.value ?? null }
}

/** How often something recurs, and the day from which on. */
export interface TypedRecurrence {
  every: string
  start: Day | null
  at?: TimeOfDay
  /** Counts from the day of completion. */
  countsFromCompletion: boolean
}

/** Whether a text says how often something recurs, understood or not. */
export const isRecurrence = (text: string): boolean => /^\s*(?:every|after|each|daily|weekly|monthly)\b/i.test(text)

/** A recurrence that people typed: `every! 3 days`, `every mon at 9am starting jun 1`; undefined for what is none. */
export function readRecurrence(text: string, today: Day, timezone: string): TypedRecurrence | undefined {
  const { words: all, at } = splitTime(text)
  const countsFromCompletion = /^(?:every! ?|after )/.test(all)
  const words = all.replace(/^(?:every!|after) ?/, 'every ')
  const start = START.exec(words)?.[1]
  const from = start === undefined ? undefined : readTypedDate(start, today, timezone)
  const every = readInterval(words.replace(START, '').replace(' ending ', ' until '), today).value
  if (every === undefined || at === null || (start !== undefined && from === undefined)) return undefined
  return { every, start: from?.due ?? null, at, countsFromCompletion: countsFromCompletion && !endOf(every) }
}

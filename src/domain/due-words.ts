import { readDate } from './date-words.ts'
import { addDays, type Day } from './dates.ts'
import { matchTime, TIME_PATTERN, type TimeOfDay } from './times.ts'
import { excerptOf, normalizeWords, type ParseResult } from './typed-text.ts'

/** The user's day, and the time on it; without it, no time has passed yet. */
export interface LocalNow {
  today: Day
  time?: TimeOfDay
}

/** A due date, with the time of day where the words name one. */
export interface DueReading {
  due: Day | null
  at?: TimeOfDay
}

const LEAD = '(?:due )?(?:by |on )?'
const DAY_PART = /tonight$|(?:morning|afternoon|evening)$/
/** A time after a date, before one, or alone; and the form of machines, `2026-06-01T15:00`. */
const TIME_LAST = new RegExp(`^(?:(.+?),? )??(${TIME_PATTERN})$`)
const TIME_FIRST = new RegExp(`^${LEAD}(${TIME_PATTERN}),? (.+)$`)
const LEAD_ONLY = new RegExp(`^(?:due|by|on|due by|due on)$`)
const INSTANT = /^(\d{4}-\d\d-\d\d)t(\d\d:\d\d)$/

/**
 * Reads a due date as people type it: a date with or without a time of day, or a time alone, which is that of today,
 * or of tomorrow where it has passed; `none` is null. All of the text must be understood.
 */
export function readDue(text: string, now: LocalNow): ParseResult<DueReading> {
  const parts = splitTime(normalizeWords(text) ?? '')
  if (!parts) {
    const { value, problem } = readDate(text, now.today)
    return problem === undefined ? { value: { due: value } } : { problem }
  }
  const { date, time } = parts
  const reading = matchTime(time, DAY_PART.exec(date ?? '')?.[0])
  if (reading?.value === undefined) return { problem: `not a time: ${excerptOf(text)}: ${reading?.problem}` }
  const at = reading.value
  if (date === undefined || LEAD_ONLY.test(date)) return { value: { due: dayOfTime(at, now), at } }
  const { value, problem } = readDate(date, now.today)
  if (problem !== undefined) return { problem }
  return value === null
    ? { problem: `${excerptOf(text)}: without a date there is no time` }
    : { value: { due: value, at } }
}

/** The next day on which a time has not passed. */
export function dayOfTime(at: TimeOfDay, { today, time = '00:00' }: LocalNow): Day {
  return at < time ? addDays(today, 1) : today
}

function splitTime(words: string): { date: string | undefined; time: string } | undefined {
  const instant = INSTANT.exec(words)
  if (instant) return { date: instant[1], time: instant[2]! }
  const last = TIME_LAST.exec(words)
  if (last) return { date: last[1], time: last[2]! }
  const first = TIME_FIRST.exec(words)
  return first ? { date: first[2], time: first[1]! } : undefined
}

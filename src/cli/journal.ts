import { readPastDate } from '#domain/date-words.ts'
import type { Day } from '#domain/dates.ts'
import { UsageError } from './options.ts'

/** The day that words mean, the latest one up to today. Throws UsageError with the flag that has them. */
export function readSince(text: string, today: Day, flag = '--since'): Day {
  const { value, problem } = readPastDate(text, today)
  if (value) return value
  throw new UsageError(problem ? `${flag}: ${problem}` : `${flag} is empty`, 'For example: track log --since monday')
}

import { readDate, readPastDate } from '#domain/date-words.ts'
import type { Day } from '#domain/dates.ts'
import { type FieldError, invalid } from '#domain/errors.ts'

/** Days that never lie after today. */
const PAST = new Set(['last_done', 'on'])

/** Turns the words of date fields into days, as of the user's today. */
export function resolveDays<T extends object, K extends keyof T & string>(
  input: T,
  fields: readonly K[],
  today: Day,
): T {
  const resolved: T = { ...input }
  const errors: FieldError[] = []
  for (const field of fields) {
    const words = input[field]
    if (typeof words !== 'string') continue
    const reading = (PAST.has(field) ? readPastDate : readDate)(words, today)
    if (reading.problem === undefined) resolved[field] = reading.value as T[K]
    else errors.push({ path: field, message: reading.problem })
  }
  if (errors.length) throw invalid(...errors)
  return resolved
}

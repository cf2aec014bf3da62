import { readDate } from '#domain/date-words.ts'
import type { Day } from '#domain/dates.ts'
import { type FieldError, invalid } from '#domain/errors.ts'

/** Turns the words of date fields into days, as of the user's today. */
export function resolveDays<T extends object, K extends keyof T & string>(input: T, fields: readonly K[], today: Day): T {
  const resolved: T = { ...input }
  const errors: FieldError[] = []
  for (const field of fields) {
    const words = input[field]
    if (typeof words !== 'string') continue
    const reading = readDate(words, today)
    if (reading.problem === undefined) resolved[field] = reading.value as T[K]
    else errors.push({ path: field, message: reading.problem })
  }
  if (errors.length) throw invalid(...errors)
  return resolved
}

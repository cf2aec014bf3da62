import { readDate, readPastDate } from '../date-words.ts'
import type { Day } from '../dates.ts'
import { type FieldError, invalid } from '../errors.ts'
import { fieldOf, SETTABLE_FIELDS } from '../fields.ts'
import { readInterval } from '../intervals.ts'
import type { ParseResult } from '../typed-text.ts'

/** The date fields of items, each with the function that reads its words. */
const DATE_FIELDS = SETTABLE_FIELDS.flatMap((name) => {
  const { type } = fieldOf(name)
  return type === 'date' || type === 'pastDate' ? [{ name, read: type === 'date' ? readDate : readPastDate }] : []
})

interface DateField {
  name: string
  read: (words: string, today: Day) => ParseResult<string | null>
}

/**
 * Turns the words of an item's date fields, and those of its interval's end, into days, against today. Throws `invalid`
 * naming each wrong field.
 */
export function resolveDates<T extends object>(fields: T, today: Day): T {
  return resolve(fields, hasEnd(fields) ? [...DATE_FIELDS, { name: 'every', read: readInterval }] : DATE_FIELDS, today)
}

const hasEnd = (fields: { every?: unknown }): boolean =>
  typeof fields.every === 'string' && fields.every.includes(' until ')

/** The same for the day on which an item was done, which is read as a day in the past. */
export function resolveDoneOn<T extends { on?: string }>(input: T, today: Day): T {
  return resolve(input, [{ name: 'on', read: readPastDate }], today)
}

/** The same for the date filters of a list. */
export function resolveBounds<T extends object>(input: T, names: readonly (keyof T & string)[], today: Day): T {
  return resolve(
    input,
    names.map((name) => ({ name, read: readDate })),
    today,
  )
}

function resolve<T extends object>(input: T, fields: readonly DateField[], today: Day): T {
  const resolved = { ...input } as Record<string, unknown>
  const errors: FieldError[] = []
  for (const { name, read } of fields) {
    const words = resolved[name]
    if (typeof words !== 'string') continue
    const reading = read(words, today)
    if (reading.problem === undefined) resolved[name] = reading.value
    else errors.push({ path: name, message: reading.problem })
  }
  if (errors.length) throw invalid(...errors)
  return resolved as T
}

import { readDate, readPastDate } from '../date-words.ts'
import type { Day } from '../dates.ts'
import { readDue } from '../due-words.ts'
import { type FieldError, invalid } from '../errors.ts'
import { fieldOf, type Fields, SETTABLE_FIELDS } from '../fields.ts'
import { readInterval } from '../intervals.ts'
import { timeIn, type TimeOfDay } from '../times.ts'
import type { ParseResult } from '../typed-text.ts'
import type { Records } from './records.ts'

interface DateField {
  name: string
  read: (words: string, today: Day) => ParseResult<string | null>
}

const PAST_FIELDS: DateField[] = SETTABLE_FIELDS.filter((name) => fieldOf(name).type === 'pastDate').map((name) => ({
  name,
  read: readPastDate,
}))

/**
 * Turns the words of an item's date fields, and those of its interval's end, into days, against today, and the time in
 * a due date into that of `at`; no due date means no time. Throws `invalid` naming each wrong field.
 */
export function resolveDates<T extends Partial<Fields>>(
  fields: T,
  { now, timezone }: Pick<Records, 'now' | 'timezone'>,
): T {
  let at: TimeOfDay | undefined
  const readWords = (words: string, today: Day): ParseResult<Day | null> => {
    const { value, problem } = readDue(words, { today, time: timeIn(timezone, new Date(now.at)) })
    if (problem !== undefined) return { problem }
    at = value.at
    return { value: value.due }
  }
  const readers = [{ name: 'due', read: readWords }, ...PAST_FIELDS]
  if (fields.every?.includes(' until ')) readers.push({ name: 'every', read: readInterval })
  const resolved = resolve(fields, readers, now.today)
  if (at === undefined) return resolved.due === null && fields.at === undefined ? { ...resolved, at: null } : resolved
  if (fields.at !== undefined && fields.at !== at)
    throw invalid({ path: 'at', message: `is ${fields.at ?? 'none'}, but the due date says ${at}` })
  return { ...resolved, at }
}

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

import * as z from 'zod'
import { readDate } from '#domain/date-words.ts'
import { isDay } from '#domain/dates.ts'
import { readEstimate } from '#domain/estimates.ts'
import { idBeginning } from '#domain/ids.ts'
import { readInterval } from '#domain/intervals.ts'
import { readBudget } from '#domain/money.ts'
import { slugProblem } from '#domain/projects.ts'
import type { Reading } from '#domain/words.ts'

const CONTROL = /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/
const CONTROL_BUT_LINES = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/
const NOTES_BYTES = 64 * 1024
const MOST_TAGS = 32
const TAG_LENGTH = 50
const URL_LENGTH = 2000
const MOST_CHOICES = 100

const characters = (text: string) => (text.length <= 1000 ? [...text].length : text.length)

function sound(text: string): string | null {
  return text.isWellFormed() ? null : 'is not valid Unicode text'
}

function checked<S extends z.ZodType<string, string>>(schema: S, problem: (text: string) => string | null) {
  return schema.check((ctx) => {
    const message = sound(ctx.value) ?? problem(ctx.value)
    if (message) ctx.issues.push({ code: 'custom', message, input: ctx.value })
  })
}

/** One line of 1 to `most` characters after trimming, without control characters. */
export function line(most: number) {
  return checked(z.string().trim(), (text) => {
    if (!text) return 'may not be empty'
    if (CONTROL.test(text)) return 'may not hold line breaks or control characters'
    return characters(text) > most ? `has more than ${most} characters` : null
  })
}

export const title = line(500).describe('one line of 1 to 500 characters')

const notesText = checked(
  z
    .string()
    .transform((text) => text.replace(/\r\n?/g, '\n'))
    .pipe(z.string()),
  (text) => {
    if (CONTROL_BUT_LINES.test(text)) return 'may not hold control characters'
    return new TextEncoder().encode(text).length > NOTES_BYTES ? 'are longer than 64 KiB' : null
  },
)
export const notes = notesText
  .transform((text) => (text.trim() ? text : null))
  .nullable()
  .describe('Markdown of at most 64 KiB, or null')

/** A text that domain understands; what it stands for when it does not depend on the day. */
function understood<T>(
  read: (text: string | number) => Reading<T>,
  accepts: z.ZodType<string | number, string | number>,
) {
  return accepts.transform((text, ctx) => {
    const reading = read(text)
    if (reading.problem === undefined) return reading.value
    ctx.issues.push({ code: 'custom', message: reading.problem, input: text })
    return z.NEVER
  })
}

/** Whether words are a date does not depend on the day, only which date they are: so they are checked here and resolved by the service. */
export const dateWords = checked(z.string().max(100), (text) => readDate(text, '2026-01-01').problem ?? null).describe(
  'a date: 2026-06-01, tomorrow, fri (the coming one), next fri (of next week), in 3 days',
)

export const day = checked(z.string().max(100), (text) => (isDay(text) ? null : 'is a date such as 2026-06-01'))

/** In any of RFC 3339's forms; as Track keeps it, in UTC with milliseconds, which may lie in another year than its zone's. */
export const instant = z.iso
  .datetime({ offset: true, error: 'is an instant such as 2026-06-01T12:00:00Z' })
  .transform((text) => new Date(text).toISOString())
  .refine((text) => /^\d{4}-/.test(text), 'is outside the years 0000 to 9999')

const readEvery = (text: string | number): Reading<string | null> =>
  /^\s*none\s*$/i.test(String(text)) ? { value: null } : readInterval(String(text))

export const interval = understood(readEvery, z.string())
  .nullable()
  .describe('an interval: weekly, 2 weeks, mon,thu; null for none')
export const estimate = understood(readEstimate, z.union([z.string(), z.number()]))
  .nullable()
  .describe('minutes, or 15m, 2h, 1h30m; null for none')
export const budget = understood(readBudget, z.union([z.string(), z.number()]))
  .nullable()
  .describe('an amount with at most two decimals; null for none')

export const priority = z
  .int('is a number from 1 to 5')
  .min(1, 'is a number from 1 to 5')
  .max(5, 'is a number from 1 to 5')
  .describe('1 is the highest; 3 unless told otherwise')

const tag = checked(z.string().trim().toLowerCase(), (text) => {
  if (!text) return 'may not be empty'
  if (CONTROL.test(text) || text.includes(',')) return 'may not hold commas or control characters'
  return characters(text) > TAG_LENGTH ? `has more than ${TAG_LENGTH} characters` : null
})
export const tags = z
  .array(z.string())
  .max(4 * MOST_TAGS, `holds more than ${MOST_TAGS} tags`)
  .pipe(z.array(tag))
  .transform((list) => [...new Set(list)])
  .refine((list) => list.length <= MOST_TAGS, `holds more than ${MOST_TAGS} tags`)
  .describe('a list of at most 32 tags')

export const link = checked(z.string().trim(), (text) => {
  if (text.length > URL_LENGTH) return `has more than ${URL_LENGTH} characters`
  if (CONTROL.test(text) || /\s/.test(text)) return 'may not hold spaces or control characters'
  return /^https?:\/\/[^/\\]/i.test(text) && URL.canParse(text)
    ? null
    : 'is a web address that begins with http:// or https://'
})
  .nullable()
  .describe('a web address, or null')

export const id = z
  .string()
  .transform((text, ctx) => {
    const beginning = idBeginning(text)
    if (beginning) return beginning
    ctx.issues.push({ code: 'custom', message: 'is not an id; ids look like t-1f3a', input: text })
    return z.NEVER
  })
  .describe('an id, or a clear beginning of it')

/** The whole of an id of one of these prefixes. */
export const wholeId = (prefixes: string) =>
  z.string().regex(new RegExp(`^[${prefixes}]-[0-9a-f]{4,7}$`), 'is no whole id, which looks like t-1f3a')

/** A slug as it is asked for; one that can't exist is simply not found later. */
export const slugRef = z.string().trim().toLowerCase().max(200)
export const projectSlug = slugRef.describe("a project's slug")
export const slug = checked(z.string().trim(), slugProblem)

/** A whole number, also as the digits of a query string. */
export function whole(least: number, most: number) {
  const range = `is a whole number from ${least} to ${most}`
  return z
    .union(
      [
        z.number(),
        z
          .string()
          .regex(/^\d{1,15}$/)
          .transform(Number),
      ],
      range,
    )
    .refine((n) => Number.isInteger(n) && n >= least && n <= most, range)
    .describe(`a whole number${most < Number.MAX_SAFE_INTEGER ? ` from ${least} to ${most}` : ''}`)
}

/** true or false, also as the word of a query string. */
export const flag = z
  .union(
    [z.boolean(), z.enum(['true', 'false', '1', '0']).transform((word) => word === 'true' || word === '1')],
    'is true or false',
  )
  .describe('true or false')

/** An array, or one text with commas; an empty one asks for nothing in particular. */
export function anyOf<T extends string>(one: z.ZodType<T, string>) {
  return z
    .union([z.string().max(4000), z.array(z.string().max(500)).max(MOST_CHOICES)])
    .transform((given) => (Array.isArray(given) ? given : given.split(',')).map((text) => text.trim()).filter(Boolean))
    .pipe(z.array(one).max(MOST_CHOICES, `holds more than ${MOST_CHOICES} values`))
    .transform((list) => (list.length ? list : undefined))
    .describe(
      `one or several, by commas or as a list${one instanceof z.ZodEnum ? `, of ${one.options.join(', ')}` : ''}`,
    )
}

/** What every row of a document may say of itself that an import does not keep. */
export const bookkeeping = { updated_at: instant.optional(), revision: z.int().optional() }

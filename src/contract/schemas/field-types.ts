import * as z from 'zod'
import { isCurrency } from '#domain/currencies.ts'
import { formProblem } from '#domain/date-words.ts'
import { isDay, isZone, spellZone } from '#domain/dates.ts'
import { readDue } from '#domain/due-words.ts'
import { readEstimate } from '#domain/estimates.ts'
import {
  CONTROL_CHARACTER,
  MAX_NOTES_BYTES,
  MAX_TAG_CHARACTERS,
  MAX_TAGS,
  MAX_TITLE_CHARACTERS,
} from '#domain/field-types.ts'
import { idBeginning } from '#domain/ids.ts'
import { readInterval } from '#domain/intervals.ts'
import { readBudget } from '#domain/money.ts'
import { slugProblem } from '#domain/projects.ts'
import { composed, foldTag, isVisible } from '#domain/text.ts'
import { MAX_MEMBERS } from '#domain/spaces.ts'
import { MAX_NAME_LENGTH } from '#domain/users.ts'
import { webAddressProblem } from '#domain/web-addresses.ts'
import { readTime } from '#domain/times.ts'
import { excerptOf, type ParseResult } from '#domain/typed-text.ts'

const CONTROL_EXCEPT_TAB_AND_LINE_FEED = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/

/** A character has one or two UTF-16 units. */
const hasMoreCharacters = (text: string, max: number): boolean =>
  text.length > max && (text.length > 1000 || [...text].length > max)

function unicodeProblem(text: string): string | null {
  return text.isWellFormed() ? null : 'is not valid Unicode text'
}

/** Refuses texts that `problemOf` returns a problem for, and those that are no valid Unicode. */
function withRule<Schema extends z.ZodType<string, string>>(
  schema: Schema,
  problemOf: (text: string) => string | null,
): Schema {
  return schema.check((context) => {
    const message = unicodeProblem(context.value) ?? problemOf(context.value)
    if (message) context.issues.push({ code: 'custom', message, input: context.value })
  })
}

/** Without blanks around it, in Unicode's composed form. */
const composedText = z.string().trim().overwrite(composed)

/** One line of 1 to `max` characters after trimming, without control characters. */
export function line(max: number) {
  return withRule(composedText, (text) => {
    if (!text) return 'may not be empty'
    if (!isVisible(text)) return 'shows nothing'
    if (CONTROL_CHARACTER.test(text)) return 'may not hold line breaks or control characters'
    return hasMoreCharacters(text, max) ? `has more than ${max} characters` : null
  })
}

export const title = line(MAX_TITLE_CHARACTERS).describe(`one line of 1 to ${MAX_TITLE_CHARACTERS} characters`)

const withLineFeeds = z
  .string()
  .transform((text) => composed(text.includes('\r') ? text.replace(/\r\n?/g, '\n') : text))
  .pipe(z.string())
const notesText = withRule(withLineFeeds, (text) => {
  if (CONTROL_EXCEPT_TAB_AND_LINE_FEED.test(text)) return 'may not hold control characters'
  return hasMoreBytes(text, MAX_NOTES_BYTES) ? 'are longer than 64 KiB' : null
})
/** In UTF-8, where a UTF-16 unit takes one to three bytes. */
const hasMoreBytes = (text: string, max: number): boolean =>
  text.length > max || (3 * text.length > max && new TextEncoder().encode(text).length > max)

/** Line breaks become line feeds, and blank text null. */
export const notes = notesText
  .transform((text) => (text.trim() ? text : null))
  .nullable()
  .describe('Markdown of at most 64 KiB, or null')

/** Text that a reader of domain understands; gives its value. For what does not depend on the day. */
function readBy<T>(
  read: (text: string | number) => ParseResult<T>,
  accepts: z.ZodType<string | number, string | number>,
) {
  return accepts.transform((text, context) => {
    const reading = read(text)
    if (reading.problem === undefined) return reading.value
    context.issues.push({ code: 'custom', message: reading.problem, input: text })
    return z.NEVER
  })
}

/** Words of a date stay words: which date they mean depends on the user's day, whether they are a date does not. */
export const dateWords = withRule(z.string().max(100), (text) => formProblem(text)).describe(
  'a date: 2026-06-01, tomorrow, fri (the coming one), next fri (of next week), in 3 days',
)

/** The same for a due date, which may name the time of day, too. */
export const dueWords = withRule(z.string().max(100), (text) =>
  formProblem(text, (words, today) => readDue(words, { today })),
).describe(
  'a date: 2026-06-01, tomorrow, fri (the coming one), next fri (of next week), in 3 days; ' +
    'with a time of day, too: tomorrow 3pm, 2026-06-01 15:00, 15:00 (today, or tomorrow when that has passed)',
)

/** A day itself, where words are not understood: in an imported document. */
export const day = withRule(z.string().max(100), (text) => (isDay(text) ? null : 'is a date such as 2026-06-01'))

const IN_UTC_WITH_MILLISECONDS = /^.{19}\.\d{3}Z$/
/** RFC 3339 in, UTC with milliseconds out. The offset may move it to another year, which has four digits too. */
export const instant = z.iso
  .datetime({ offset: true, error: 'is an instant such as 2026-06-01T12:00:00Z' })
  .transform((text) => (IN_UTC_WITH_MILLISECONDS.test(text) ? text : new Date(text).toISOString()))
  .refine((text) => /^\d{4}-/.test(text), 'is outside the years 0000 to 9999')

export const currency = z
  .string()
  .trim()
  .toUpperCase()
  .refine(isCurrency, 'is not the code of a currency (ISO 4217), such as EUR')
  .describe('the code of a currency (ISO 4217)')

export const timezone = z
  .string()
  .max(100)
  .trim()
  .refine(isZone, 'is not a time zone that this server knows; one looks like Europe/Berlin')
  .overwrite((zone) => (isZone(zone) ? spellZone(zone) : zone))

const readIntervalOrNone = (text: string | number): ParseResult<string | null> =>
  /^\s*none\s*$/i.test(String(text)) ? { value: null } : readInterval(String(text))

export const interval = readBy(readIntervalOrNone, z.string())
  .nullable()
  .describe('an interval: weekly, 2 weeks, mon,thu, every other fri, monthly on last, … until jun 30; null for none')
/** An interval itself, where the words of an end are not understood: in an imported document. */
export const intervalWithDays = interval.refine(
  (every) => !every?.includes(' until ') || isDay(every.slice(-10)),
  'ends on a date such as 2026-06-01',
)
export const timeOfDay = readBy((text) => readTime(String(text)), z.string())
  .nullable()
  .describe("a time of day on the due day, in the user's time zone: 15:00, 3pm, noon; null for none")
export const estimate = readBy(readEstimate, z.union([z.string(), z.number()]))
  .nullable()
  .describe('minutes, or 15m, 2h, 1h30m; null for none')
export const budget = readBy((text) => readBudget(text), z.union([z.string(), z.number()]))
  .nullable()
  .describe('an amount with at most two decimals, 49,99 and €20 as well, in the currency of the user; null for none')

export const priority = z
  .int('is a number from 1 to 5')
  .min(1, 'is a number from 1 to 5')
  .max(5, 'is a number from 1 to 5')
  .describe('1 is the highest; 3 by default')

const tag = withRule(z.string().trim().overwrite(foldTag), (text) => {
  if (!text) return 'may not be empty'
  if (!isVisible(text)) return 'shows nothing'
  if (CONTROL_CHARACTER.test(text) || text.includes(',')) return 'may not hold commas or control characters'
  return hasMoreCharacters(text, MAX_TAG_CHARACTERS) ? `has more than ${MAX_TAG_CHARACTERS} characters` : null
})
/** Trimmed, in lower case, each once. */
export const tags = z
  .array(z.string())
  .max(4 * MAX_TAGS, `holds more than ${MAX_TAGS} tags`)
  .pipe(z.array(tag))
  .transform((list) => [...new Set(list)])
  .refine((list) => list.length <= MAX_TAGS, `holds more than ${MAX_TAGS} tags`)
  .describe(`a list of at most ${MAX_TAGS} tags`)

export const webAddress = withRule(z.string().trim(), webAddressProblem).nullable().describe('a web address, or null')

export const memberName = line(MAX_NAME_LENGTH).describe(
  "the name of a member of the shared space who does it; null for anyone, and in one's own space",
)

/** At least two members, each once. */
export const turns = z
  .array(line(MAX_NAME_LENGTH))
  .min(2, 'are of at least two members')
  .max(MAX_MEMBERS, `are of at most ${MAX_MEMBERS} members`)
  .refine((names) => new Set(names).size === names.length, 'name a member twice')
  .describe('names of members of the shared space who do it in turn, in order; null for none')

export const id = z
  .string()
  .transform((text, context) => {
    const beginning = idBeginning(text)
    if (beginning) return beginning
    const message = `is no id: ${excerptOf(text) || '""'}; ids look like t-1f3a`
    context.issues.push({ code: 'custom', message, input: text })
    return z.NEVER
  })
  .describe('an id, or a clear beginning of it')

/** A whole id with one of the given prefixes: letters, such as `tc`. */
export const wholeId = (prefixes: string) =>
  z.string().regex(new RegExp(`^[${prefixes}]-[0-9a-f]{4,7}$`), 'is no whole id, which looks like t-1f3a')

/** A slug that names a project; one that no project can have is not found later. */
export const slugReference = z.string().trim().toLowerCase().max(200)
export const projectSlug = slugReference.describe("a project's slug")
/** The slug of a new project. */
export const slug = withRule(z.string().trim(), slugProblem)

export const noFields: z.ZodType<object, object> = z.strictObject({})

/** What every output row has beside its content. */
export const bookkeepingOutput = {
  created_at: z.iso.datetime(),
  updated_at: z.iso.datetime(),
  revision: z.int().nonnegative(),
}

/** What an imported row may have although the import sets its own. */
export const ignoredBookkeeping = { updated_at: instant.optional(), revision: z.int().optional() }

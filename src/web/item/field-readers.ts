import type { Day } from '#domain/dates.ts'
import { CONTROL_CHARACTER, MAX_TAG_CHARACTERS, MAX_TITLE_CHARACTERS, MAX_URL_LENGTH } from '#domain/field-types.ts'
import { readInterval } from '#domain/intervals.ts'
import { composed, foldTag, isVisible } from '#domain/text.ts'
import type { ParseResult } from '#domain/typed-text.ts'

function lineProblem(text: string, max: number): string | null {
  if (CONTROL_CHARACTER.test(text)) return 'This may not hold line breaks or control characters.'
  return [...text].length > max ? `This has more than ${max} characters.` : null
}

export function readTitle(text: string): ParseResult<string> {
  const value = composed(text.trim())
  if (!isVisible(value)) return { problem: 'A title may not be empty.' }
  const problem = lineProblem(value, MAX_TITLE_CHARACTERS)
  return problem ? { problem } : { value }
}

/** One line of text; an empty one is none. */
export function readOptionalLine(text: string, max: number): ParseResult<string | null> {
  const value = composed(text.trim())
  const problem = lineProblem(value, max)
  return problem ? { problem } : { value: value || null }
}

/** A web address, to which https:// is added where it has no scheme; null for an empty text. */
export function readUrl(text: string): ParseResult<string | null> {
  const typed = text.trim()
  if (!typed) return { value: null }
  const value = /^[a-z][a-z\d+.-]*:/i.test(typed) || !typed.includes('.') ? typed : `https://${typed}`
  const protocol = URL.canParse(value) ? new URL(value).protocol : null
  if (protocol !== 'https:' && protocol !== 'http:')
    return { problem: 'A web address begins with http:// or https://.' }
  if (/\s/.test(value) || CONTROL_CHARACTER.test(value))
    return { problem: 'A web address may not hold spaces or control characters.' }
  return value.length > MAX_URL_LENGTH
    ? { problem: `A web address has at most ${MAX_URL_LENGTH} characters.` }
    : { value }
}

/** The canonical interval, with words of its end read against today; null for an empty text and `none`. */
export function readEvery(text: string, today: Day): ParseResult<string | null> {
  return /^(none)?$/i.test(text.trim()) ? { value: null } : readInterval(text, today)
}

/** Several tags, apart by commas, with or without their sign. */
export function readTags(text: string): ParseResult<string[]> {
  const value = text
    .split(',')
    .map((tag) => foldTag(tag.trim().replace(/^#+/, '').trim()))
    .filter(isVisible)
  const wrong = value.find((tag) => lineProblem(tag, MAX_TAG_CHARACTERS))
  return wrong === undefined
    ? { value: [...new Set(value)] }
    : { problem: `A tag has at most ${MAX_TAG_CHARACTERS} characters, on one line.` }
}

/** What a reader gives for a text, an empty text being none. */
export function orNull<T>(read: (text: string) => ParseResult<T | null>): (text: string) => ParseResult<T | null> {
  return (text) => (text.trim() ? read(text) : { value: null })
}

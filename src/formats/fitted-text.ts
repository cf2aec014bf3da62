import { MAX_NOTES_BYTES, MAX_TAG_CHARACTERS, MAX_TAGS } from '#domain/field-types.ts'
import { foldTag, isVisible } from '#domain/text.ts'
import type { Draft } from './draft.ts'

/** Told what could not be kept as it is. */
export type Report = (problem: string) => void

/** One line without control characters. */
export const oneLine = (text: string): string =>
  text
    .toWellFormed()
    .replace(/[\s\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim()

/** A line of at most `max` characters, and the whole one where it is longer. */
export function shortened(line: string, max: number): [string, string | null] {
  const characters = [...line.normalize('NFC')]
  if (characters.length <= max) return [line, null]
  return [`${characters.slice(0, max - 1).join('')}…`, line]
}

/** Tags without what they may not hold. */
export function tagsOf(names: readonly string[], report: Report): string[] {
  const folded = names
    .map((name) => [...foldTag(oneLine(name).replace(/\s*,\s*/g, ' '))].slice(0, MAX_TAG_CHARACTERS).join('').trim())
    .filter(isVisible)
  const tags = [...new Set(folded)]
  if (tags.length > MAX_TAGS) report(`has more than ${MAX_TAGS} tags: ${tags.slice(MAX_TAGS).join(', ')} left out`)
  return tags.slice(0, MAX_TAGS)
}

/** Paragraphs as notes, without what these may not hold; null where there is none. */
export function notesOf(paragraphs: Draft['notes'], report: Report): string | null {
  const text = paragraphs
    .filter((paragraph) => paragraph?.trim())
    .join('\n\n')
    .toWellFormed()
    .replace(/\r\n?/g, '\n')
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g, '')
    .normalize('NFC')
  if (text === '') return null
  const bytes = new TextEncoder().encode(text)
  if (bytes.length <= MAX_NOTES_BYTES) return text
  report('has notes of more than 64 KiB: what is beyond was cut off')
  return new TextDecoder().decode(bytes.subarray(0, MAX_NOTES_BYTES - 8)).replace(/\ufffd+$/, '')
}

/** The value of typed text, or a sentence for its author that says what is wrong and what is accepted. */
export type ParseResult<T> = { value: T; problem?: undefined } | { problem: string; value?: undefined }

const MAX_CHARACTERS = 100

/** Lower-case words with single spaces between them, or null where there are more characters than `max`. */
export function normalizeWords(text: string, max = MAX_CHARACTERS): string | null {
  const trimmed = text.trim()
  return trimmed.length > max ? null : trimmed.toLowerCase().replace(/\s+/g, ' ')
}

/** The beginning of a text, for messages: one line of at most 40 characters, without control characters. */
export function excerptOf(text: string): string {
  const line = text
    .trim()
    .slice(0, 2 * MAX_CHARACTERS)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
  return line.length > 40 ? `${[...line].slice(0, 40).join('')}…` : line
}

/** The parts of a list; a comma between digits does not separate: `1,5 l milk, eggs` are two. */
export function splitList(text: string): string[] {
  return text
    .split(/,(?!\d)|(?<!\d),/)
    .map((part) => part.trim())
    .filter(Boolean)
}

const BEFORE = /^[\s\u200b"'`“”„‘’‚«»]+/ // \s holds the byte order mark
const BEHIND = /[\s\u200b"'`“”„‘’‚«»]+$/

/**
 * A key, an address or another setting without what copying, editors and `docker --env-file` put around it: blanks,
 * line ends, quotes, a byte order mark.
 */
export function withoutWrapping(text: string): string {
  return text.replace(BEFORE, '').replace(BEHIND, '')
}

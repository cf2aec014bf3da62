/** What came of reading typed words: the value, or a sentence for the person that says what is wrong and what is accepted. */
export type Reading<T> = { value: T; problem?: undefined } | { problem: string; value?: undefined }

const longest = 100

/** Lower-case words with single spaces between them, or null when there are more than 100 characters. */
export function tidy(text: string): string | null {
  const trimmed = text.trim()
  return trimmed.length > longest ? null : trimmed.toLowerCase().replace(/\s+/g, ' ')
}

/** A text as a message may repeat it: one line, short, without control characters. */
export function shown(text: string): string {
  const line = text
    .trim()
    .slice(0, 2 * longest)
    .replace(/[\s\p{C}]+/gu, ' ')
    .trim()
  return line.length > 40 ? `${[...line].slice(0, 40).join('')}…` : line
}

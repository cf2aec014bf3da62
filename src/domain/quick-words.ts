import { composed } from './text.ts'

/** A word of a line of text, with its offsets in it in UTF-16 code units. */
export interface Word {
  text: string
  lower: string
  start: number
  end: number
  /** In double quotes, or part of a literal phrase: never understood as a field. */
  quoted: boolean
  /** Understood as a field, so it is not part of the title. */
  consumed: boolean
  /** Part of what looks like a date or an interval and is none. */
  noticed: boolean
}

/** A quotation opens where a word begins (so 5" does not) and closes at the next quote. Apostrophes do not quote. */
const QUOTATION = /(?:^|[\s(])(?:"[^"]*"|“[^“”]*”)/g

/** The words of a text from `offset` on. */
export function splitWords(text: string, offset: number): Word[] {
  const rest = text.slice(offset)
  const quotations = [...rest.matchAll(QUOTATION)]
  let n = 0
  return Array.from(rest.matchAll(/\S+/g), (found) => {
    const [start, end] = [found.index, found.index + found[0].length]
    const closes = (at: number) => (quotations[at]?.index ?? Infinity) + (quotations[at]?.[0].length ?? 0)
    while (closes(n) <= start) n++
    const quoted = (quotations[n]?.index ?? Infinity) < end
    const word = composed(found[0])
    return {
      text: word,
      lower: composed(word.toLowerCase()),
      start: offset + start,
      end: offset + end,
      quoted,
      consumed: false,
      noticed: false,
    }
  })
}

/** Marks the words of these phrases as quoted, wherever they occur. */
export function markLiteral(words: readonly Word[], phrases: Iterable<string>): void {
  for (const text of phrases) {
    const length = text.split(' ').length
    for (const at of words.keys()) {
      const some = words.slice(at, at + length)
      if (phraseOf(some) === text) for (const word of some) word.quoted = true
    }
  }
}

/** Up to `limit` consecutive words from index `at` on that are neither quoted nor consumed. */
export function unusedWords(words: readonly Word[], at: number, limit: number): Word[] {
  const some = words.slice(at, at + limit)
  const stop = some.findIndex((word) => word.quoted || word.consumed)
  return stop < 0 ? some : some.slice(0, stop)
}

/** Words as a text in lower case with single spaces. */
export const phraseOf = (words: readonly Word[]): string => words.map((word) => word.lower).join(' ')

/** The words that are left, with single spaces. Quotes around all of them are dropped. */
export function titleOf(words: readonly Word[]): string {
  const title = words
    .filter((word) => !word.consumed)
    .map((word) => word.text)
    .join(' ')
  return /^(?:"[^"]*"|“[^“”]*”)$/.test(title) ? title.slice(1, -1).trim() : title
}

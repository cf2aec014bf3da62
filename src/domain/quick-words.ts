/** A word of a line of text with its place in it, in UTF-16 code units. */
export interface Word {
  text: string
  lower: string
  start: number
  end: number
  /** Inside double quotes or meant as it stands, so that it is never understood as anything. */
  quoted: boolean
  /** Understood, so that it is no part of the title. */
  taken: boolean
}

/** Quotes open where a word begins (so 5" opens none) and close at the next one; apostrophes are no quotes. */
const quotation = /(?:^|[\s(])(?:"[^"]*"|“[^“”]*”)/g

/** The words of a text from an offset on. */
export function wordsOf(text: string, offset: number): Word[] {
  const rest = text.slice(offset)
  const quotations = [...rest.matchAll(quotation)]
  let n = 0
  return Array.from(rest.matchAll(/\S+/g), (found) => {
    const [start, end] = [found.index, found.index + found[0].length]
    const closes = (at: number) => (quotations[at]?.index ?? Infinity) + (quotations[at]?.[0].length ?? 0)
    while (closes(n) <= start) n++
    const quoted = (quotations[n]?.index ?? Infinity) < end
    return {
      text: found[0],
      lower: found[0].toLowerCase(),
      start: offset + start,
      end: offset + end,
      quoted,
      taken: false,
    }
  })
}

/** Keeps all of these phrases from being understood, wherever they stand. */
export function keepLiteral(words: readonly Word[], phrases: Iterable<string>): void {
  for (const text of phrases) {
    const length = text.split(' ').length
    for (const at of words.keys()) {
      const some = words.slice(at, at + length)
      if (phrase(some) === text) for (const word of some) word.quoted = true
    }
  }
}

/** Up to `most` neighbouring words from place `at` on that are neither quoted nor taken. */
export function freeWords(words: readonly Word[], at: number, most: number): Word[] {
  const some = words.slice(at, at + most)
  const stop = some.findIndex((word) => word.quoted || word.taken)
  return stop < 0 ? some : some.slice(0, stop)
}

/** Words as a text in lower case with single spaces. */
export const phrase = (words: readonly Word[]): string => words.map((word) => word.lower).join(' ')

/** What is left as a title, with single spaces; quotes around all of it were there to protect it and go. */
export function titleOf(words: readonly Word[]): string {
  const title = words
    .filter((word) => !word.taken)
    .map((word) => word.text)
    .join(' ')
  return /^(?:"[^"]*"|“[^“”]*”)$/.test(title) ? title.slice(1, -1).trim() : title
}

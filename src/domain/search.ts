import { isOpen } from './statuses.ts'
import type { Item } from './fields.ts'

const MAX_QUERY_WORDS = 12
/** Most text is ASCII and needs no normalization. */
const ASCII = /^[\x00-\x7f]*$/
/** Normalization takes quadratic time in the number of marks on a letter, and no script uses more than a few. */
const MANY_MARKS = /(\p{M}{8})\p{M}+/gu

/** Words as the search compares them: lower case, without accents; vowel and voicing marks of other scripts stay. */
export function wordsOf(text: string): string[] {
  if (ASCII.test(text)) return text.toLowerCase().match(/[a-z0-9]+/g) ?? []
  return (
    text
      .replace(MANY_MARKS, '$1')
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{M}\p{N}]+/gu) ?? []
  )
}

/** The words of a query, each once, at most 12. */
export function queryWords(text: string): string[] {
  return [...new Set(wordsOf(text))].slice(0, MAX_QUERY_WORDS)
}

/** Whether an item contains, for each of `words`, a word starting with it. */
export function hasWords(
  { title, notes, tags }: Pick<Item, 'title' | 'notes' | 'tags'>,
  words: readonly string[],
): boolean {
  const contained = wordsOf([title, ...tags, notes ?? ''].join(' '))
  return words.every((word) => contained.some((one) => one.startsWith(word)))
}

type SearchableFields = Pick<Item, 'title' | 'notes' | 'tags' | 'status'>

/** Ranks candidates, newest first: whole words before prefixes, title before other fields, open before closed. */
export function rankMatches<T extends SearchableFields>(candidates: readonly T[], words: readonly string[]): T[] {
  const scored = candidates.map((item) => ({ item, score: scoreOf(item, words) }))
  return scored.toSorted((a, b) => b.score - a.score).map(({ item }) => item)
}

function scoreOf(item: SearchableFields, words: readonly string[]): number {
  const inTitle = new Set(wordsOf(item.title))
  const whole = words.every((word) => inTitle.has(word))
    ? inTitle
    : new Set([...inTitle, ...wordsOf(item.notes ?? ''), ...wordsOf(item.tags.join(' '))])
  const wholeWords = words.filter((word) => whole.has(word)).length
  const titleWords = words.filter(
    (word) => inTitle.has(word) || [...inTitle].some((title) => title.startsWith(word)),
  ).length
  return wholeWords * 100 + titleWords * 4 + (isOpen(item) ? 1 : 0)
}

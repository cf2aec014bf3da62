import { isOpen } from './statuses.ts'
import type { Item } from './fields.ts'

const MOST_WORDS = 12
/** Most text, and it needs none of what follows. */
const ASCII = /^[\x00-\x7f]*$/
/** Putting marks in their canonical order takes quadratic time, and no writing has so many on one letter. */
const MANY_MARKS = /(\p{M}{8})\p{M}+/gu

/** Words as the search compares them: lower-case, without accents; the vowel and voice signs of other scripts stay. */
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

/** The words of a query, bounded in number. */
export function queryWords(text: string): string[] {
  return [...new Set(wordsOf(text))].slice(0, MOST_WORDS)
}

type Ranked = Pick<Item, 'title' | 'notes' | 'tags' | 'status'>

/** Orders newest-first candidates: whole words before beginnings, title before the rest, open before closed. */
export function ranked<T extends Ranked>(candidates: readonly T[], words: readonly string[]): T[] {
  const scored = candidates.map((item) => ({ item, score: scoreOf(item, words) }))
  return scored.toSorted((a, b) => b.score - a.score).map(({ item }) => item)
}

function scoreOf(item: Ranked, words: readonly string[]): number {
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

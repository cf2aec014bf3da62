import { isOpen } from './statuses.ts'
import type { Item } from './fields.ts'
import { type Term, wordsOf } from './search-words.ts'

/** The words of an item's title, and all its words, each with a blank before and behind it. */
export interface ItemWords {
  title: string
  all: string
}

const betweenBlanks = (text: string): string => ` ${wordsOf(text).join(' ')} `

export function wordsOfItem({ title, notes, tags }: Pick<Item, 'title' | 'notes' | 'tags'>): ItemWords {
  const inTitle = betweenBlanks(title)
  return { title: inTitle, all: inTitle + betweenBlanks([...tags, notes ?? ''].join(' ')) }
}

/** Whether words contain each term of a query in one of its ways: for each word of it one that `matches`. */
function containAll(terms: readonly Term[], matches: (word: string) => boolean): boolean {
  return terms.every((ways) => ways.some((way) => way.every(matches)))
}

/** Whether, for each word of a query, one of the words between blanks starts with it. */
export function beginsAll(words: string, terms: readonly Term[]): boolean {
  return containAll(terms, (word) => words.includes(` ${word}`))
}

/** Whether a text contains, for each word of a query, a word starting with it. */
export function matchesTerms(text: string, terms: readonly Term[]): boolean {
  return beginsAll(betweenBlanks(text), terms)
}

/** The same of an item. */
export function hasTerms(item: Pick<Item, 'title' | 'notes' | 'tags'>, terms: readonly Term[]): boolean {
  return beginsAll(wordsOfItem(item).all, terms)
}

type SearchableFields = Pick<Item, 'title' | 'notes' | 'tags' | 'status'>

/** Ranks candidates, newest first: whole words before prefixes, title before other fields, open before closed. */
export function rankMatches<T extends SearchableFields>(
  candidates: readonly T[],
  terms: readonly Term[],
  wordsIn: (item: T) => ItemWords = wordsOfItem,
): T[] {
  const scored = candidates.map((item) => ({ item, score: scoreOf(wordsIn(item), terms) + (isOpen(item) ? 1 : 0) }))
  return scored.toSorted((a, b) => b.score - a.score).map(({ item }) => item)
}

function scoreOf({ title, all }: ItemWords, terms: readonly Term[]): number {
  let score = 0
  for (const term of terms) {
    if (containAll([term], (word) => all.includes(` ${word} `))) score += 100
    if (beginsAll(title, [term])) score += 4
  }
  return score
}

import { isOpen } from './statuses.ts'
import type { Item } from './fields.ts'
import { type Term, wordsOf } from './search-words.ts'

/** Whether words contain each term of a query in one of its ways: for each word of it one that `matches`. */
function containAll(terms: readonly Term[], matches: (word: string) => boolean): boolean {
  return terms.every((ways) => ways.some((way) => way.every(matches)))
}

/** Whether, for each word of a query, one of `words` starts with it. */
export function matchesTerms(words: readonly string[], terms: readonly Term[]): boolean {
  return containAll(terms, (word) => words.some((one) => one.startsWith(word)))
}

/** Whether an item contains, for each word of a query, a word starting with it. */
export function hasTerms(
  { title, notes, tags }: Pick<Item, 'title' | 'notes' | 'tags'>,
  terms: readonly Term[],
): boolean {
  return matchesTerms(wordsOf([title, ...tags, notes ?? ''].join(' ')), terms)
}

type SearchableFields = Pick<Item, 'title' | 'notes' | 'tags' | 'status'>

/** Ranks candidates, newest first: whole words before prefixes, title before other fields, open before closed. */
export function rankMatches<T extends SearchableFields>(candidates: readonly T[], terms: readonly Term[]): T[] {
  const scored = candidates.map((item) => ({ item, score: scoreOf(item, terms) }))
  return scored.toSorted((a, b) => b.score - a.score).map(({ item }) => item)
}

function scoreOf(item: SearchableFields, terms: readonly Term[]): number {
  const inTitle = new Set(wordsOf(item.title))
  const isWhole = (words: ReadonlySet<string>) => (word: string) => words.has(word)
  const whole = containAll(terms, isWhole(inTitle))
    ? inTitle
    : new Set([...inTitle, ...wordsOf(item.notes ?? ''), ...wordsOf(item.tags.join(' '))])
  const beginsInTitle = (word: string) => inTitle.has(word) || [...inTitle].some((one) => one.startsWith(word))
  const count = (matches: (word: string) => boolean) => terms.filter((term) => containAll([term], matches)).length
  return count(isWhole(whole)) * 100 + count(beginsInTitle) * 4 + (isOpen(item) ? 1 : 0)
}

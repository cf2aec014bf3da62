import type { PlacedItem } from '#domain/items.ts'
import { queryWords, rankMatches, wordsOf } from '#domain/search.ts'

const MAX_CANDIDATES = 300
const wordsByItem = new WeakMap<PlacedItem, readonly string[]>()

/** Items do not change, new ones take their place: their words are read once. */
function wordsIn(item: PlacedItem): readonly string[] {
  let known = wordsByItem.get(item)
  if (!known) {
    known = [...new Set(wordsOf([item.title, item.tags.join(' '), item.notes ?? ''].join(' ')))]
    wordsByItem.set(item, known)
  }
  return known
}

/** At most `max` items in which each word of the query begins a word, best first: the same as the server's search. */
export function findItems(items: Iterable<PlacedItem>, query: string, max: number): PlacedItem[] {
  const queried = queryWords(query)
  if (!queried.length) return []
  const found: PlacedItem[] = []
  for (const item of items) {
    const itemWords = wordsIn(item)
    if (queried.every((word) => itemWords.some((one) => one.startsWith(word)))) found.push(item)
  }
  const newest =
    found.length > MAX_CANDIDATES
      ? found.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1)).slice(0, MAX_CANDIDATES)
      : found
  return rankMatches(newest, queried).slice(0, max)
}

/** Whether each word of the query begins a word of a name. */
export function matchesWords(name: string, query: string): boolean {
  const nameWords = wordsOf(name)
  return queryWords(query).every((word) => nameWords.some((one) => one.startsWith(word)))
}

import type { PlacedItem } from '#domain/items.ts'
import { beginsAll, type ItemWords, matchesTerms, rankMatches, wordsOfItem } from '#domain/search.ts'
import { queryTerms } from '#domain/search-words.ts'

const MAX_CANDIDATES = 300
/** Items whose words are read ahead before the browser has a turn: about a millisecond. */
const BATCH_SIZE = 200
const wordsByItem = new WeakMap<PlacedItem, ItemWords>()

/** Items do not change, new ones take their place: their words are read once. */
function wordsIn(item: PlacedItem): ItemWords {
  let known = wordsByItem.get(item)
  if (!known) wordsByItem.set(item, (known = wordsOfItem(item)))
  return known
}

/** Reads the words of items before the first key of a search asks for them all. */
export function readAhead(items: Iterable<PlacedItem>): void {
  const rest = items[Symbol.iterator]()
  const readBatch = () => {
    for (let n = 0; n < BATCH_SIZE; n++) {
      const { value, done } = rest.next()
      if (done) return
      wordsIn(value)
    }
    setTimeout(readBatch)
  }
  setTimeout(readBatch)
}

/** At most `max` items in which each word of the query begins a word, best first: the same as the server's search. */
export function findItems(items: Iterable<PlacedItem>, query: string, max: number): PlacedItem[] {
  const terms = queryTerms(query)
  if (!terms.length) return []
  const found: PlacedItem[] = []
  for (const item of items) if (beginsAll(wordsIn(item).all, terms)) found.push(item)
  const newest =
    found.length > MAX_CANDIDATES
      ? found.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1)).slice(0, MAX_CANDIDATES)
      : found
  return rankMatches(newest, terms, wordsIn).slice(0, max)
}

/** Whether each word of the query begins a word of a name. */
export function matchesWords(name: string, query: string): boolean {
  return matchesTerms(name, queryTerms(query))
}

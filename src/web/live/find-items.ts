import type { PlacedItem } from '#domain/items.ts'
import { matchesTerms, rankMatches } from '#domain/search.ts'
import { queryTerms, wordsOf } from '#domain/search-words.ts'

const MAX_CANDIDATES = 300
/** Items whose words are read ahead before the browser has a turn: about a millisecond. */
const BATCH_SIZE = 200
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

/** Reads the words of items before the first key asks for them all, until the returned function is called. */
export function readAhead(items: Iterable<PlacedItem>): () => void {
  const rest = items[Symbol.iterator]()
  let timer: ReturnType<typeof setTimeout>
  const readBatch = () => {
    for (let n = 0; n < BATCH_SIZE; n++) {
      const { value, done } = rest.next()
      if (done) return
      wordsIn(value)
    }
    timer = setTimeout(readBatch)
  }
  timer = setTimeout(readBatch)
  return () => clearTimeout(timer)
}

/** At most `max` items in which each word of the query begins a word, best first: the same as the server's search. */
export function findItems(items: Iterable<PlacedItem>, query: string, max: number): PlacedItem[] {
  const terms = queryTerms(query)
  if (!terms.length) return []
  const found: PlacedItem[] = []
  for (const item of items) if (matchesTerms(wordsIn(item), terms)) found.push(item)
  const newest =
    found.length > MAX_CANDIDATES
      ? found.sort((a, b) => (a.updated_at < b.updated_at ? 1 : -1)).slice(0, MAX_CANDIDATES)
      : found
  return rankMatches(newest, terms).slice(0, max)
}

/** Whether each word of the query begins a word of a name. */
export function matchesWords(name: string, query: string): boolean {
  return matchesTerms(wordsOf(name), queryTerms(query))
}

import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { projectFinder } from '#domain/project-names.ts'
import { queryTerms } from '#domain/search-words.ts'
import { useAccountContext } from './account-context.tsx'
import { errorMessage } from '#web/format/error-message.ts'
import { readAhead } from './find-items.ts'
import { passes, readSearch, searchItems } from './search-query.ts'

const PAUSE_MS = 180

export interface ItemSearch {
  items: readonly PlacedItem[]
  /** The server has not answered yet. */
  isLoading: boolean
  /** What the server said instead of an answer. */
  problem: string | null
  retry: () => void
}

/** What this browser knows at once, and with a network what only the server knows after it. */
export function useItemSearch(query: string, max: number): ItemSearch {
  const { replica } = useAccountContext()
  const { items } = replica.state.value
  const [answered, setAnswered] = useState<{
    query: string
    items: readonly PlacedItem[]
    problem: string | null
  } | null>(null)
  const [attempts, setAttempts] = useState(0)
  const today = replica.today.value
  const read = readSearch(query, { today, findProject: projectFinder(replica.state.value.projects.values()) })
  const hasQuery = queryTerms(read.words).length > 0
  const isConnected = replica.connection.value === 'live'
  const revision = replica.revision.value

  useEffect(() => readAhead(replica.state.peek().items.values()), [replica])
  useEffect(() => {
    if (!hasQuery || !isConnected) return
    let current = true
    const timer = setTimeout(() => {
      replica.track.search.find({ q: read.words, limit: max }).then(
        (page) =>
          current &&
          setAnswered({ query, items: page.items.map((item) => ({ ...item, position: '' })), problem: null }),
        (error: unknown) => current && setAnswered({ query, items: [], problem: errorMessage(error) }),
      )
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query, isConnected, revision, attempts])

  const local = useMemo(() => searchItems(items.values(), read, max), [replica.state.value, query, max, today])
  const answer = answered?.query === query ? answered : null
  const more = answer?.items.filter((item) => !items.has(item.id) && passes(item, read)) ?? []
  return {
    items: more.length ? [...local, ...more] : local,
    isLoading: hasQuery && isConnected && !answer,
    problem: answer?.problem ?? null,
    retry: () => setAttempts(attempts + 1),
  }
}

import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { queryWords } from '#domain/search.ts'
import { useAccountContext } from './account-context.tsx'
import { errorMessage } from '#web/format/error-message.ts'
import { findItems } from './find-items.ts'

const PAUSE_MS = 180

export interface Found {
  items: readonly PlacedItem[]
  /** The server has not answered yet. */
  asking: boolean
  /** What the server said instead of an answer. */
  problem: string | null
  again: () => void
}

/** What this browser knows at once, and with a network what only the server knows after it. */
export function useFind(query: string, most: number): Found {
  const { replica } = useAccountContext()
  const { items } = replica.state.value
  const [told, setTold] = useState<{ query: string; items: readonly PlacedItem[]; problem: string | null } | null>(null)
  const [times, setTimes] = useState(0)
  const asks = queryWords(query).length > 0
  const isConnected = replica.connection.value === 'live'
  const revision = replica.revision.value

  useEffect(() => {
    if (!asks || !isConnected) return
    let current = true
    const timer = setTimeout(() => {
      replica.track.search.find({ q: query, limit: most }).then(
        (page) =>
          current && setTold({ query, items: page.items.map((item) => ({ ...item, position: '' })), problem: null }),
        (error: unknown) => current && setTold({ query, items: [], problem: errorMessage(error) }),
      )
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query, isConnected, revision, times])

  const local = useMemo(() => findItems(items.values(), query, most), [items, query, most])
  const answer = told?.query === query ? told : null
  const more = answer?.items.filter(({ id }) => !items.has(id)) ?? []
  return {
    items: more.length ? [...local, ...more] : local,
    asking: asks && isConnected && !answer,
    problem: answer?.problem ?? null,
    again: () => setTimes(times + 1),
  }
}

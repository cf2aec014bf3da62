import { useEffect, useMemo, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { projectFinder } from '#domain/project-names.ts'
import { queryTerms } from '#domain/search-words.ts'
import { allItems, allProjects, allStates, useAccountContext } from './account-context.tsx'
import { errorMessage } from '#web/format/error-message.ts'
import type { Session } from './replica/session.ts'
import { withSpace } from './replica/space-ids.ts'
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

/** What the server finds in all of the user's spaces. */
async function findEverywhere({ own, replicas, me }: Session, q: string, limit: number): Promise<PlacedItem[]> {
  const isShared = replicas.peek().length > 1
  const { items } = await own.track.search.find({ q, limit }, isShared ? { space: '*' } : {})
  const ownName = me.peek().name
  return items.map(({ space = ownName, ...item }) => ({
    ...(space === ownName ? item : withSpace(item, space)),
    position: '',
  }))
}

/** What this browser knows at once, and with a network what only the server knows after it. */
export function useItemSearch(query: string, max: number): ItemSearch {
  const context = useAccountContext()
  const { replica } = context
  const states = allStates(context)
  const [answered, setAnswered] = useState<{
    query: string
    items: readonly PlacedItem[]
    problem: string | null
  } | null>(null)
  const [attempts, setAttempts] = useState(0)
  const today = replica.today.value
  const read = readSearch(query, { today, me: replica.me.value.name, findProject: projectFinder(allProjects(states)) })
  const hasQuery = queryTerms(read.words).length > 0
  const isConnected = replica.connection.value === 'live'
  const revisions = context.spaces.value.map((one) => one.replica.revision.value).join()

  useEffect(() => {
    if (!hasQuery || !isConnected) return
    let current = true
    const timer = setTimeout(() => {
      findEverywhere(context.session, read.words, max).then(
        (items) => current && setAnswered({ query, items, problem: null }),
        (error: unknown) => current && setAnswered({ query, items: [], problem: errorMessage(error) }),
      )
    }, PAUSE_MS)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [query, isConnected, revisions, attempts])

  const local = useMemo(() => searchItems(allItems(states), read, max), [query, max, today, ...states])
  const answer = answered?.query === query ? answered : null
  const more = answer?.items.filter((item) => !context.item(item.id) && passes(item, read)) ?? []
  return {
    items: more.length ? [...local, ...more] : local,
    isLoading: hasQuery && isConnected && !answer,
    problem: answer?.problem ?? null,
    retry: () => setAttempts(attempts + 1),
  }
}

import { useMemo } from 'preact/hooks'
import { projectFinder } from '#domain/project-names.ts'
import { useAccountContext } from './account-context.tsx'
import { keptSearches } from './kept-searches.ts'
import { readSearch, searchItems } from './search-query.ts'

const MAX_COUNTED = 1000

/** A search that stands among the lists. */
export interface KeptSearch {
  text: string
  count: number
}

/** The kept searches with how many items each finds. */
export function useKeptSearches(): readonly KeptSearch[] {
  const { replica } = useAccountContext()
  const searches = keptSearches(replica.me.value.id)
  const state = replica.state.value
  const today = replica.today.value
  return useMemo(
    () =>
      searches.map((text) => {
        const query = readSearch(text, { today, findProject: projectFinder(state.projects.values()) })
        return { text, count: searchItems(state.items.values(), query, MAX_COUNTED).length }
      }),
    [searches.join('\n'), state, today],
  )
}

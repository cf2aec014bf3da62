import { useMemo } from 'preact/hooks'
import { projectFinder } from '#domain/project-names.ts'
import { allItems, allProjects, allStates, useAccountContext } from './account-context.tsx'
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
  const context = useAccountContext()
  const { replica } = context
  const searches = keptSearches(replica.me.value.id)
  const states = allStates(context)
  const today = replica.today.value
  return useMemo(
    () =>
      searches.map((text) => {
        const query = readSearch(text, {
          today,
          me: replica.me.value.name,
          findProject: projectFinder(allProjects(states)),
        })
        return { text, count: searchItems(allItems(states), query, MAX_COUNTED).length }
      }),
    [searches.join('\n'), today, ...states],
  )
}

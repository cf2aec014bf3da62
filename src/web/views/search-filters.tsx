import { projectFinder } from '#domain/project-names.ts'
import { allProjects, allStates, useAccountContext } from '#web/live/account-context.tsx'
import { dropSearch, keepSearch, keptSearches } from '#web/live/kept-searches.ts'
import { readSearch } from '#web/live/search-query.ts'
import { Button } from '#web/ui/button.tsx'
import { Chip } from '#web/ui/chip.tsx'

interface Props {
  query: string
  onQuery: (query: string) => void
}

/** What of a search was understood as more than words, and whether it stands among the lists. */
export function SearchFilters({ query, onQuery }: Props) {
  const context = useAccountContext()
  const { replica } = context
  const userId = replica.me.value.id
  const findProject = projectFinder(allProjects(allStates(context)))
  const { filters } = readSearch(query, { today: replica.today.value, me: replica.me.value.name, findProject })
  const text = query.trim()
  if (!text) return null
  const isKept = keptSearches(userId).includes(text)
  const without = (word: string) =>
    query
      .split(/\s+/)
      .filter((one) => one !== word)
      .join(' ')
  return (
    <div class="search-filters">
      {filters.length > 0 && (
        <ul class="chips" aria-label="Filters">
          {filters.map((filter) => (
            <li key={filter.text}>
              <Chip name={filter.text} onRemove={() => onQuery(without(filter.text))}>
                {filter.text}
              </Chip>
            </li>
          ))}
        </ul>
      )}
      <span class="grows" />
      {isKept ? (
        <Button look="quiet" icon="cross" onClick={() => dropSearch(userId, text)}>
          Remove from the lists
        </Button>
      ) : (
        <Button look="quiet" icon="plus" onClick={() => keepSearch(userId, text)}>
          Keep as a view
        </Button>
      )}
    </div>
  )
}

import { useEffect, useRef } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { Button, Keys, TextButton } from '#web/ui/button.tsx'
import { Input } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { Empty, Failed, Loading } from '#web/ui/view-state.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { ItemList } from '#web/list/item-list.tsx'
import { useItemSearch } from '#web/live/use-item-search.ts'
import { SearchFilters } from './search-filters.tsx'
import './search.css'

const MAX_RESULTS = 100

/** Everything by its words; the query is part of the address. */
export function SearchView() {
  const [path, go] = useLocation()
  const search = useSearch()
  const query = new URLSearchParams(search).get('q') ?? ''
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => field.current?.focus(), [])

  function setQuery(next: string) {
    const params = new URLSearchParams(search)
    if (next) params.set('q', next)
    else params.delete('q')
    go(params.size ? `${path}?${params}` : path, { replace: true })
  }

  return (
    <>
      <ViewHead title="Search" />
      <form
        class="search-field"
        role="search"
        onSubmit={(event) => {
          event.preventDefault()
          field.current?.blur()
        }}
      >
        <Input
          label="Search"
          hideLabel
          icon="search"
          type="search"
          inputRef={field}
          value={query}
          placeholder="Words, #tag, @project, p1, due<7d, no:date, is:overdue, assigned:eve"
          autocomplete="off"
          enterkeyhint="search"
          onInput={(event) => setQuery(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'ArrowDown') return
            event.preventDefault()
            document.querySelector<HTMLElement>('#main [data-item] .row-title')?.focus()
          }}
        />
      </form>
      <SearchFilters query={query} onQuery={setQuery} />
      {query.trim() ? (
        <Results query={query} />
      ) : (
        <Empty
          icon="search"
          title="Find anything"
          act={
            <span class="search-keys">
              <Keys keys="Ctrl K" /> finds it from everywhere
            </span>
          }
        >
          Open and done, in titles, notes and tags.
        </Empty>
      )}
    </>
  )
}

function Results({ query }: { query: string }) {
  const { replica } = useAccountContext()
  const { items, isLoading, problem, retry } = useItemSearch(query, MAX_RESULTS)
  const open = items.filter(isOpen)
  const closed = items.filter((item) => !isOpen(item))
  const isOffline = replica.connection.value !== 'live'

  if (!items.length && (isLoading || (replica.isEmpty.value && !isOffline))) return <Loading rows={3} />
  if (!items.length && problem)
    return (
      <Failed title="The server could not search" act={<Button onClick={retry}>Try again</Button>}>
        {problem}
      </Failed>
    )
  return (
    <>
      <p class="unseen" role="status">
        {isLoading ? '' : formatCount(items.length, 'result')}
      </p>
      {isOffline && (
        <p class="search-note">
          <Icon name="offline" />
          Offline: only what this browser keeps was searched.
        </p>
      )}
      {problem && (
        <p class="search-note">
          <Icon name="alert" />
          The server could not search further. <TextButton onClick={retry}>Try again</TextButton>
        </p>
      )}
      {!items.length && (
        <Empty icon="search" title={`Nothing has “${query.trim()}”`}>
          Fewer or shorter words find more; beginnings of words will do.
        </Empty>
      )}
      <Part title="Open" items={open} query={query} />
      <Part title="Done and canceled" items={closed} query={query} />
    </>
  )
}

function Part({ title, items, query }: { title: string; items: readonly PlacedItem[]; query: string }) {
  if (!items.length) return null
  // a new query is a new list: nothing fades out of it as if it had just been done
  return (
    <Section title={title} count={items.length}>
      <ItemList key={query} label={title} items={items} showSpace />
    </Section>
  )
}

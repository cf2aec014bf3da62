import { signal } from '@preact/signals'
import { useLocation, useSearch } from 'wouter-preact'

/** Entries of the history that opening an item added, so that closing it goes back instead of adding one more. */
const opened = () => (history.state as { opened?: true } | null)?.opened === true

/** The present address with another query, as wouter takes an address that is not relative to the base path. */
function search(change: (query: URLSearchParams) => void): string {
  const query = new URLSearchParams(location.search)
  change(query)
  const text = query.toString()
  return `~${location.pathname}` + (text && `?${text}`)
}

/** The item whose title is to take the focus as soon as it is there. */
export const titleWanted = signal<string | null>(null)

export interface OpenItem {
  id: string | null
  open: (id: string) => void
  /** Opens it with its title ready to be changed. */
  edit: (id: string) => void
  close: () => void
}

/** The item whose panel is open, kept in the address as `?item=ID`. */
export function useOpenItem(): OpenItem {
  const [, go] = useLocation()
  const id = new URLSearchParams(useSearch()).get('item')
  function open(next: string) {
    if (next === id) return
    const to = search((query) => query.set('item', next))
    go(to, id ? { replace: true, state: history.state } : { state: { opened: true } })
  }
  return {
    id,
    open,
    edit: (next) => {
      titleWanted.value = next
      open(next)
    },
    close: () => {
      if (opened()) history.back()
      else
        go(
          search((query) => query.delete('item')),
          { replace: true },
        )
    },
  }
}

import { useLocation, useSearch } from 'wouter-preact'

/** Entries of the history that opening an item added, so that closing it goes back instead of adding one more. */
const opened = () => (history.state as { opened?: true } | null)?.opened === true

function search(change: (query: URLSearchParams) => void): string {
  const query = new URLSearchParams(location.search)
  change(query)
  const text = query.toString()
  return location.pathname + (text && `?${text}`)
}

export interface OpenItem {
  id: string | null
  open: (id: string) => void
  close: () => void
}

/** The item whose panel is open, kept in the address as `?item=ID`. */
export function useOpenItem(): OpenItem {
  const [, go] = useLocation()
  const id = new URLSearchParams(useSearch()).get('item')
  return {
    id,
    open: (next) => {
      if (next === id) return
      const to = search((query) => query.set('item', next))
      go(to, id ? { replace: true, state: history.state } : { state: { opened: true } })
    },
    close: () => {
      if (opened()) history.back()
      else go(search((query) => query.delete('item')), { replace: true })
    },
  }
}

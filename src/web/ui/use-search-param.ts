import { useLocation, useSearch } from 'wouter-preact'

/** One word of the address after the `?`, so that reload and back keep how a view is looked at; the first choice is not written. */
export function useSearchParam(name: string, defaultValue: string): [value: string, choose: (value: string) => void] {
  const [, go] = useLocation()
  const value = new URLSearchParams(useSearch()).get(name) ?? defaultValue
  return [
    value,
    (next) => {
      const query = new URLSearchParams(location.search)
      if (next === defaultValue) query.delete(name)
      else query.set(name, next)
      const text = query.toString()
      go(location.pathname + (text && `?${text}`), { replace: true, state: history.state as unknown })
    },
  ]
}

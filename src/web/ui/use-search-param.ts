import { useLocation, useSearch } from 'wouter-preact'

/** State in a parameter of the address, so that reload and back keep it; the default is not written there. */
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
      go(`~${location.pathname}${text && `?${text}`}`, { replace: true, state: history.state as unknown })
    },
  ]
}

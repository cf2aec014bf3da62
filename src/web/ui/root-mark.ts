import { useLayoutEffect } from 'preact/hooks'

/**
 * Marks the root element as long as something holds, for styles of what lies elsewhere. `:has()` on the root would have
 * the browser compute all styles anew whenever a row comes or goes.
 */
export function useRootMark(name: `data-${string}`, isOn: boolean): void {
  useLayoutEffect(() => {
    const root = document.documentElement
    root.toggleAttribute(name, isOn)
    return () => root.removeAttribute(name)
  }, [isOn])
}

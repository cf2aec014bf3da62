import { type ComponentType, createElement } from 'preact'
import { lazy } from 'preact/compat'
import { useState } from 'preact/hooks'

/** Parts that are wanted at once when a key asks for them; fetched as soon as nothing else is to be done. */
const soon: (() => Promise<unknown>)[] = []

/** A part of the page that is fetched when it is first shown, or before when it is wanted `soon`; from then on it is there in the same instant. */
export function later<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  when?: 'soon',
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null
  const fetched = async () => ({ default: (loaded = await load()) })
  if (when === 'soon') soon.push(fetched)
  const Fetched = lazy(fetched)
  return function Later(props: Props) {
    const [Part] = useState(() => loaded ?? Fetched)
    return createElement(Part, props)
  }
}

/** Fetches what is wanted soon, one after another, when the browser is idle. */
export function fetchSoon(): void {
  const idle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, 200))
  const next = () => {
    const fetch = soon.shift()
    if (fetch)
      void fetch().then(
        () => idle(next),
        () => {},
      )
  }
  idle(next)
}

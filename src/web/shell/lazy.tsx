import { type ComponentType, createElement } from 'preact'
import { lazy as lazyComponent } from 'preact/compat'
import { useState } from 'preact/hooks'

const IDLE_FALLBACK_MS = 200

/** Loaders of what a key shows at once, called as soon as the browser is idle. */
const preloads: (() => Promise<unknown>)[] = []

/**
 * A component that is fetched when it is first rendered, or earlier with `preload`.
 * Once it is there it renders in the same instant, without a fallback.
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  when?: 'preload',
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null
  const fetchComponent = async () => ({ default: (loaded = await load()) })
  if (when === 'preload') preloads.push(fetchComponent)
  const Fetched = lazyComponent(fetchComponent)
  return function Lazy(props: Props) {
    const [Component] = useState(() => loaded ?? Fetched)
    return createElement(Component, props)
  }
}

/** Fetches what is to be preloaded, one after another, when the browser is idle. */
export function preloadWhenIdle(): void {
  const whenIdle = window.requestIdleCallback ?? ((run: () => void) => setTimeout(run, IDLE_FALLBACK_MS))
  const preloadNext = () => {
    const load = preloads.shift()
    if (load)
      void load().then(
        () => whenIdle(preloadNext),
        () => {},
      )
  }
  whenIdle(preloadNext)
}

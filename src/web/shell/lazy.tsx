import { type ComponentType, createElement } from 'preact'
import { lazy as lazyComponent } from 'preact/compat'
import { useEffect, useState } from 'preact/hooks'
import { Button } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Failed } from '#web/ui/view-state.tsx'
import { whenIdle } from '#web/ui/when-idle.ts'
import { reloadIfOutdated } from './outdated.ts'

/** Loaders of what a key shows at once, called as soon as the browser is idle. */
const preloads: (() => Promise<unknown>)[] = []

/**
 * A component that is fetched when it is first rendered, or earlier with `preload`. Once it is there it renders in the
 * same instant, without a fallback. Where it cannot be fetched `Missing` is shown; once that is left, it is tried
 * again.
 */
export function lazy<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  when?: 'preload',
  Missing: ComponentType<Props> = MissingPart,
): ComponentType<Props> {
  let loaded: ComponentType<Props> | null = null
  const fetchComponent = async () => (loaded = await load())
  if (when === 'preload') preloads.push(fetchComponent)
  const fetchOrExplain = () =>
    lazyComponent(async () => {
      try {
        return { default: await fetchComponent() }
      } catch {
        await reloadIfOutdated()
        return { default: Explained }
      }
    })
  let Fetched = fetchOrExplain()
  function Explained(props: Props) {
    useEffect(() => () => void (Fetched = fetchOrExplain()), [])
    return createElement(Missing, props)
  }
  return function Lazy(props: Props) {
    const [Component] = useState(() => loaded ?? Fetched)
    return createElement(Component, props)
  }
}

/** A component in a dialog, as `lazy`. */
export function lazyDialog<Props extends { onClose: () => void }>(
  load: () => Promise<ComponentType<Props>>,
  when?: 'preload',
): ComponentType<Props> {
  return lazy(load, when, MissingDialog)
}

const MissingPart = () => (
  <Failed
    title="This part of the page did not load"
    act={<Button onClick={() => location.reload()}>Reload the page</Button>}
  >
    Perhaps Track was updated, or the connection is gone. What you have changed is kept.
  </Failed>
)

const MissingDialog = ({ onClose }: { onClose: () => void }) => (
  <Dialog title="Not loaded" hideTitle onClose={onClose}>
    <MissingPart />
  </Dialog>
)

/** Fetches what is to be preloaded, one after another, when the browser is idle; then calls `done`. */
export function preloadWhenIdle(done: () => void): void {
  const preloadNext = () => {
    const load = preloads.shift()
    if (!load) return done()
    void load().then(
      () => whenIdle(preloadNext),
      () => {},
    )
  }
  whenIdle(preloadNext)
}

import { useSignalEffect } from '@preact/signals'
import type { ComponentChildren } from 'preact'
import { Suspense } from 'preact/compat'
import { useEffect, useState } from 'preact/hooks'
import { useLocation, useSearch } from 'wouter-preact'
import { AccountContextProvider, allItems, allStates, useAccountContext } from '#web/live/account-context.tsx'
import { readAhead } from '#web/live/find-items.ts'
import { requestedCommand } from '#web/live/item-commands.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { shownRow } from '#web/live/shown-items.ts'
import { shownItem } from '#web/ui/document-title.ts'
import { Loading } from '#web/ui/view-state.tsx'
import { Frame, type FrameProps } from './frame.tsx'
import { lazy, preloadWhenIdle } from './lazy.tsx'
import { Overlay, type Shown } from './overlay.tsx'
import { Routes } from './routes.tsx'
import { listenForRowGestures } from './row-gestures.ts'
import { SelectedBar } from './selected-bar.tsx'
import { listenForShortcuts, type RunCommand } from './shortcuts.ts'
import { keepKeys } from './typed-ahead.ts'
import { usePlace } from './use-place.ts'
import { useSidebar } from './use-sidebar.ts'

const Invitations = lazy(() => import('#web/settings/invitation.tsx').then((m) => m.Invitations))
const ItemPanel = lazy(() => import('#web/item/item-panel.tsx').then((m) => m.ItemPanel), 'preload')

/** The page of an open account: frame, view, open item, and what lies over them. */
export function Shell() {
  const context = useAccountContext()
  const [, go] = useLocation()
  const place = usePlace()
  const openItem = useOpenItem()
  const [overlay, setOverlay] = useState<Shown | null>(null)

  function show(next: Shown) {
    keepKeys(() => setOverlay(null))
    setOverlay(next)
  }
  const runCommand: RunCommand = (command) => {
    if (command !== 'search') return show(command)
    if (place.path !== '/search') keepKeys(() => {})
    go('/search')
  }
  function edit(id: string) {
    keepKeys(openItem.close)
    openItem.edit(id)
  }
  useSignalEffect(() => {
    if (requestedCommand.value) show(requestedCommand.value)
  })
  useEffect(
    () => listenForShortcuts({ context, place, runCommand, go, edit }),
    [context, openItem.id, place.space, place.path],
  )
  useEffect(() => listenForRowGestures(context), [context])
  const isLoading = context.replica.isEmpty.value
  useEffect(() => {
    if (!isLoading) preloadWhenIdle(() => readAhead(allItems(allStates(context))))
  }, [isLoading])
  useEffect(() => {
    if (context.session.rejected.value.length) setOverlay('pending')
  }, [context.session.rejected.value.length])

  const isInvited = context.session.me.value.spaces?.some(({ role }) => role === 'invited')
  const wide = isWide(place.path, useSearch())
  const panel = useItemPanel(wide)
  const account = useSidebar()
  const sidebar = {
    ...account,
    userMenu: [
      ...account.accountMenu,
      { label: 'Settings', icon: 'gear', run: () => go('/settings') },
      { label: 'Keyboard shortcuts', icon: 'keyboard', run: () => show('help') },
    ] satisfies FrameProps['userMenu'],
    onWaiting: () => show('pending'),
    onAdd: () => show('add'),
  }
  return (
    <Frame {...sidebar} onAddProject={(projectIn) => show({ projectIn })} wide={wide} panel={panel}>
      <Suspense fallback={null}>{isInvited && place.path !== '/settings' && <Invitations />}</Suspense>
      <WithLoading>
        <Routes {...sidebar} />
      </WithLoading>
      <SelectedBar />
      {overlay && (
        <Suspense fallback={null}>
          <Overlay
            key={keyOf(overlay)}
            shown={overlay}
            onClose={() => setOverlay((now) => (now === overlay ? null : now))}
            runCommand={runCommand}
          />
        </Suspense>
      )}
    </Frame>
  )
}

/** Another request is another popover. */
let requests = 0
const keys = new WeakMap<object, string>()
function keyOf(shown: Shown): string {
  if (typeof shown === 'string') return shown
  if (!keys.has(shown)) keys.set(shown, `request ${++requests}`)
  return keys.get(shown)!
}

/** Views of several columns. */
function isWide(path: string, search: string): boolean {
  const shape = new URLSearchParams(search).get('view')
  return path === '/shopping' || shape === 'month' || shape === 'week' || shape === 'board'
}

function useItemPanel(wide: boolean): FrameProps['panel'] {
  const context = useAccountContext()
  const { id, close } = useOpenItem()
  useEffect(() => {
    if (wide && id !== null) shownRow(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [wide, id])
  const title = id === null ? null : (context.item(id)?.title ?? 'Item')
  useEffect(() => {
    shownItem.value = title
    return () => void (shownItem.value = null)
  }, [title])
  if (id === null || title === null) return null
  return {
    title,
    onClose: close,
    content: (
      <AccountContextProvider value={context.of(id)}>
        <WithLoading>
          <ItemPanel id={id} onClose={close} />
        </WithLoading>
      </AccountContextProvider>
    ),
  }
}

const WithLoading = ({ children }: { children: ComponentChildren }) => (
  <Suspense fallback={<Loading />}>{children}</Suspense>
)

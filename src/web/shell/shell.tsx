import type { ComponentChildren } from 'preact'
import { Suspense } from 'preact/compat'
import { useEffect, useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useOpenItem } from '#web/live/open-item.ts'
import { shownItem } from '#web/ui/document-title.ts'
import { Loading } from '#web/ui/view-state.tsx'
import { Frame, type FrameProps } from './frame.tsx'
import { lazy, preloadWhenIdle } from './lazy.tsx'
import { Overlay, type OverlayProps } from './overlay.tsx'
import { Routes } from './routes.tsx'
import { SelectedBar } from './selected-bar.tsx'
import { listenForShortcuts, type RunCommand } from './shortcuts.ts'
import { useSidebar } from './use-sidebar.ts'

const ItemPanel = lazy(() => import('#web/item/item-panel.tsx').then((m) => m.ItemPanel), 'preload')

/** The page of an open account: frame, view, open item, and what lies over them. */
export function Shell() {
  const context = useAccountContext()
  const [path, go] = useLocation()
  const openItem = useOpenItem()
  const [overlay, setOverlay] = useState<Pick<OverlayProps, 'shown' | 'items'> | null>(null)
  const show = (shown: OverlayProps['shown']) => setOverlay({ shown, items: [] })

  const runCommand: RunCommand = (command, items) =>
    command === 'search' ? go('/search') : setOverlay({ shown: command, items })
  useEffect(() => listenForShortcuts({ context, runCommand, go, edit: openItem.edit }), [context, openItem.id, path])
  useEffect(preloadWhenIdle, [])
  useEffect(() => {
    if (context.replica.rejected.value.length) show('pending')
  }, [context.replica.rejected.value.length])

  const panel = useItemPanel()
  const account = useSidebar()
  const sidebar = {
    ...account,
    userMenu: [
      ...account.userMenu,
      { label: 'Settings', icon: 'gear', run: () => go('/settings') },
      { label: 'Keyboard shortcuts', icon: 'keyboard', run: () => show('help') },
    ] satisfies FrameProps['userMenu'],
    onWaiting: () => show('pending'),
  }
  return (
    <Frame
      {...sidebar}
      onAdd={() => show('add')}
      onAddProject={() => show('project')}
      wide={path === '/upcoming' || path.startsWith('/projects/') || path === '/shopping'}
      panel={panel}
    >
      <WithLoading>
        <Routes {...sidebar} />
      </WithLoading>
      <SelectedBar runCommand={runCommand} />
      {overlay && (
        <Suspense fallback={null}>
          <Overlay {...overlay} onClose={() => setOverlay(null)} runCommand={runCommand} />
        </Suspense>
      )}
    </Frame>
  )
}

function useItemPanel(): FrameProps['panel'] {
  const context = useAccountContext()
  const { id, close } = useOpenItem()
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
      <WithLoading>
        <ItemPanel id={id} onClose={close} />
      </WithLoading>
    ),
  }
}

const WithLoading = ({ children }: { children: ComponentChildren }) => (
  <Suspense fallback={<Loading />}>{children}</Suspense>
)

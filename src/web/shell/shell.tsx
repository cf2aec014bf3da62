import type { ComponentChildren } from 'preact'
import { Suspense } from 'preact/compat'
import { useEffect, useMemo, useState } from 'preact/hooks'
import { Redirect, Route, Switch, useLocation } from 'wouter-preact'
import type { PlacedItem } from '#domain/items.ts'
import { todayView } from '#domain/views.ts'
import { Frame, type FrameProps } from './frame.tsx'
import { useOpenItem } from '#web/live/open-item.ts'
import { Empty, Loading } from '#web/ui/parts.tsx'
import { accounts, openAccount } from '#web/live/accounts.ts'
import { listenToKeys, type Asked } from './shortcuts.ts'
import { fetchSoon, later } from './lazy.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { SelectedBar } from './selected-bar.tsx'
import { ListsView, MoreView } from './nav-views.tsx'
import { TodayView } from '#web/views/today.tsx'

const UpcomingView = later(() => import('#web/views/upcoming.tsx').then((m) => m.UpcomingView))
const TodosView = later(() => import('#web/views/todos.tsx').then((m) => m.TodosView))
const ChoresView = later(() => import('#web/views/chores.tsx').then((m) => m.ChoresView))
const ProjectView = later(() => import('#web/views/project.tsx').then((m) => m.ProjectView))
const NewProjectDialog = later(() => import('#web/views/project.tsx').then((m) => m.NewProjectDialog))
const ShoppingView = later(() => import('#web/views/shopping.tsx').then((m) => m.ShoppingView))
const GroceriesView = later(() => import('#web/views/groceries.tsx').then((m) => m.GroceriesView))
const SearchView = later(() => import('#web/views/search.tsx').then((m) => m.SearchView))
const ActivityView = later(() => import('#web/views/activity.tsx').then((m) => m.ActivityView))
const SettingsView = later(() => import('#web/views/settings.tsx').then((m) => m.SettingsView))
const Shortcuts = later(() => import('#web/settings/shortcuts.tsx').then((m) => m.Shortcuts))
const WaitingView = later(() => import('#web/pending/pending-dialog.tsx').then((m) => m.WaitingView))
const Palette = later(() => import('./palette.tsx').then((m) => m.Palette), 'soon')
const QuickAdd = later(() => import('#web/quick/quick-add.tsx').then((m) => m.QuickAdd), 'soon')
const ItemPanel = later(() => import('#web/item/item-panel.tsx').then((m) => m.ItemPanel), 'soon')
const Picker = later(() => import('#web/item/pickers.tsx').then((m) => m.Picker), 'soon')

type Shown = { what: Asked | 'project' | 'waiting'; items: readonly PlacedItem[] } | null

/** The frame with everything in it. */
export function Household() {
  const context = useAccountContext()
  const [path, go] = useLocation()
  const openItem = useOpenItem()
  const [shown, show] = useState<Shown>(null)
  const close = () => show(null)

  const ask = (what: Asked, items: readonly PlacedItem[]) => (what === 'search' ? go('/search') : show({ what, items }))
  useEffect(() => listenToKeys({ context, ask, go, edit: openItem.edit }), [context, openItem.id, path])
  useEffect(fetchSoon, [])
  useEffect(() => {
    if (context.replica.aside.value.length) show({ what: 'waiting', items: [] })
  }, [context.replica.aside.value.length])

  const account = useFrame()
  const frame = {
    ...account,
    userMenu: [
      ...account.userMenu,
      { label: 'Settings', icon: 'gear', run: () => go('/settings') },
      { label: 'Keyboard shortcuts', icon: 'keyboard', run: () => ask('help', []) },
    ] satisfies FrameProps['userMenu'],
    onWaiting: () => show({ what: 'waiting', items: [] }),
  }
  const opened = openItem.id === null ? undefined : context.item(openItem.id)
  return (
    <Frame
      {...frame}
      onAdd={() => ask('add', [])}
      onAddProject={() => show({ what: 'project', items: [] })}
      wide={path === '/upcoming' || path.startsWith('/projects/') || path === '/shopping'}
      panel={
        openItem.id === null
          ? null
          : {
              title: opened?.title ?? 'Item',
              onClose: openItem.close,
              content: (
                <Later>
                  <ItemPanel id={openItem.id} onClose={openItem.close} />
                </Later>
              ),
            }
      }
    >
      <Later>
        <Switch>
          <Route path="/">
            <Redirect to="/today" replace />
          </Route>
          <Route path="/today">
            <TodayView />
          </Route>
          <Route path="/upcoming">
            <UpcomingView />
          </Route>
          <Route path="/todos">
            <TodosView />
          </Route>
          <Route path="/chores">
            <ChoresView />
          </Route>
          <Route path="/shopping">
            <ShoppingView />
          </Route>
          <Route path="/groceries">
            <GroceriesView />
          </Route>
          <Route path="/projects/:slug">{({ slug }: { slug: string }) => <ProjectView key={slug} slug={slug} />}</Route>
          <Route path="/search">
            <SearchView />
          </Route>
          <Route path="/activity">
            <ActivityView />
          </Route>
          <Route path="/settings">
            <SettingsView />
          </Route>
          <Route path="/lists">
            <ListsView {...frame} />
          </Route>
          <Route path="/more">
            <MoreView {...frame} />
          </Route>
          <Route>
            <Empty icon="search" title="There is nothing here">
              The address may have been mistyped.
            </Empty>
          </Route>
        </Switch>
      </Later>
      <SelectedBar ask={ask} />
      {shown && (
        <Suspense fallback={null}>
          <Over shown={shown} close={close} ask={ask} />
        </Suspense>
      )}
    </Frame>
  )
}

const Later = ({ children }: { children: ComponentChildren }) => <Suspense fallback={<Loading />}>{children}</Suspense>

interface OverProps {
  shown: NonNullable<Shown>
  close: () => void
  ask: (what: Asked, items: readonly PlacedItem[]) => void
}

/** What lies over the view while it is asked for. */
function Over({ shown: { what, items }, close, ask }: OverProps) {
  const [path] = useLocation()
  const openItem = useOpenItem()
  if (what === 'add') return <QuickAdd onClose={close} assume={assumedAt(path)} />
  if (what === 'palette')
    return <Palette onClose={close} openItem={openItem.open} run={(next: Asked) => ask(next, [])} />
  if (what === 'help') return <Shortcuts onClose={close} />
  if (what === 'project') return <NewProjectDialog onClose={close} />
  if (what === 'waiting') return <WaitingView onClose={close} />
  if (what === 'search') return null
  return <Picker what={what} items={items} onClose={close} />
}

/** What a line means that is added while a view is open. */
function assumedAt(path: string): { kind?: 'chore' | 'grocery' | 'shopping'; project?: string } {
  if (path.startsWith('/projects/')) return { project: path.slice('/projects/'.length) }
  if (path === '/groceries') return { kind: 'grocery' }
  if (path === '/chores') return { kind: 'chore' }
  return path === '/shopping' ? { kind: 'shopping' } : {}
}

/** What is sent within this time is not worth a word. */
const SOON_MS = 800

/** Whether something has held for some time. */
function useLasting(holds: boolean, ms: number): boolean {
  const [lasts, last] = useState(false)
  useEffect(() => {
    if (!holds) return last(false)
    const timer = setTimeout(() => last(true), ms)
    return () => clearTimeout(timer)
  }, [holds])
  return lasts
}

function useFrame() {
  const context = useAccountContext()
  const { state, today, connection, queued, me } = context.replica
  const { items, projects } = state.value
  const counts = useMemo(() => {
    const active = [...items.values()].filter(
      ({ project }) => project === null || projects.get(project)?.status === 'active',
    )
    const size = (pool: string) => context.pool(pool).length
    return {
      today: todayView(active, today.value).count,
      todos: size('todos'),
      chores: size('chores'),
      shopping: size('shopping'),
      groceries: size('groceries'),
    }
  }, [items, state.value, today.value])
  const stuck = useLasting(queued.value.length > 0, SOON_MS)
  return {
    counts,
    projects: context.projects.value.filter(({ status }) => status === 'active'),
    connection: connection.value === 'locked' ? 'offline' : connection.value,
    waiting: connection.value === 'live' && !stuck ? 0 : queued.value.length,
    userName: me.value.name,
    userMenu: accounts.value
      .filter(({ me: other }) => other.id !== me.value.id)
      .map((account) => ({
        label: `Switch to ${account.me.name}`,
        icon: 'person' as const,
        run: () => void openAccount(account),
      })),
  } satisfies Omit<FrameProps, 'onAdd' | 'children'>
}

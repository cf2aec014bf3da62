import type { ComponentType } from 'preact'
import { useEffect, useLayoutEffect } from 'preact/hooks'
import { Redirect, Route, Switch, useLocation } from 'wouter-preact'
import type { Place } from '#web/live/place.ts'
import { AccountContextProvider, useAccountContext } from '#web/live/account-context.tsx'
import { keepLine, lineOfShared } from '#web/live/unsent-line.ts'
import { shownSpace } from '#web/ui/document-title.ts'
import { Empty } from '#web/ui/view-state.tsx'
import { TodayView } from '#web/views/today.tsx'
import { lazy } from './lazy.tsx'
import { ListsView, MoreView } from './nav-views.tsx'
import type { SidebarProps } from './sidebar.tsx'
import { SpaceSwitch } from './space-switch.tsx'
import { useContextAt, usePlace } from './use-place.ts'

const UpcomingView = lazy(() => import('#web/views/upcoming.tsx').then((m) => m.UpcomingView))
const ProjectView = lazy(() => import('#web/views/project.tsx').then((m) => m.ProjectView))
const SearchView = lazy(() => import('#web/views/search.tsx').then((m) => m.SearchView))
const SpaceView = lazy(() => import('#web/views/space.tsx').then((m) => m.SpaceView))
const SettingsView = lazy(() => import('#web/views/settings.tsx').then((m) => m.SettingsView))

/** The views that every space has, by their paths. */
const SWITCHED: Record<string, ComponentType> = {
  '/todos': lazy(() => import('#web/views/todos.tsx').then((m) => m.TodosView)),
  '/chores': lazy(() => import('#web/views/chores.tsx').then((m) => m.ChoresView)),
  '/shopping': lazy(() => import('#web/views/shopping.tsx').then((m) => m.ShoppingView)),
  '/groceries': lazy(() => import('#web/views/groceries.tsx').then((m) => m.GroceriesView)),
  '/activity': lazy(() => import('#web/views/activity.tsx').then((m) => m.ActivityView)),
}

/** The view at the present address, in the space that the address names. */
export function Routes(props: SidebarProps) {
  const own = useAccountContext()
  const { space, path } = usePlace()
  const joined = useContextAt({ space, path })
  useLayoutEffect(() => void (shownSpace.value = space), [space])
  return (
    <AccountContextProvider key={space ?? ''} value={joined ?? own}>
      {space === null ? (
        <Views path={path} {...props} />
      ) : path === '/' ? (
        <SpaceView name={space} />
      ) : joined ? (
        <Lists path={path} />
      ) : (
        <Empty icon="search" title={`You are in no space named ${space}`}>
          Perhaps you have left it, or the address was mistyped.
        </Empty>
      )}
    </AccountContextProvider>
  )
}

/** Views of all spaces, and the lists of one's own. */
const Views = ({ path, ...props }: SidebarProps & Pick<Place, 'path'>) => (
  <Switch location={path}>
    <Route path="/">
      <Redirect to="/today" replace />
    </Route>
    <Route path="/add">
      <AddShared onAdd={props.onAdd} />
    </Route>
    <Route path="/today">
      <TodayView />
    </Route>
    <Route path="/upcoming">
      <UpcomingView />
    </Route>
    <Route path="/search">
      <SearchView />
    </Route>
    <Route path="/settings">
      <SettingsView />
    </Route>
    <Route path="/lists">
      <ListsView {...props} />
    </Route>
    <Route path="/more">
      <MoreView {...props} />
    </Route>
    <Route>
      <Lists path={path} />
    </Route>
  </Switch>
)

/** What each space has: its lists, projects and journal. */
function Lists({ path }: Pick<Place, 'path'>) {
  const isShared = useAccountContext().spaces.value.length > 1
  return (
    <>
      {path in SWITCHED && isShared && <SpaceSwitch path={path} />}
      <Switch location={path}>
        {Object.entries(SWITCHED).map(([at, View]) => (
          <Route key={at} path={at}>
            <View />
          </Route>
        ))}
        <Route path="/projects/:slug">{({ slug }: { slug: string }) => <ProjectView key={slug} slug={slug} />}</Route>
        <Route>
          <Empty icon="search" title="There is nothing here">
            The address may have been mistyped.
          </Empty>
        </Route>
      </Switch>
    </>
  )
}

/** Where the page's icon, and what other programs share, adds something: quick add over Today. */
function AddShared({ onAdd }: Pick<SidebarProps, 'onAdd'>) {
  const [, go] = useLocation()
  const userId = useAccountContext().replica.me.value.id
  useEffect(() => {
    const line = lineOfShared(new URLSearchParams(location.search))
    if (line) keepLine(userId, line)
    go('/today', { replace: true })
    onAdd()
  }, [])
  return null
}

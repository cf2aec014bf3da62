import { useEffect } from 'preact/hooks'
import { Redirect, Route, Switch, useLocation } from 'wouter-preact'
import { useAccountContext } from '#web/live/account-context.tsx'
import { keepLine, lineOfShared } from '#web/live/unsent-line.ts'
import { Empty } from '#web/ui/view-state.tsx'
import { TodayView } from '#web/views/today.tsx'
import { lazy } from './lazy.tsx'
import { ListsView, MoreView } from './nav-views.tsx'
import type { SidebarProps } from './sidebar.tsx'

const UpcomingView = lazy(() => import('#web/views/upcoming.tsx').then((m) => m.UpcomingView))
const TodosView = lazy(() => import('#web/views/todos.tsx').then((m) => m.TodosView))
const ChoresView = lazy(() => import('#web/views/chores.tsx').then((m) => m.ChoresView))
const ProjectView = lazy(() => import('#web/views/project.tsx').then((m) => m.ProjectView))
const ShoppingView = lazy(() => import('#web/views/shopping.tsx').then((m) => m.ShoppingView))
const GroceriesView = lazy(() => import('#web/views/groceries.tsx').then((m) => m.GroceriesView))
const SearchView = lazy(() => import('#web/views/search.tsx').then((m) => m.SearchView))
const ActivityView = lazy(() => import('#web/views/activity.tsx').then((m) => m.ActivityView))
const SpaceView = lazy(() => import('#web/views/space.tsx').then((m) => m.SpaceView))
const SettingsView = lazy(() => import('#web/views/settings.tsx').then((m) => m.SettingsView))

/** The view at the present address. */
export function Routes(props: SidebarProps) {
  return (
    <Switch>
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
      <Route path="/spaces/:name">{({ name }: { name: string }) => <SpaceView key={name} name={name} />}</Route>
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
        <Empty icon="search" title="There is nothing here">
          The address may have been mistyped.
        </Empty>
      </Route>
    </Switch>
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

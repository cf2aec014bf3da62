import { Route, Redirect, Switch } from 'wouter-preact'
import { Frame, type FrameProps } from './frame/frame.tsx'
import { LISTS, MORE, SEARCH } from './frame/nav.ts'
import { Loading, Empty, ViewHead } from './ui/parts.tsx'
import { ListsView, MoreView } from './views/nav-views.tsx'

const NOTHING: Omit<FrameProps, 'children' | 'onAdd'> = {
  counts: { today: 0, todos: 0, chores: 0, shopping: 0, groceries: 0 },
  projects: [],
  connection: 'connecting',
  waiting: 0,
  userName: '',
}

const Waiting = ({ title }: { title: string }) => <><ViewHead title={title} /><Loading /></>

export function App() {
  return (
    <Frame {...NOTHING} onAdd={() => {}}>
      <Switch>
        <Route path="/"><Redirect to="/today" replace /></Route>
        {[...LISTS, SEARCH, ...MORE].map(({ path, title }) => <Route key={path} path={path}><Waiting title={title} /></Route>)}
        <Route path="/projects/:slug"><Waiting title="Project" /></Route>
        <Route path="/lists"><ListsView {...NOTHING} /></Route>
        <Route path="/more"><MoreView {...NOTHING} /></Route>
        <Route><Empty icon="search" title="There is nothing here">The address may have been mistyped.</Empty></Route>
      </Switch>
    </Frame>
  )
}

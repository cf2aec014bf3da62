import { render } from 'preact'
import { Route, Switch, Router } from 'wouter-preact'
import { open, resume, enter } from './account/accounts.ts'
import { liveOver, LiveProvider, useLive } from './app/live.tsx'
import { Frame } from './frame/frame.tsx'
import { useOpenItem } from './frame/place.ts'
import { UpcomingView } from './views/upcoming.tsx'
import { TodosView } from './views/todos.tsx'
import { ChoresView } from './views/chores.tsx'
import { ProjectView, NewProjectDialog } from './views/project.tsx'
import { useState } from 'preact/hooks'
import './styles/tokens.css'
import './styles/base.css'

function Inner() {
  const live = useLive()
  const [shown, show] = useState(false)
  const item = useOpenItem()
  ;(window as any).live = live
  return (
    <Router base="/zz-scratch.html">
      <Frame counts={{ today: 0, todos: 0, chores: 0, shopping: 0, groceries: 0 }} projects={live.projects.value} connection={live.replica.connection.value as 'live'} waiting={live.replica.waiting.value} userName="x" onAdd={() => {}} onAddProject={() => show(true)} wide panel={item.id ? { title: 'x', content: item.id, onClose: item.close } : null}>
        <Switch>
          <Route path="/upcoming"><UpcomingView /></Route>
          <Route path="/todos"><TodosView /></Route>
          <Route path="/chores"><ChoresView /></Route>
          <Route path="/projects/:slug">{({ slug }: { slug: string }) => <ProjectView key={slug} slug={slug} />}</Route>
        </Switch>
        {shown && <NewProjectDialog onClose={() => show(false)} />}
      </Frame>
    </Router>
  )
}
function App() {
  if (!open.value) return <p>no</p>
  const { account, replica } = open.value
  return <LiveProvider value={liveOver(account, replica)}><Inner /></LiveProvider>
}
const key = (window as any).KEY
await resume()
if (!open.value && key) await enter(key)
render(<App />, document.getElementById('page')!)

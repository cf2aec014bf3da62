import { render } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { Redirect, Route, Switch, useLocation } from 'wouter-preact'
import { open, opening, resume } from './account/accounts.ts'
import { liveOver, LiveProvider, useLive } from './app/live.tsx'
import { Frame } from './frame/frame.tsx'
import { useOpenItem } from './frame/place.ts'
import { FirstVisit, KeyAgain } from './views/first-visit.tsx'
import { TodayView } from './views/today.tsx'
import { SearchView } from './views/search.tsx'
import { ActivityView } from './views/activity.tsx'
import { SettingsView } from './views/settings.tsx'
import { WaitingView } from './views/waiting.tsx'
import { Palette } from './palette/palette.tsx'
import { QuickAdd } from './quick/quick-add.tsx'
import { Shortcuts } from './settings/shortcuts.tsx'
import { listenToKeys } from './app/keys.ts'
import './styles/tokens.css'
import './styles/base.css'

void resume()
function House() {
  const live = useLive()
  const [path, go] = useLocation()
  const o = useOpenItem()
  const [shown, show] = useState<string | null>(null)
  ;(window as any).live = live
  ;(window as any).show = show
  useEffect(() => listenToKeys({ live, ask: (what: string) => (what === 'search' ? go('/search') : show(what)), go, open: o.open } as any), [live, path])
  const close = () => show(null)
  const c = live.replica.connection.value
  return (
    <Frame counts={{ today: 1, todos: 2, chores: 3, shopping: 4, groceries: 5 }} projects={live.projects.value} connection={c === 'locked' ? 'offline' : c} waiting={live.replica.waiting.value} userName={live.replica.me.value.name} onAdd={() => show('add')}
      panel={o.id ? { title: 'Item', content: <p>{live.item(o.id)?.title}</p>, onClose: o.close } : null}>
      <Switch>
        <Route path="/search"><SearchView /></Route>
        <Route path="/activity"><ActivityView /></Route>
        <Route path="/settings"><SettingsView /></Route>
        <Route path="/today"><TodayView /></Route>
        <Route><Redirect to="/today" replace /></Route>
      </Switch>
      {shown === 'add' && <QuickAdd onClose={close} />}
      {shown === 'addp' && <QuickAdd onClose={close} assume={{ project: [...live.replica.state.value.projects.keys()][0]! }} />}
      {shown === 'adds' && <QuickAdd onClose={close} assume={{ kind: 'shopping' }} />}
      {shown === 'palette' && <Palette onClose={close} openItem={o.open} run={show as any} />}
      {shown === 'help' && <Shortcuts onClose={close} />}
      {shown === 'waiting' && <WaitingView onClose={close} />}
    </Frame>
  )
}
function App() {
  if (opening.value) return null
  if (!open.value) return <FirstVisit />
  const { account, replica } = open.value
  return (
    <LiveProvider key={`${account.me.id} ${account.key}`} value={liveOver(account, replica)}>
      {replica.connection.value === 'locked' ? <KeyAgain account={account} /> : <House />}
    </LiveProvider>
  )
}
render(<App />, document.getElementById('page')!)

import { render } from 'preact'
import { useState } from 'preact/hooks'
import './styles/tokens.css'
import './styles/base.css'
import { open, opening, resume } from './account/accounts.ts'
import { liveOver, LiveProvider, useLive } from './app/live.tsx'
import { Frame } from './frame/frame.tsx'
import { useOpenItem } from './frame/place.ts'
import { Picker } from './item/pickers.tsx'
import { ItemPanel } from './item/item-panel.tsx'
import { ShoppingView } from './views/shopping.tsx'
import { GroceriesView } from './views/groceries.tsx'
const q = new URLSearchParams(location.search)
const view = q.get('view')
void resume()
function Page() {
  const live = useLive()
  const o = useOpenItem()
  const [picker, setPicker] = useState(q.get('picker') as 'due' | null)
  const items = (q.get('of') ?? '').split(',').map((id) => live.item(id)).filter((i) => i !== undefined)
  ;(window as any).live = live
  return (
    <Frame counts={{ today: 3, todos: 2, chores: 1, shopping: 4, groceries: 5 }} projects={[]} connection={live.replica.connection.value === 'locked' ? 'offline' : live.replica.connection.value} waiting={live.replica.waiting.value} userName="ryan" onAdd={() => {}} wide={view === 'shopping'}
      panel={o.id === null ? null : { title: 'Item', onClose: o.close, content: <ItemPanel id={o.id} onClose={o.close} /> }}>
      {view === 'groceries' ? <GroceriesView /> : <ShoppingView />}
      {picker && items.length > 0 && <Picker what={picker} items={items} onClose={() => setPicker(null)} />}
    </Frame>
  )
}
function App() {
  if (opening.value || !open.value) return null
  const { account, replica } = open.value
  return <LiveProvider value={liveOver(account, replica)}><Page /></LiveProvider>
}
render(<App />, document.getElementById('page')!)

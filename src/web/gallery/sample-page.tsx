import { useState } from 'preact/hooks'
import { Route, Switch } from 'wouter-preact'
import type { Item } from '#domain/items.ts'
import { Frame } from '#web/frame/frame.tsx'
import { useOpenItem } from '#web/frame/place.ts'
import { IconButton } from '#web/ui/button.tsx'
import { toast } from '#web/ui/toast.tsx'
import { ListsView, MoreView } from '#web/views/nav-views.tsx'
import { TodayView } from '#web/views/today-view.tsx'
import { COUNTS, ITEMS, projectTitle, PROJECTS, SAMPLE_TODAY } from './sample.ts'
import { SampleItem } from './sample-item.tsx'

/** The frame around a Today of sample data, as the page will be. */
export function SamplePage() {
  const openItem = useOpenItem()
  const [gone, setGone] = useState(new Set<string>())
  const chosen = ITEMS.find((item) => item.id === openItem.id)
  const shape = { counts: COUNTS, projects: PROJECTS, connection: 'live', waiting: 0, userName: 'ryan' } as const

  function done(item: Item) {
    const was = gone.has(item.id)
    setGone(new Set(was ? [...gone].filter((id) => id !== item.id) : [...gone, item.id]))
    if (!was) toast({ text: `Done: ${item.title}`, action: { label: 'Undo', run: () => setGone((now) => new Set([...now].filter((id) => id !== item.id))) } })
  }

  return (
    <Frame
      {...shape}
      userMenu={[{ label: 'ryan', run: () => {}, checked: true }, { label: 'household', run: () => {}, checked: false }, 'line', { label: 'Settings', icon: 'gear', run: () => {}, keys: 'g ,' }]}
      onAdd={() => toast({ text: 'Quick add opens here' })}
      onAddProject={() => {}}
      panel={chosen && { title: chosen.title, content: <SampleItem item={chosen} />, tools: <IconButton icon="more" label="More" />, onClose: openItem.close }}
    >
      <Switch>
        <Route path="/lists"><ListsView {...shape} /></Route>
        <Route path="/more"><MoreView {...shape} /></Route>
        <Route>
          <TodayView view={SAMPLE_TODAY} onDone={done} onOpen={(item) => openItem.open(item.id)} openId={openItem.id} selected={new Set(openItem.id ? [openItem.id] : [])} justDone={gone} titleOfProject={projectTitle} titleOfFeature={() => 'Plumbing'} />
        </Route>
      </Switch>
    </Frame>
  )
}

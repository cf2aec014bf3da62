import type { Item } from '#domain/items.ts'
import type { Today } from '#domain/views.ts'
import { Keys } from '#web/ui/button.tsx'
import { Empty, Section, ViewHead } from '#web/ui/parts.tsx'
import { Row, type RowProps, Rows } from '#web/ui/row.tsx'
import { count, longDay, timeWords } from '#web/ui/words.ts'

export interface TodayViewProps extends Pick<RowProps, 'onDone' | 'onOpen' | 'onSelect'> {
  view: Today
  selected?: ReadonlySet<string>
  /** The item whose panel is open. */
  openId?: string | null
  /** Done a moment ago: they fade where they stood. */
  justDone?: ReadonlySet<string>
  titleOfProject?: (slug: string) => string | undefined
  titleOfFeature?: (id: string) => string | undefined
}

function sum({ count: items, estimate }: Today): string {
  return count(items, 'item') + (estimate ? `, about ${timeWords(estimate)}` : '')
}

export function TodayView(props: TodayViewProps) {
  const { view } = props
  const sections: [title: string, items: Item[]][] = [
    ['Overdue', view.overdue],
    ['Today', view.today],
    ['In progress', view.doing],
    ['Priority, no date', view.priority],
  ]
  return (
    <>
      <ViewHead title="Today" aside={longDay(view.date)} sum={view.count > 0 && sum(view)} />
      {view.count === 0 && <Empty icon="sun" title="Nothing left for today" act={<>Press <Keys keys="Q" /> to add something</>}>Enjoy the quiet, or look at what is coming.</Empty>}
      {sections.map(([title, items]) => items.length > 0 && (
        <Section key={title} title={title} count={items.length} late={title === 'Overdue'}>
          <Rows label={title}>{items.map((item) => <TodayRow key={item.id} item={item} {...props} showDue={title !== 'Today'} />)}</Rows>
        </Section>
      ))}
    </>
  )
}

function TodayRow({ item, view, selected, openId, justDone, titleOfProject, titleOfFeature, onDone, onOpen, onSelect, showDue }: TodayViewProps & { item: Item; showDue: boolean }) {
  return (
    <Row
      {...{ item, onDone, onOpen, onSelect, showDue }}
      today={view.date}
      selected={selected?.has(item.id)}
      open={openId === item.id}
      done={justDone?.has(item.id)}
      projectTitle={item.project ? titleOfProject?.(item.project) : undefined}
      featureTitle={item.feature ? titleOfFeature?.(item.feature) : undefined}
    />
  )
}

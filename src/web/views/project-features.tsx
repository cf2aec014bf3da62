import type { ComponentChildren } from 'preact'
import { useId, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import type { Feature } from '#domain/projects.ts'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { projectColour } from '#web/ui/kinds.ts'
import { Menu } from '#web/ui/menu.tsx'
import { Bar } from '#web/ui/progress.tsx'
import { type AccountContext, useAccountContext } from '#web/live/account-context.tsx'
import { PriorityStrip } from '#web/dnd/by-priority.tsx'
import { Dragging } from '#web/dnd/dragging.tsx'
import { dropBeside, nudgeInOrder, SortableList } from '#web/dnd/sortable-list.tsx'
import { useZone } from '#web/dnd/use-zone.ts'
import { countDoneBefore } from '#web/live/replica/state.ts'
import { AddLine } from './project-add-line.tsx'
import { FeatureDialog } from './project-dialogs.tsx'
import { formatProgress } from './project-head.tsx'

const NONE = ''
const ZONE = 'feature:'

/** Features of a project in the order in which they were added, the finished ones last. */
export function featuresOf(context: AccountContext, slug: string): Feature[] {
  const rank = ({ status }: Feature) => Number(!isOpen({ status }))
  return [...context.replica.state.value.features.values()]
    .filter(({ project }) => project === slug)
    .sort((a, b) => rank(a) - rank(b) || (a.created_at < b.created_at ? -1 : 1))
}

/** The tasks of an engineering project, feature by feature. */
export function ByFeature({ slug, items }: { slug: string; items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const [isAdding, setAdding] = useState(false)
  const features = featuresOf(context, slug)
  const groupOf = (item: PlacedItem) => items.filter(({ feature }) => feature === item.feature)
  const own = items.filter(({ feature }) => feature === null)
  const titleOf = (id: string | null) => (id ? (context.titleOfFeature(id) ?? 'a feature') : 'no feature')

  function moveInto(item: PlacedItem, feature: string | null) {
    if (item.feature !== feature) context.actions.update([item], { feature })
  }

  return (
    <Dragging
      onDrop={([item], target) => {
        if ('row' in target) {
          const other = context.item(target.row)
          if (!other) return
          moveInto(item!, other.feature)
          dropBeside(context, groupOf(other), item!, target)
        } else if (target.zone.startsWith(ZONE)) moveInto(item!, target.zone.slice(ZONE.length) || null)
        else context.actions.update([item!], { priority: Number(target.zone.split(':')[1]) })
      }}
      describe={(target) => {
        if ('zone' in target)
          return target.zone.startsWith(ZONE)
            ? `Into ${titleOf(target.zone.slice(ZONE.length))}`
            : `To priority ${target.zone.split(':')[1]}`
        const other = context.item(target.row)
        return other
          ? `${target.side === 'before' ? 'Before' : 'After'} ${other.title}, in ${titleOf(other.feature)}`
          : ''
      }}
      onNudge={(item, arrow) => nudgeInOrder(context, groupOf(item), item, arrow)}
    >
      {features.map((feature) => (
        <FeatureSection
          key={feature.id}
          slug={slug}
          feature={feature}
          items={items.filter((item) => item.feature === feature.id)}
        />
      ))}
      <Group title="Without a feature" list={NONE} items={own}>
        <AddLine slug={slug} label="Add a task" />
      </Group>
      <div class="project-all">
        <Button icon="plus" look="quiet" onClick={() => setAdding(true)}>
          Add a feature
        </Button>
      </div>
      {isAdding && <FeatureDialog slug={slug} onClose={() => setAdding(false)} />}
      <PriorityStrip />
    </Dragging>
  )
}

interface GroupProps {
  title: string
  list: string
  items: readonly PlacedItem[]
  sum?: ComponentChildren
  tools?: ComponentChildren
  closed?: boolean
  children?: ComponentChildren
}

function Group({ title, list, items, sum, tools, closed, children }: GroupProps) {
  const id = useId()
  return (
    <section class="feature" aria-labelledby={id} data-closed={closed || undefined}>
      <header>
        <h2 id={id} dir="auto">
          {title}
        </h2>
        {sum}
        <span class="grows" />
        {tools}
      </header>
      {items.length > 0 ? (
        <SortableList label={title} list={`feature ${list}`} items={items} showProject={false} showFeature={false} />
      ) : (
        <Free id={`${ZONE}${list}`} />
      )}
      {children}
    </section>
  )
}

/** Where the first task of a feature can be dropped. */
function Free({ id }: { id: string }) {
  const { zoneRef, over, dragging } = useZone(id)
  return (
    <div ref={zoneRef} class="feature-free" data-over={over || undefined} data-dragging={dragging || undefined}>
      No open tasks
    </div>
  )
}

function FeatureSection({ slug, feature, items }: { slug: string; feature: Feature; items: readonly PlacedItem[] }) {
  const context = useAccountContext()
  const [isRenaming, setRenaming] = useState(false)
  const state = context.replica.state.value
  const all =
    [...state.items.values()].filter((item) => item.feature === feature.id && item.status !== 'canceled').length +
    countDoneBefore(state, slug, feature.id)
  const progress = {
    done: all - items.length,
    total: all,
    estimate_left: items.reduce((sum, { estimate }) => sum + (estimate ?? 0), 0),
  }
  const open = isOpen(feature)
  const changeStatus = (status: Feature['status'], message: string) =>
    context.actions.make(
      [{ op: 'features.update', input: { id: feature.id, status } }],
      `${message}: “${feature.title}”`,
    )
  return (
    <Group
      title={feature.title}
      list={feature.id}
      items={items}
      closed={!open}
      sum={
        <>
          <Bar
            part={progress.total ? progress.done / progress.total : 0}
            colour={projectColour(slug)}
            label={`Progress of ${feature.title}`}
          />
          <em>{open ? formatProgress(progress) : feature.status}</em>
        </>
      }
      tools={
        <Menu
          label={feature.title}
          side="end"
          trigger={(props, ref) => (
            <button ref={ref} type="button" class="icon-button" aria-label={`More about ${feature.title}`} {...props}>
              <Icon name="more" />
            </button>
          )}
          entries={[
            { label: 'Rename', icon: 'edit', run: () => setRenaming(true) },
            open
              ? { label: 'Mark as done', icon: 'tick', run: () => changeStatus('done', 'Done') }
              : { label: 'Reopen', icon: 'undo', run: () => changeStatus('todo', 'Reopened') },
            'line',
            {
              label: 'Remove, keep its tasks',
              icon: 'trash',
              danger: true,
              run: () =>
                context.actions.make(
                  [{ op: 'features.remove', input: { id: feature.id } }],
                  `Removed “${feature.title}”`,
                ),
            },
          ]}
        />
      }
    >
      {open && <AddLine slug={slug} feature={feature.id} label={`Add a task to ${feature.title}`} />}
      {isRenaming && <FeatureDialog slug={slug} feature={feature} onClose={() => setRenaming(false)} />}
    </Group>
  )
}

import { everyPhrase } from '#domain/interval-phrase.ts'
import type { Day } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import type { ComponentChildren } from 'preact'
import { Link } from 'wouter-preact'
import { Icon, type IconName } from './icon.tsx'
import { intervalPassed, KIND_ICON, kindColour } from './kinds.ts'
import { Bar } from './progress.tsx'
import { formatAgo, formatDue } from '#web/format/days.ts'

export interface ItemRowMetaProps {
  item: Item
  today: Day
  /** Just done, before it leaves the list. */
  done?: boolean
  projectTitle?: string
  featureTitle?: string
  /** Off where every row would say the same: today's section, a list of one kind. */
  showDue?: boolean
  showKind?: boolean
  showProject?: boolean
  showLastDone?: boolean
}

function Kind({ icon, colour, children }: { icon: IconName; colour?: string; children: ComponentChildren }) {
  return (
    <span class="row-kind yields" style={{ '--tone': colour }}>
      <Icon name={icon} />
      <span dir="auto">{children}</span>
    </span>
  )
}

function renderDue({ item, today, showDue = true, done }: ItemRowMetaProps): ComponentChildren {
  if (!item.due || done || item.status === 'done') return null
  if (item.due < today)
    return (
      <span class="row-late" title={item.due}>
        {formatDue(item.due, today)}
      </span>
    )
  return (
    showDue && (
      <span class="row-due" title={item.due}>
        {formatDue(item.due, today)}
      </span>
    )
  )
}

function renderGift(item: Item): ComponentChildren {
  const who = [item.recipient, item.occasion].filter(Boolean).join(', ')
  const stage = item.status === 'done' ? 'given' : item.bought_on ? 'bought, not given yet' : null
  return [
    who && (
      <Kind icon="gift" colour={kindColour('gift')}>
        {who}
      </Kind>
    ),
    stage && <span class="yields">{stage}</span>,
  ]
}

function renderChore({ item, today, showLastDone }: ItemRowMetaProps): ComponentChildren {
  const passed = intervalPassed(item, today)
  return [
    <Kind icon="loop" colour={kindColour('chore')}>
      {everyPhrase(item.every!)}
    </Kind>,
    passed !== null && <Bar part={passed} />,
    showLastDone && (
      <span class="yields">
        {item.last_done ? (
          <>
            <span class="row-long">last done </span>
            {formatAgo(item.last_done, today)}
          </>
        ) : (
          'never done yet'
        )}
      </span>
    ),
  ]
}

function renderTask({ item, projectTitle, featureTitle, showProject = true }: ItemRowMetaProps): ComponentChildren {
  return [
    showProject && item.project && (
      <Kind icon="cube" colour={kindColour('task')}>
        {projectTitle ?? item.project}
      </Kind>
    ),
    featureTitle && (
      <span class="yields" dir="auto">
        {featureTitle}
      </span>
    ),
  ]
}

function renderKind(props: ItemRowMetaProps): ComponentChildren {
  const { item, showKind = true } = props
  if (item.kind === 'chore') return renderChore(props)
  if (item.kind === 'gift') return renderGift(item)
  if (item.kind === 'task') return renderTask(props)
  if (showKind && item.kind === 'shopping')
    return (
      <Kind icon={KIND_ICON.shopping} colour={kindColour('shopping')}>
        shopping
      </Kind>
    )
  if (showKind && item.kind === 'grocery')
    return (
      <Kind icon={KIND_ICON.grocery} colour={kindColour('grocery')}>
        {item.tags[0] ?? 'groceries'}
      </Kind>
    )
  return null
}

/** The small line under a title: lateness, what the kind has to say, recurrence, tags. */
export function ItemRowMeta(props: ItemRowMetaProps) {
  const { item, showKind = true } = props
  const when = renderDue(props)
  const kind = renderKind(props)
  const repeats = item.every && item.kind !== 'chore' && <Kind icon="loop">{everyPhrase(item.every)}</Kind>
  const tags = item.kind === 'grocery' && showKind ? item.tags.slice(1) : item.tags
  const empty = !when && !repeats && tags.length === 0 && (Array.isArray(kind) ? kind.every((part) => !part) : !kind)
  if (empty) return null
  return (
    <div class="row-meta">
      {when}
      {kind}
      {repeats}
      {tags.length > 0 && (
        <span class="row-tags">
          {tags.map((tag) => (
            <Link key={tag} href={`/search?${new URLSearchParams({ q: `#${tag}` })}`} tabIndex={-1} dir="auto">
              #{tag}
            </Link>
          ))}
        </span>
      )}
    </div>
  )
}

import { everyPhrase } from '#domain/interval-phrase.ts'
import { countBoxes } from '#domain/notes.ts'
import type { Day } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import type { TimeOfDay } from '#domain/times.ts'
import type { ComponentChildren } from 'preact'
import { navigate } from 'wouter-preact/use-browser-location'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import { Icon, type IconName } from './icon.tsx'
import { intervalPassed, KIND_ICON, kindColour } from './kinds.ts'
import { Bar } from './progress.tsx'
import { BASE_PATH } from '#web/format/addresses.ts'
import { formatAgo, formatDue } from '#web/format/days.ts'

/** Which details a list shows; off is what every row of it would say the same: today's section, a list of one kind. */
export interface ShownDetails {
  showDue?: boolean
  showKind?: boolean
  showProject?: boolean
  showFeature?: boolean
  showLastDone?: boolean
  /** The shared space that an item is in, where a list is of all spaces. */
  showSpace?: boolean
  /** A tag that stands above the list: a store. */
  hiddenTag?: string
}

export interface ItemRowMetaProps extends ShownDetails {
  item: Item
  today: Day
  /** The time now; only for an item that has one today. */
  time?: TimeOfDay
  projectTitle?: string
  featureTitle?: string
}

const showsDue = ({ due, at, status }: Item, today: Day, { showDue = true }: ShownDetails): boolean =>
  due !== null && status !== 'done' && (showDue || due < today || at !== null)

function showsKind(item: Item, { showKind = true, showProject = true, showFeature = true }: ShownDetails): boolean {
  switch (item.kind) {
    case 'chore':
      return true
    case 'gift':
      return Boolean(item.recipient ?? item.occasion ?? item.bought_on) || item.status === 'done'
    case 'task':
      return showProject || (showFeature && item.feature !== null)
    case 'todo':
      return false
    default:
      return showKind
  }
}

/** The tags of the second line: a grocery's first one is its store, which its kind says. */
function shownTags({ kind, tags }: Item, { showKind = true, hiddenTag }: ShownDetails): readonly string[] {
  if (kind === 'grocery' && showKind) return tags.slice(1)
  return hiddenTag === undefined ? tags : tags.filter((tag) => tag !== hiddenTag)
}

const shownSpace = ({ id }: Item, { showSpace }: ShownDetails): string | null => (showSpace ? spaceOf(id) : null)

/** Whether an item's row has a second line. */
export function hasDetails(item: Item, today: Day, shown: ShownDetails): boolean {
  return (
    showsDue(item, today, shown) ||
    showsKind(item, shown) ||
    (item.every !== null && item.kind !== 'chore') ||
    shownTags(item, shown).length > 0 ||
    countBoxes(item.notes).total > 0 ||
    shownSpace(item, shown) !== null
  )
}

function Kind({ icon, colour, children }: { icon: IconName; colour?: string; children: ComponentChildren }) {
  return (
    <span class="row-kind yields" style={{ '--tone': colour }}>
      <Icon name={icon} />
      <span dir="auto">{children}</span>
    </span>
  )
}

/** The date, the time, or both; what has passed today says so, and is late when the day ends. */
function renderDue({ item, today, time, ...shown }: ItemRowMetaProps): ComponentChildren {
  const { due, at } = item
  if (!due || !showsDue(item, today, shown)) return null
  const isLate = due < today
  const hasPassed = due === today && at !== null && time !== undefined && at < time
  const day = shown.showDue === false && !isLate ? null : formatDue(due, today)
  const words = [day, !isLate && at, hasPassed && 'passed'].filter(Boolean).join(' ')
  return (
    <span class={isLate ? 'row-late' : hasPassed ? 'row-passed' : 'row-due'} title={at ? `${due} ${at}` : due}>
      {words}
    </span>
  )
}

/** `2/5`: how many boxes in the notes are ticked. */
function renderBoxes({ notes }: Item): ComponentChildren {
  const { ticked, total } = countBoxes(notes)
  if (!total) return null
  return (
    <span class="row-boxes" title={`${ticked} of ${total} ticked`}>
      <Icon name="tick" />
      {ticked}/{total}
    </span>
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
          <>
            never<span class="row-long"> done yet</span>
          </>
        )}
      </span>
    ),
  ]
}

function renderTask({ item, projectTitle, featureTitle, ...shown }: ItemRowMetaProps): ComponentChildren {
  return [
    shown.showProject !== false && item.project && (
      <Kind icon="cube" colour={kindColour('task')}>
        {projectTitle ?? item.project}
      </Kind>
    ),
    shown.showFeature !== false && featureTitle && (
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

/** Shows what has the tag. Unlike a `Link` it does not listen for changes of the address: there are hundreds. */
function TagLink({ tag }: { tag: string }) {
  const href = `${BASE_PATH}/search?${new URLSearchParams({ q: `#${tag}` })}`
  function follow(event: MouseEvent) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
    event.preventDefault()
    navigate(href)
  }
  return (
    <a href={href} onClick={follow} tabIndex={-1} dir="auto">
      #{tag}
    </a>
  )
}

/** The small line under a title: lateness, what the kind has to say, recurrence, boxes, tags. */
export function ItemRowMeta(props: ItemRowMetaProps) {
  const { item, today } = props
  if (!hasDetails(item, today, props)) return null
  const tags = shownTags(item, props)
  const space = shownSpace(item, props)
  return (
    <div class="row-meta">
      {renderDue(props)}
      {space && <Kind icon="users">{space}</Kind>}
      {renderKind(props)}
      {item.every && item.kind !== 'chore' && <Kind icon="loop">{everyPhrase(item.every)}</Kind>}
      {renderBoxes(item)}
      {tags.length > 0 && (
        <span class="row-tags">
          {tags.map((tag) => (
            <TagLink key={tag} tag={tag} />
          ))}
        </span>
      )}
    </div>
  )
}

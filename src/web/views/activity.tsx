import { Link } from 'wouter-preact'
import {
  describeWrite,
  type EntityChange,
  nameSome,
  originalOperation,
  type WriteDescription,
} from '#contract/sentences.ts'
import type { Change } from '#contract/types.ts'
import { daysBetween, type Day, todayIn } from '#domain/dates.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Button, TextButton } from '#web/ui/button.tsx'
import { showError, toast } from '#web/ui/toast.tsx'
import { Initials } from '#web/ui/initials.tsx'
import { Section } from '#web/ui/section.tsx'
import { ViewHead } from '#web/ui/view-head.tsx'
import { Empty, Failed, Loading } from '#web/ui/view-state.tsx'
import { formatLongDay, formatTime } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { formatClient, formatDetail, formatLead } from '#web/format/writes.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'
import { useValueFormats } from '#web/live/use-value-formats.ts'
import { type Journal, useJournal } from './activity-journal.ts'
import './activity.css'

/** Everything that was done, by day, through whichever client; each step can be taken back. */
export function ActivityView() {
  const journal = useJournal()
  return (
    <>
      <ViewHead title="Activity" sum="Everything that was changed, from anywhere" />
      <JournalState {...journal} />
    </>
  )
}

function JournalState(journal: Journal) {
  const { replica } = useAccountContext()
  const { pages, problem, isLoading, retry, loadOlder } = journal
  const isConnected = replica.connection.value === 'live'
  const today = replica.today.value
  if (!pages) {
    if (problem)
      return (
        <Failed
          title="The journal did not load"
          act={
            <Button busy={isLoading} onClick={retry}>
              Try again
            </Button>
          }
        >
          {problem}
        </Failed>
      )
    if (!isConnected && !isLoading)
      return (
        <Empty icon="offline" title="Not connected">
          The journal is on the server, and shows when the connection is back. What you do now is kept.
        </Empty>
      )
    return <Loading />
  }
  if (!pages.changes.length)
    return (
      <Empty icon="activity" title="Nothing has happened yet">
        What you add, change and do will be listed here.
      </Empty>
    )
  return (
    <>
      {groupByDay(pages.changes, replica.me.value.timezone).map(([day, changes]) => (
        <Section key={day} title={dayTitle(day, today)}>
          <ul class="list" aria-label={dayTitle(day, today)}>
            {changes.map((change) => (
              <JournalEntry
                key={change.revision}
                change={change}
                undone={journal.undone.has(change.revision)}
                changes={pages.changes}
              />
            ))}
          </ul>
        </Section>
      ))}
      <div class="did-foot">
        {problem && <p role="alert">{problem}</p>}
        {pages.more ? (
          <Button busy={isLoading} disabled={!isConnected} onClick={loadOlder}>
            Show older
          </Button>
        ) : (
          <p>That is everything.</p>
        )}
        {!isConnected && <p>Offline: this is how it stood when the connection was lost.</p>}
      </div>
    </>
  )
}

function groupByDay(changes: readonly Change[], zone: string): [Day, Change[]][] {
  const days = new Map<Day, Change[]>()
  for (const change of changes) {
    const day = todayIn(zone, new Date(change.at))
    const sameDay = days.get(day)
    if (sameDay) sameDay.push(change)
    else days.set(day, [change])
  }
  return [...days]
}

function dayTitle(day: Day, today: Day): string {
  const ago = daysBetween(day, today)
  const title = day.slice(0, 4) === today.slice(0, 4) ? formatLongDay(day) : `${formatLongDay(day)} ${day.slice(0, 4)}`
  return ago === 0 ? `Today, ${title}` : ago === 1 ? `Yesterday, ${title}` : title
}

interface JournalEntryProps {
  change: Change
  undone: boolean
  /** All that is loaded, among which is what an undo undid. */
  changes: readonly Change[]
}

/** Whether the change holds anything that can be undone. */
function isUndoable({ items, projects, features }: Change): boolean {
  return items === null || items.length + projects.length + features.length > 0
}

function JournalEntry({ change, undone, changes }: JournalEntryProps) {
  const { replica, space } = useAccountContext()
  const { busy, run } = useBusy()
  const write = describeWrite(change, originalOperation(change, changes))
  const label = write.undo === 'undid' ? 'Redo' : 'Undo'

  async function undo() {
    try {
      await replica.track.changes.undo({ revision: change.revision })
      toast({ text: label === 'Undo' ? 'Undone' : 'Redone' })
    } catch (error) {
      showError(error)
    }
  }

  return (
    <li class="did-row" data-undone={undone || undefined}>
      <div>
        <WriteLine write={write} />
        <p class="did-when">
          {space !== null && (
            <>
              <Initials name={change.by} size={18} /> {change.by} ·{' '}
            </>
          )}
          <time dateTime={change.at}>{formatTime(new Date(change.at), replica.me.value.timezone)}</time> ·{' '}
          {formatClient(change.client)}
          {undone && ' · undone'}
        </p>
      </div>
      {isUndoable(change) && !undone && (
        <TextButton
          disabled={busy || replica.connection.value !== 'live'}
          aria-label={`${label}: ${formatLead(write)} ${write.subjects[0]?.title ?? ''}`}
          onClick={() => run(undo)}
        >
          {label}
        </TextButton>
      )}
    </li>
  )
}

function WriteLine({ write }: { write: WriteDescription }) {
  const { named, more } = nameSome(write.subjects)
  const detail = formatDetail(write, useValueFormats())
  return (
    <p class="did-text">
      {write.undo && `${capitalise(write.undo)}: `}
      {formatLead(write)}
      {write.object && named.length > 0 && ':'}{' '}
      {named.map((entity, n) => [n > 0 && ', ', <EntityLink key={entity.id} change={entity} />])}
      {more > 0 && ` and ${more.toLocaleString('en')} more`}
      {detail && <small>{detail}</small>}
    </p>
  )
}

function EntityLink({ change: { id, title, entity } }: { change: EntityChange }) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  if (entity === 'project' && context.titleOfProject(id))
    return (
      <Link href={context.pathTo(`/projects/${id}`)} dir="auto">
        {title}
      </Link>
    )
  if (entity !== 'item' || !context.item(id)) return <b dir="auto">{title}</b>
  return (
    <a
      href={`?item=${id}`}
      dir="auto"
      onClick={(event) => {
        event.preventDefault()
        openItem.open(id)
      }}
    >
      {title}
    </a>
  )
}

import { Link } from 'wouter-preact'
import { backwards } from '#contract/verbs.ts'
import type { Change } from '#contract/types.ts'
import { daysBetween, type Day, todayIn } from '#domain/dates.ts'
import { useOpenItem } from '#web/live/open-item.ts'
import { Button, TextButton } from '#web/ui/button.tsx'
import { showError, toast } from '#web/ui/toast.tsx'
import { Empty, Failed, Loading, Section, ViewHead } from '#web/ui/parts.tsx'
import { formatLongDay, formatTime } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'
import { type Journal, useJournal } from './activity-journal.ts'
import { canUndo, clientWords, type Thing, toldOf } from './activity-summary.ts'
import './activity.css'

/** Everything that was done, by day, through whichever client; each step can be taken back. */
export function ActivityView() {
  const journal = useJournal()
  return (
    <>
      <ViewHead title="Activity" sum="Everything that was changed, from anywhere" />
      <Shown {...journal} />
    </>
  )
}

function Shown(journal: Journal) {
  const { replica } = useAccountContext()
  const { kept, problem, asking, again, older } = journal
  const isConnected = replica.connection.value === 'live'
  const today = replica.today.value
  if (!kept) {
    if (problem)
      return (
        <Failed
          title="The journal did not load"
          act={
            <Button busy={asking} onClick={again}>
              Try again
            </Button>
          }
        >
          {problem}
        </Failed>
      )
    if (!isConnected && !asking)
      return (
        <Empty icon="offline" title="Not connected">
          The journal is on the server, and shows when the connection is back. What you do now is kept.
        </Empty>
      )
    return <Loading />
  }
  if (!kept.changes.length)
    return (
      <Empty icon="activity" title="Nothing has happened yet">
        What you add, change and do will be told here.
      </Empty>
    )
  return (
    <>
      {byDay(kept.changes, replica.me.value.timezone).map(([day, changes]) => (
        <Section key={day} title={dayTitle(day, today)}>
          <ul class="list" aria-label={dayTitle(day, today)}>
            {changes.map((change) => (
              <Did
                key={change.revision}
                change={change}
                undone={journal.undone.has(change.revision)}
                of={kept.changes}
              />
            ))}
          </ul>
        </Section>
      ))}
      <div class="did-foot">
        {problem && <p role="alert">{problem}</p>}
        {kept.more ? (
          <Button busy={asking} disabled={!isConnected} onClick={older}>
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

function byDay(changes: readonly Change[], zone: string): [Day, Change[]][] {
  const days = new Map<Day, Change[]>()
  for (const change of changes) {
    const day = todayIn(zone, new Date(change.at))
    const its = days.get(day)
    if (its) its.push(change)
    else days.set(day, [change])
  }
  return [...days]
}

function dayTitle(day: Day, today: Day): string {
  const ago = daysBetween(day, today)
  const title = day.slice(0, 4) === today.slice(0, 4) ? formatLongDay(day) : `${formatLongDay(day)} ${day.slice(0, 4)}`
  return ago === 0 ? `Today, ${title}` : ago === 1 ? `Yesterday, ${title}` : title
}

function Did({ change, undone, of }: { change: Change; undone: boolean; of: readonly Change[] }) {
  const { replica } = useAccountContext()
  const { busy, run } = useBusy()
  const { timezone } = replica.me.value
  const today = replica.today.value
  const target = change.undoes === null ? undefined : of.find(({ revision }) => revision === change.undoes)
  const again = target?.undoes != null
  const told =
    change.undoes === null
      ? toldOf(change.op, change, today)
      : target && !again
        ? toldOf(target.op, target, today)
        : toldOf('', again ? change : backwards(change), today)
  const label = change.undoes === null || again ? 'Undo' : 'Redo'
  const time = formatTime(new Date(change.at), timezone)

  async function undo() {
    try {
      await replica.track.changes.undo({ revision: change.revision })
      toast({ text: label === 'Undo' ? 'Taken back' : 'Put back' })
    } catch (error) {
      showError(error)
    }
  }

  return (
    <li class="did-row" data-undone={undone || undefined}>
      <div>
        <p class="did-says">
          {change.undoes !== null && (again ? 'Put back: ' : 'Took back: ')}
          {told.did} {told.things.map((one, n) => [n > 0 && ', ', <Named key={one.id} thing={one} />])}
          {told.more > 0 && ` and ${told.more.toLocaleString('en')} more`}
          {told.detail && <small>{told.did === 'Made' ? ` ${told.detail}` : `, ${told.detail}`}</small>}
        </p>
        <p class="did-when">
          <time dateTime={change.at}>{time}</time> · {clientWords(change.client)}
          {undone && ' · taken back'}
        </p>
      </div>
      {canUndo(change) && !undone && (
        <TextButton
          disabled={busy || replica.connection.value !== 'live'}
          aria-label={`${label}: ${told.did} ${told.things[0]?.title ?? ''}`}
          onClick={() => run(undo)}
        >
          {label}
        </TextButton>
      )}
    </li>
  )
}

function Named({ thing: { id, title, what } }: { thing: Thing }) {
  const context = useAccountContext()
  const openItem = useOpenItem()
  if (what === 'project' && context.titleOfProject(id))
    return (
      <Link href={`/projects/${id}`} dir="auto">
        {title}
      </Link>
    )
  if (what !== 'item' || !context.item(id)) return <b dir="auto">{title}</b>
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

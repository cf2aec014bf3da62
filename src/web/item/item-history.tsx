import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Change } from '#contract/types.ts'
import { todayIn } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Section } from '#web/ui/parts.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { formatDay, formatTime } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { showError } from '#web/ui/toast.tsx'
import { isProvisional } from '#web/live/replica/state.ts'
import { Completions } from './completions.tsx'
import { describeChange, clientPhrase, type Names } from './describe-change.ts'

const MAX_STEPS = 20
/** A chore's completions are told as far back as this many writes go. */
const MAX_CHANGES_OF_CHORE = 200
const PAUSE_MS = 150

/** What happened to an item, newest first, each step to be taken back. */
export function ItemHistory({ item }: { item: Item }) {
  const { replica, titleOfProject, titleOfFeature } = useAccountContext()
  const [changes, setChanges] = useState<readonly Change[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [attempts, setAttempts] = useState(0)
  const revision = replica.revision.value
  const offline = replica.connection.value === 'offline'
  const { id, kind } = item
  const isUnsent = isProvisional(id)

  useEffect(() => {
    if (offline || isUnsent) return
    let current = true
    const timer = setTimeout(
      () => {
        replica.track.changes.list({ item: id, limit: kind === 'chore' ? MAX_CHANGES_OF_CHORE : MAX_STEPS }).then(
          ({ changes: fetched }) => current && (setChanges(fetched), setProblem(null)),
          (error: Error) => current && setProblem(error.message),
        )
      },
      changes ? PAUSE_MS : 0,
    )
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [id, revision, offline, attempts, isUnsent])

  if (isUnsent) return <Quiet>It waits to be sent; its history begins then.</Quiet>
  if (!changes && offline) return <Quiet>History needs the network.</Quiet>
  if (!changes)
    return problem ? (
      <Quiet>
        History did not come: {problem} <TextButton onClick={() => setAttempts(attempts + 1)}>Try again</TextButton>
      </Quiet>
    ) : (
      <Quiet>Loading…</Quiet>
    )

  const revisions = new Set(changes.map((change) => change.revision))
  const names: Names = {
    today: replica.today.value,
    project: (slug) => titleOfProject(slug) ?? slug,
    feature: (feature) => titleOfFeature(feature) ?? feature,
  }
  const steps = changes.filter(({ undoes }) => undoes === null || !revisions.has(undoes)).slice(0, MAX_STEPS)
  return (
    <>
      {kind === 'chore' && <Completions changes={changes} id={id} />}
      <Section title="History">
        <ul class="history" aria-label="History">
          {steps.map((change) => (
            <Step
              key={change.revision}
              change={change}
              words={describeChange(change, id, names)}
              redo={changes.find(({ undoes, undone }) => undoes === change.revision && !undone)?.revision}
            />
          ))}
          {steps.length === 0 && (
            <li>
              <span>Nothing is told of it any more.</span>
            </li>
          )}
          {offline && (
            <li>
              <span>Newer steps need the network.</span>
            </li>
          )}
        </ul>
      </Section>
    </>
  )
}

const Quiet = ({ children }: { children: ComponentChildren }) => (
  <Section title="History">
    <p class="item-quiet">{children}</p>
  </Section>
)

interface StepProps {
  change: Change
  words: string
  /** The write that took it back, which can itself be taken back. */
  redo: number | undefined
}

function Step({ change, words, redo }: StepProps) {
  const { replica } = useAccountContext()
  const [busy, setBusy] = useState(false)
  const today = replica.today.value
  const { timezone } = replica.me.value
  const at = new Date(change.at)
  const day = todayIn(timezone, at)
  const others = (change.items?.length ?? 1) - 1
  const linked = ['items.done', 'items.convert'].includes(change.op)
  const client = change.client === 'web' && !words.startsWith('Added') ? null : clientPhrase(change.client)
  const ends = [
    others > 0 && !linked && `with ${formatCount(others, 'other')}`,
    client,
    day === today ? formatTime(at, timezone) : formatDay(day, today),
  ].filter(Boolean)
  // what was added is removed by its own verb, not with all that came along
  const takesBack = change.undone ? redo : words.startsWith('Added') ? undefined : change.revision

  function undo() {
    setBusy(true)
    replica.track.changes
      .undo({ revision: takesBack! })
      .catch(showError)
      .finally(() => setBusy(false))
  }
  return (
    <li data-undone={change.undone || undefined}>
      <span dir="auto" title={at.toLocaleString()}>
        {change.undoes !== null && 'Undone: '}
        {change.undone ? <s>{words}</s> : words}
        {ends.map((end) => `, ${end}`)}
      </span>
      {takesBack !== undefined && (
        <TextButton
          disabled={busy || replica.connection.value === 'offline'}
          aria-label={`${change.undone ? 'Redo' : 'Undo'}: ${words}`}
          onClick={undo}
        >
          {change.undone ? 'Redo' : 'Undo'}
        </TextButton>
      )}
    </li>
  )
}

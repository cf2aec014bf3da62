import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import type { Change } from '#contract/types.ts'
import { todayIn } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Section } from '#web/ui/section.tsx'
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

/** The writes to an item, newest first; asked for again with each new revision. */
function useItemChanges({ id, kind }: Item) {
  const { replica } = useAccountContext()
  const [changes, setChanges] = useState<readonly Change[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const [attempts, setAttempts] = useState(0)
  const revision = replica.revision.value
  const isOffline = replica.connection.value === 'offline'
  const isUnsent = isProvisional(id)

  useEffect(() => {
    if (isOffline || isUnsent) return
    let current = true
    const load = () =>
      replica.track.changes.list({ item: id, limit: kind === 'chore' ? MAX_CHANGES_OF_CHORE : MAX_STEPS }).then(
        ({ changes: fetched }) => current && (setChanges(fetched), setProblem(null)),
        (error: Error) => current && setProblem(error.message),
      )
    const timer = setTimeout(() => void load(), changes ? PAUSE_MS : 0)
    return () => {
      current = false
      clearTimeout(timer)
    }
  }, [id, revision, isOffline, attempts, isUnsent])

  return { changes, problem, isOffline, isUnsent, retry: () => setAttempts(attempts + 1) }
}

/** What happened to an item, newest first, each step to be taken back. */
export function ItemHistory({ item }: { item: Item }) {
  const { changes, problem, isOffline, isUnsent, retry } = useItemChanges(item)
  if (isUnsent) return <Quiet>It waits to be sent; its history begins then.</Quiet>
  if (changes) return <Steps item={item} changes={changes} isOffline={isOffline} />
  if (isOffline) return <Quiet>History needs the network.</Quiet>
  if (!problem) return <Quiet>Loading…</Quiet>
  return (
    <Quiet>
      History did not come: {problem} <TextButton onClick={retry}>Try again</TextButton>
    </Quiet>
  )
}

interface StepsProps {
  item: Item
  changes: readonly Change[]
  isOffline: boolean
}

function Steps({ item: { id, kind }, changes, isOffline }: StepsProps) {
  const { replica, titleOfProject, titleOfFeature } = useAccountContext()
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
          {isOffline && (
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

/** After what happened: with how many others, from where, and when. */
function useCircumstances(change: Change, words: string): string[] {
  const { replica } = useAccountContext()
  const { timezone } = replica.me.value
  const today = replica.today.value
  const at = new Date(change.at)
  const day = todayIn(timezone, at)
  const others = (change.items?.length ?? 1) - 1
  const isLinked = ['items.done', 'items.convert'].includes(change.op)
  const parts: string[] = []
  if (others > 0 && !isLinked) parts.push(`with ${formatCount(others, 'other')}`)
  if (change.client !== 'web' || words.startsWith('Added')) parts.push(clientPhrase(change.client))
  parts.push(day === today ? formatTime(at, timezone) : formatDay(day, today))
  return parts
}

/** What the button undoes. What was added is removed by its own verb, not with all that came along. */
function undoableRevision({ change, words, redo }: StepProps): number | undefined {
  if (change.undone) return redo
  return words.startsWith('Added') ? undefined : change.revision
}

function Step(props: StepProps) {
  const { change, words } = props
  const { replica } = useAccountContext()
  const [isBusy, setBusy] = useState(false)
  const circumstances = useCircumstances(change, words)
  const revision = undoableRevision(props)
  const label = change.undone ? 'Redo' : 'Undo'

  function undo() {
    setBusy(true)
    replica.track.changes
      .undo({ revision: revision! })
      .catch(showError)
      .finally(() => setBusy(false))
  }
  return (
    <li data-undone={change.undone || undefined}>
      <span dir="auto" title={new Date(change.at).toLocaleString()}>
        {change.undoes !== null && 'Undone: '}
        {change.undone ? <s>{words}</s> : words}
        {circumstances.map((part) => `, ${part}`)}
      </span>
      {revision !== undefined && (
        <TextButton
          disabled={isBusy || replica.connection.value === 'offline'}
          aria-label={`${label}: ${words}`}
          onClick={undo}
        >
          {label}
        </TextButton>
      )}
    </li>
  )
}

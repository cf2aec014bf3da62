import type { ComponentChildren } from 'preact'
import { useEffect, useState } from 'preact/hooks'
import { describeWrite, type EntityChange, originalOperation, type WriteDescription } from '#contract/sentences.ts'
import type { Change } from '#contract/types.ts'
import { todayIn } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { TextButton } from '#web/ui/button.tsx'
import { Section } from '#web/ui/section.tsx'
import { formatCount } from '#web/format/amounts.ts'
import { formatDay, formatTime } from '#web/format/days.ts'
import { capitalise } from '#web/format/text.ts'
import { formatClient, type ValueFormats } from '#web/format/writes.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useValueFormats } from '#web/live/use-value-formats.ts'
import { showError } from '#web/ui/toast.tsx'
import { isProvisional } from '#web/live/replica/state.ts'
import { Completions } from './completions.tsx'
import { describeStep } from './describe-step.ts'

const MAX_STEPS = 20
/** A chore's completions are taken from this many writes. */
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
  const formats = useValueFormats()
  const revisions = new Set(changes.map((change) => change.revision))
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
              {...describeForItem(change, changes, id, formats)}
              redo={changes.find(({ undoes, undone }) => undoes === change.revision && !undone)?.revision}
            />
          ))}
          {steps.length === 0 && (
            <li>
              <span>Its history is no longer kept.</span>
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

interface ItemStep {
  write: WriteDescription
  /** What the write did to the item; undefined where it is too large to tell. */
  itemChange: EntityChange | undefined
  words: string
}

function describeForItem(change: Change, journal: readonly Change[], id: string, formats: ValueFormats): ItemStep {
  const write = describeWrite(change, originalOperation(change, journal))
  const itemChange = [...write.subjects, ...write.along].find((one) => one.id === id)
  return { write, itemChange, words: itemChange ? describeStep(write, itemChange, formats) : capitalise(write.verb) }
}

interface StepProps extends ItemStep {
  change: Change
  /** The write that took it back, which can itself be taken back. */
  redo: number | undefined
}

/** Whether the write added the item, other than by conversion. */
const isAddition = ({ itemChange }: ItemStep) => itemChange?.verb === 'added' && !itemChange.converted

/** After what happened: with how many others, from where, and when. */
function useCircumstances(step: StepProps): string[] {
  const { replica, space } = useAccountContext()
  const { timezone } = replica.me.value
  const today = replica.today.value
  const { change, write, itemChange } = step
  const at = new Date(change.at)
  const day = todayIn(timezone, at)
  const others = itemChange && write.subjects.includes(itemChange) ? write.subjects.length - 1 : 0
  const parts: string[] = []
  if (space !== null) parts.push(`by ${change.by}`)
  if (others > 0) parts.push(`with ${formatCount(others, 'other')}`)
  if (change.client !== 'web' || isAddition(step)) parts.push(formatClient(change.client))
  parts.push(day === today ? formatTime(at, timezone) : formatDay(day, today))
  return parts
}

/** What the button undoes. What was added is removed by its own verb, not with all that came along. */
function undoableRevision(step: StepProps): number | undefined {
  if (step.change.undone) return step.redo
  return isAddition(step) ? undefined : step.change.revision
}

function Step(props: StepProps) {
  const { change, write, words } = props
  const { replica } = useAccountContext()
  const [isBusy, setBusy] = useState(false)
  const circumstances = useCircumstances(props)
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
        {write.undo && `${capitalise(write.undo)}: `}
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

import { useId, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { KIND, type Pool } from '#domain/kinds.ts'
import { projectFinder } from '#domain/project-names.ts'
import { currency } from '#web/format/amounts.ts'
import type { Notice, Understood } from '#domain/quick-add.ts'
import { Button, IconButton, Keys } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import { isPhone } from '#web/ui/screen-width.ts'
import { keepLine, unsentLine } from '#web/live/unsent-line.ts'
import { AccountContextProvider, useAccountContext } from '#web/live/account-context.tsx'
import { type Assumptions, phraseAt, findProblem, parseLine } from './parsed-line.ts'
import type { CompletionKind } from './completion.ts'
import { CompletionList } from './completion-list.tsx'
import { QuickLine } from './quick-line.tsx'
import { UnderstoodChips } from './understood-chips.tsx'
import { useCompletion } from './use-completion.ts'
import './quick-add.css'

interface Props {
  onClose: () => void
  /** From the view that is open. */
  assume?: Assumptions
  /** The space of the list that is open, a shared one or (null) one's own; undefined in a view of all spaces. */
  space?: string | null
}

/** What was typed, what of it is meant literally, and which assumptions were taken away. */
function useQuickLine(assume: Assumptions) {
  const context = useAccountContext()
  const { state, today, time } = context.replica
  const userId = context.account.me.id
  const [text, setTyped] = useState(unsentLine(userId))
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set())
  const [literal, setLiteral] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<string | null>(null)
  const assumed = Object.fromEntries(Object.entries(assume).filter(([field]) => !dropped.has(field))) as Assumptions
  const parsed = parseLine(text, assumed, {
    today: today.value,
    time: time.value,
    findProject: projectFinder(state.value.projects.values()),
    currency: currency.value,
    literal,
  })
  const setText = (next: string) => {
    setTyped(next)
    keepLine(userId, next)
  }
  return {
    text,
    parsed,
    problem,
    type(next: string) {
      setText(next)
      setProblem(null)
    },
    /** Takes a span of the line for what it says, without a meaning. */
    takeLiterally(span: Understood) {
      setLiteral(new Set([...literal, phraseAt(text, span)]))
      setProblem(null)
    },
    dropAssumption(field: keyof Assumptions) {
      setDropped(new Set([...dropped, field, ...(field === 'project' ? ['feature'] : [])]))
    },
    add() {
      if (!text.trim()) return
      const found = findProblem(parsed, today.value)
      if (found) return setProblem(found)
      if (!context.actions.addText(text, parsed.assumed, literal)) return
      setText('')
      setLiteral(new Set())
    },
  }
}

/** One line becomes an item; Enter adds it and waits for the next. */
export function QuickAdd({ space, ...rest }: Props) {
  const { session, spaces } = useAccountContext()
  const [chosen, choose] = useState(space)
  const [pool, setPool] = useState<Pool | null>(null)
  const usual = (pool && session.me.value.defaults?.[pool]) ?? null
  const wanted = chosen === undefined ? usual : chosen
  const target = spaces.value.find((one) => one.space === wanted) ?? spaces.value[0]!
  return (
    <AccountContextProvider value={target}>
      <QuickAddIn {...rest} onSpace={choose} onPool={setPool} />
    </AccountContextProvider>
  )
}

interface InSpaceProps extends Omit<Props, 'space'> {
  onSpace: (space: string | null) => void
  /** What the line would be added to; a task stays where its project is. */
  onPool: (pool: Pool) => void
}

function QuickAddIn({ onClose, assume = {}, onSpace, onPool }: InSpaceProps) {
  const line = useQuickLine(assume)
  const { text, parsed, problem } = line
  const { pool } = KIND[parsed.fields.kind]
  useLayoutEffect(() => {
    if (pool) onPool(pool)
  }, [pool])
  const field = useRef<HTMLTextAreaElement>(null)
  const completion = useCompletion(line, field)
  const { choices, here } = completion
  const focus = () => field.current?.focus()
  const id = useId()

  function add() {
    focus()
    line.add()
  }
  function handleKey(event: KeyboardEvent) {
    if (completion.handleKey(event) || event.key !== 'Enter' || event.isComposing) return
    event.preventDefault()
    add()
  }

  return (
    <Dialog title="Add" hideTitle shape="top" onClose={onClose}>
      <form
        class="quick-add"
        onSubmit={(event) => {
          event.preventDefault()
          add()
        }}
      >
        <QuickLine
          field={field}
          text={text}
          understood={parsed.understood}
          isWrong={problem !== null}
          listId={choices.length ? id : undefined}
          optionId={choices.length ? `${id}-${here}` : undefined}
          onType={(next, caret) => {
            line.type(next)
            completion.moved(caret)
          }}
          onCaret={completion.moved}
          onKeyDown={handleKey}
        />
        <CompletionList id={id} choices={choices} here={here} onHover={completion.hover} onChoose={completion.choose} />
        <UnderstoodChips
          parsed={parsed}
          onSpace={onSpace}
          onPick={completion.ask}
          onDrop={(span) => {
            line.takeLiterally(span)
            focus()
          }}
          onForgo={(name) => {
            line.dropAssumption(name)
            focus()
          }}
        />
        <Notices notices={parsed.notices} />
        {!text && !isPhone.value && <Hint />}
        <QuickFoot problem={problem} disabled={!text.trim()} onAsk={completion.ask} />
      </form>
    </Dialog>
  )
}

/** What looks like a date or an interval and stays in the title. */
const Notices = ({ notices }: { notices: readonly Notice[] }) => (
  <div class="quick-notices" role="status" aria-label="Not understood">
    {notices.map(({ start, message }) => (
      <p key={start}>{message}</p>
    ))}
  </div>
)

/** What can be put into the line without knowing how it is written. */
const PARTS: readonly [label: string, icon: IconName, kind: CompletionKind][] = [
  ['Date', 'calendar', 'due'],
  ['Priority', 'flag', 'priority'],
  ['Tag', 'tag', 'tags'],
  ['Project', 'cube', 'project'],
]

interface FootProps {
  problem: string | null
  disabled: boolean
  onAsk: (kind: CompletionKind) => void
}

const QuickFoot = ({ problem, disabled, onAsk }: FootProps) => (
  <div class="quick-foot">
    <div class="quick-parts" role="group" aria-label="Put in">
      {PARTS.map(([label, icon, kind]) => (
        <IconButton
          key={kind}
          icon={icon}
          label={label}
          onPointerDown={(event) => event.preventDefault()} // the keyboard of a phone stays
          onClick={() => onAsk(kind)}
        />
      ))}
    </div>
    <p class="quick-wrong" id="quick-wrong" role="alert">
      {problem && (
        <>
          <Icon name="alert" />
          <span>{problem}</span>
        </>
      )}
    </p>
    <Button type="submit" look="strong" disabled={disabled}>
      Add <Keys keys="↵" />
    </Button>
  </div>
)

const Hint = () => (
  <p class="quick-hint">
    {['tomorrow 3pm', 'p1', '#tag', '@project', 'every 2 weeks', '~15m', 'buy:', 'gift:'].map((example) => (
      <code key={example}>{example}</code>
    ))}
  </p>
)

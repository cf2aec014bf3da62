import type { ComponentChildren } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { projectFinder } from '#domain/project-names.ts'
import type { Notice, Understood } from '#domain/quick-add.ts'
import { Button, Keys } from '#web/ui/button.tsx'
import { Dialog } from '#web/ui/dialog.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { type Assumptions, phraseAt, findProblem, parseLine } from './parsed-line.ts'
import { UnderstoodChips } from './understood-chips.tsx'
import './quick-add.css'

interface Props {
  onClose: () => void
  /** From the view that is open. */
  assume?: Assumptions
}

/** What was typed and not added, by user: it is there when the line is opened again. */
const unsent = new Map<string, string>()

/** What was typed, what of it is meant literally, and which assumptions were taken away. */
function useQuickLine(assume: Assumptions) {
  const context = useAccountContext()
  const { state, today, time } = context.replica
  const userId = context.account.me.id
  const [text, setTyped] = useState(unsent.get(userId) ?? '')
  const [dropped, setDropped] = useState<ReadonlySet<string>>(new Set())
  const [literal, setLiteral] = useState<ReadonlySet<string>>(new Set())
  const [problem, setProblem] = useState<string | null>(null)
  const assumed = Object.fromEntries(Object.entries(assume).filter(([field]) => !dropped.has(field))) as Assumptions
  const parsed = parseLine(text, assumed, {
    today: today.value,
    time: time.value,
    findProject: projectFinder(state.value.projects.values()),
    literal,
  })
  const setText = (next: string) => {
    setTyped(next)
    unsent.set(userId, next)
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
export function QuickAdd({ onClose, assume = {} }: Props) {
  const line = useQuickLine(assume)
  const { text, parsed, problem } = line
  const input = useRef<HTMLInputElement>(null)
  const under = useRef<HTMLDivElement>(null)
  const syncScroll = () => {
    if (under.current && input.current) under.current.scrollLeft = input.current.scrollLeft
  }
  useLayoutEffect(syncScroll, [text])
  useEffect(() => input.current?.select(), []) // a line that was left is there to be taken up, or typed over
  const focus = () => input.current?.focus()

  return (
    <Dialog title="Add" hideTitle shape="top" onClose={onClose}>
      <form
        class="quick-add"
        onSubmit={(event) => {
          event.preventDefault()
          focus()
          line.add()
        }}
      >
        <div class="quick-line">
          <div ref={under} class="quick-under" aria-hidden="true">
            {markUnderstood(text, parsed.understood)}
          </div>
          <input
            ref={input}
            class="quick-input"
            aria-label="Add anything"
            aria-invalid={problem ? true : undefined}
            aria-describedby="quick-wrong"
            placeholder="Add anything…"
            value={text}
            maxLength={2000}
            autofocus
            autocomplete="off"
            enterkeyhint="send"
            onInput={(event) => line.type(event.currentTarget.value)}
            onScroll={syncScroll}
          />
        </div>
        <UnderstoodChips
          parsed={parsed}
          onDrop={(span) => {
            line.takeLiterally(span)
            focus()
          }}
          onForgo={(field) => {
            line.dropAssumption(field)
            focus()
          }}
        />
        <Notices notices={parsed.notices} />
        {!text && <Hint />}
        <QuickFoot problem={problem} disabled={!text.trim()} />
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

const QuickFoot = ({ problem, disabled }: { problem: string | null; disabled: boolean }) => (
  <div class="quick-foot">
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

/** The line with what was understood marked, letter for letter under the field. */
function markUnderstood(text: string, understood: readonly Understood[]): ComponentChildren {
  const parts: ComponentChildren[] = []
  let at = 0
  for (const { start, end } of understood) {
    parts.push(text.slice(at, start), <mark key={start}>{text.slice(start, end)}</mark>)
    at = end
  }
  return [...parts, text.slice(at)]
}

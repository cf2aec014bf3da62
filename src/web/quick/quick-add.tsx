import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Understood } from '#domain/quick-add.ts'
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

/** One line becomes an item; Enter adds it and waits for the next. */
export function QuickAdd({ onClose, assume = {} }: Props) {
  const context = useAccountContext()
  const { state, today } = context.replica
  const [text, setTyped] = useState(unsent.get(context.account.me.id) ?? '')
  const [dropped, setDropped] = useState<ReadonlySet<keyof Assumptions>>(new Set())
  const [literal, setLiteral] = useState<ReadonlySet<string>>(new Set())
  const [wrong, setWrong] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const under = useRef<HTMLDivElement>(null)

  const assumed = Object.fromEntries(
    Object.entries(assume).filter(([field]) => !dropped.has(field as keyof Assumptions)),
  ) as Assumptions
  const parsed = parseLine(text, assumed, {
    today: today.value,
    projects: (slug) => state.value.projects.has(slug),
    literal,
  })
  const syncScroll = () => void (under.current!.scrollLeft = input.current!.scrollLeft)
  useLayoutEffect(syncScroll, [text])

  function setText(next: string) {
    setTyped(next)
    unsent.set(context.account.me.id, next)
  }

  function add() {
    input.current?.focus()
    if (!text.trim()) return
    const problem = findProblem(parsed, today.value)
    if (problem) return setWrong(problem)
    if (!context.actions.addText(text, parsed.assumed, literal)) return
    setText('')
    setLiteral(new Set())
  }

  function change(next: string) {
    setText(next)
    setWrong(null)
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
        <div class="quick-line">
          <div ref={under} class="quick-under" aria-hidden="true">
            {markUnderstood(text, parsed.understood)}
          </div>
          <input
            ref={input}
            class="quick-input"
            aria-label="Add anything"
            aria-invalid={wrong ? true : undefined}
            aria-describedby="quick-wrong"
            placeholder="Add anything…"
            value={text}
            maxLength={2000}
            autofocus
            autocomplete="off"
            enterkeyhint="send"
            onInput={(event) => change(event.currentTarget.value)}
            onScroll={syncScroll}
          />
        </div>
        <UnderstoodChips
          parsed={parsed}
          onDrop={(span) => {
            setLiteral(new Set([...literal, phraseAt(text, span)]))
            setWrong(null)
            input.current?.focus()
          }}
          onForgo={(field) => {
            setDropped(new Set([...dropped, field, ...(field === 'project' ? (['feature'] as const) : [])]))
            input.current?.focus()
          }}
        />
        {!text && <Hint />}
        <div class="quick-foot">
          <p class="quick-wrong" id="quick-wrong" role="alert">
            {wrong && (
              <>
                <Icon name="alert" />
                <span>{wrong}</span>
              </>
            )}
          </p>
          <Button type="submit" look="strong" disabled={!text.trim()}>
            Add <Keys keys="↵" />
          </Button>
        </div>
      </form>
    </Dialog>
  )
}

const Hint = () => (
  <p class="quick-hint">
    {['tomorrow', 'p1', '#tag', '@project', 'every 2 weeks', '~15m', 'buy:', 'gift:'].map((example) => (
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

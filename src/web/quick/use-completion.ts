import { type MutableRef, useMemo, useState } from 'preact/hooks'
import { useAccountContext } from '#web/live/account-context.tsx'
import { knownTags } from '#web/item/known-tags.ts'
import { showError } from '#web/ui/toast.tsx'
import { type Choice, choicesFor, complete, completionAt, type Completion, type CompletionKind } from './completion.ts'
import type { ParsedLine } from './parsed-line.ts'

interface Line {
  text: string
  parsed: ParsedLine
  type(text: string): void
}

/** What can be chosen at the caret, or for the part of the line that was asked for. */
export function useCompletion(line: Line, field: MutableRef<HTMLTextAreaElement | null>) {
  const context = useAccountContext()
  const { state, today } = context.replica
  const [caret, setCaret] = useState(0)
  const [asked, setAsked] = useState<Completion | null>(null)
  const [closedAt, setClosedAt] = useState<string | null>(null)
  const [at, setAt] = useState<number | null>(null)

  const typed = completionAt(line.text, caret, line.parsed.fields.kind)
  const completion = asked ?? (closedAt === line.text ? null : typed)
  const kind = completion?.kind
  const tags = useMemo(() => (kind === 'tags' ? knownTags(state.value) : []), [kind, state.value])
  const recipients = useMemo(
    () => (kind === 'recipient' ? knownRecipients(state.value.items.values()) : []),
    [kind, state.value],
  )
  const choices = completion
    ? choicesFor(completion, {
        today: today.value,
        projects: context.projects.value.filter(({ status }) => status === 'active'),
        tags,
        recipients,
        addProject: async (title) => (await context.replica.track.projects.add({ title })).slug,
      })
    : []
  // what would be made is not taken by an Enter that ends the line
  const here = Math.min(at ?? (choices[0]?.make ? -1 : 0), choices.length - 1)

  function put(choice: string) {
    if (!completion) return
    const next = complete(line.text, completion, choice)
    line.type(next.text)
    close()
    setCaret(next.caret)
    requestAnimationFrame(() => {
      field.current?.focus()
      field.current?.setSelectionRange(next.caret, next.caret)
    })
  }
  function choose(choice: Choice | undefined) {
    if (!choice) return
    if (choice.make) void choice.make().then(put, showError)
    else put(choice.text)
  }
  function close() {
    setAsked(null)
    setAt(null)
  }
  /** For a kind, at the end of the line, or in the place of what was understood. */
  function ask(kind: CompletionKind, span?: { start: number; end: number }) {
    const end = line.text.trimEnd().length
    setAsked({ kind, typed: '', ...(span ?? { start: end, end: line.text.length }) })
    setAt(null)
    field.current?.focus()
  }
  /** Whether the key was for the choices. */
  function handleKey(event: KeyboardEvent): boolean {
    if (!choices.length || event.isComposing) return false
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const choice = choices[here]
    if (step) setAt((here + step + choices.length) % choices.length)
    else if (choice && (event.key === 'Tab' || event.key === 'Enter')) choose(choice)
    else if (event.key === 'Escape') {
      setClosedAt(line.text)
      close()
    } else return false
    event.preventDefault()
    event.stopPropagation()
    return true
  }
  return {
    choices,
    here,
    choose,
    ask,
    handleKey,
    hover: setAt,
    /** The line was typed in, or its caret moved. */
    moved(to: number) {
      setCaret(to)
      if (asked) close()
    },
  }
}

function knownRecipients(items: Iterable<{ recipient: string | null }>): string[] {
  const names = new Map<string, string>()
  for (const { recipient } of items) if (recipient) names.set(recipient.toLowerCase(), recipient)
  return [...names.values()].toSorted((a, b) => a.localeCompare(b))
}

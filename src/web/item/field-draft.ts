import { useEffect, useRef, useState } from 'preact/hooks'
import type { ParseResult } from '#domain/typed-text.ts'

export interface FieldDraft {
  /** What is being typed, else the value that is held. */
  text: string
  /** Whether something typed is neither taken nor given up. */
  dirty: boolean
  problem: string | null
  type(text: string): void
  /** Takes what was typed; false while it can't be understood. */
  commit(): boolean
  cancel(): void
}

/**
 * A field's text while someone types: `held` is the value's text, `read` understands what was typed, and `take` is
 * given the new value. A change from elsewhere does not overwrite what is being typed, which is taken when the field
 * goes away.
 */
export function useFieldDraft<T>(
  held: string,
  read: (text: string) => ParseResult<T>,
  take: (value: T) => void,
): FieldDraft {
  const typed = useRef<string | null>(null) // a key may come before what was typed is drawn
  const [shown, setShown] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const setTyped = (text: string | null) => {
    typed.current = text
    setShown(text)
    setProblem(null)
  }
  const commit = () => {
    const text = typed.current
    if (text === null || text.trim() === held.trim()) {
      setTyped(null)
      return true
    }
    const reading = read(text)
    if (reading.problem !== undefined) {
      setProblem(reading.problem)
      return false
    }
    setTyped(null)
    take(reading.value)
    return true
  }
  const latestCommit = useRef(commit)
  latestCommit.current = commit
  useEffect(() => () => void latestCommit.current(), [])
  return {
    text: shown ?? held,
    get dirty() {
      return typed.current !== null
    },
    problem,
    type: setTyped,
    commit,
    cancel: () => setTyped(null),
  }
}

/** Enter takes a field, Escape gives it up and leaves the panel open. */
export function fieldDraftKeys(draft: FieldDraft, leave: (field: HTMLElement) => void = (field) => field.blur()) {
  return (event: KeyboardEvent) => {
    const field = event.currentTarget as HTMLElement
    if (event.key === 'Enter' && !event.isComposing && !event.shiftKey) {
      event.preventDefault()
      if (draft.commit()) leave(field)
    } else if (event.key === 'Escape' && draft.dirty) {
      event.preventDefault()
      event.stopPropagation()
      draft.cancel()
    }
  }
}

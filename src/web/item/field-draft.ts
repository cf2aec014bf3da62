import { useEffect, useRef, useState } from 'preact/hooks'
import type { Reading } from '#domain/words.ts'

export interface Draft {
  /** What stands in the field: what is being typed, else what holds. */
  text: string
  dirty: boolean
  problem: string | null
  type(text: string): void
  /** Takes what was typed; false while it can't be understood. */
  commit(): boolean
  cancel(): void
}

/** A field's text while it is typed. What changes elsewhere meanwhile does not touch it; what is typed when the field goes away is taken. */
export function useDraft<T>(held: string, read: (text: string) => Reading<T>, take: (value: T) => void): Draft {
  const typed = useRef<string | null>(null) // a key may come before what was typed is drawn
  const [shown, show] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const hold = (text: string | null) => {
    typed.current = text
    show(text)
    setProblem(null)
  }
  const commit = () => {
    const text = typed.current
    if (text === null || text.trim() === held.trim()) {
      hold(null)
      return true
    }
    const reading = read(text)
    if (reading.problem !== undefined) {
      setProblem(reading.problem)
      return false
    }
    hold(null)
    take(reading.value)
    return true
  }
  const last = useRef(commit)
  last.current = commit
  useEffect(() => () => void last.current(), [])
  return {
    text: shown ?? held,
    get dirty() {
      return typed.current !== null
    },
    problem,
    type: hold,
    commit,
    cancel: () => hold(null),
  }
}

/** Enter takes a field, Escape gives it up and leaves the panel open. */
export function draftKeys(draft: Draft, leave: (field: HTMLElement) => void = (field) => field.blur()) {
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

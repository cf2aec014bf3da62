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
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const canceled = useRef(false)
  const cancel = () => {
    canceled.current = true // the field may go, and lose the focus, before it is drawn again
    setTyped(null)
    setProblem(null)
  }
  const commit = () => {
    if (canceled.current || typed === null || typed.trim() === held.trim()) {
      cancel()
      return true
    }
    const reading = read(typed)
    if (reading.problem !== undefined) {
      setProblem(reading.problem)
      return false
    }
    cancel()
    take(reading.value)
    return true
  }
  const last = useRef(commit)
  last.current = commit
  useEffect(() => () => void last.current(), [])
  return {
    text: typed ?? held,
    dirty: typed !== null,
    problem,
    type: (text) => {
      canceled.current = false
      setTyped(text)
      setProblem(null)
    },
    commit,
    cancel,
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

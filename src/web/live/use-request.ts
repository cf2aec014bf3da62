import { errorMessage } from '#web/format/error-message.ts'
import { type MutableRef, useEffect, useRef, useState } from 'preact/hooks'

export interface RequestState<T> {
  value: T | undefined
  problem: string | null
  isLoading: boolean
  retry: () => void
  /** Puts an answer in place that came another way. */
  setValue: (value: T) => void
}

/** Asks the server, and again when something in `on` changes; the last answer stays until the next one. */
export function useRequest<T>(fetchValue: () => Promise<T>, on: readonly unknown[]): RequestState<T> {
  const [state, setState] = useState<Pick<RequestState<T>, 'value' | 'problem' | 'isLoading'>>({
    value: undefined,
    problem: null,
    isLoading: true,
  })
  const [attempts, setAttempts] = useState(0)
  useEffect(() => {
    let current = true
    setState((now) => ({ ...now, isLoading: true }))
    fetchValue().then(
      (value) => current && setState({ value, problem: null, isLoading: false }),
      (error: unknown) => current && setState((now) => ({ ...now, problem: errorMessage(error), isLoading: false })),
    )
    return () => {
      current = false
    }
  }, [...on, attempts])
  return {
    ...state,
    retry: () => setAttempts(attempts + 1),
    setValue: (value) => setState({ value, problem: null, isLoading: false }),
  }
}

/** Runs one thing at a time, for a button that waits for the server, and says what went wrong. */
export function useBusy(): { busy: boolean; problem: string | null; run: (act: () => Promise<void>) => void } {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const isMounted: MutableRef<boolean> = useRef(true)
  useEffect(() => () => void (isMounted.current = false), [])
  const run = (act: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    void act()
      .catch((error: unknown) => isMounted.current && setProblem(errorMessage(error)))
      .finally(() => isMounted.current && setBusy(false))
  }
  return { busy, problem, run }
}

import { errorMessage } from '#web/format/error-message.ts'
import { type MutableRef, useEffect, useRef, useState } from 'preact/hooks'

export interface Asked<T> {
  value: T | undefined
  problem: string | null
  asking: boolean
  again: () => void
  /** Puts an answer in place that came another way. */
  put: (value: T) => void
}

/** Asks the server, and asks anew when what it depends on changes; the last answer stays until then. */
export function useAsked<T>(ask: () => Promise<T>, on: readonly unknown[]): Asked<T> {
  const [state, set] = useState<Pick<Asked<T>, 'value' | 'problem' | 'asking'>>({
    value: undefined,
    problem: null,
    asking: true,
  })
  const [times, setTimes] = useState(0)
  useEffect(() => {
    let current = true
    set((now) => ({ ...now, asking: true }))
    ask().then(
      (value) => current && set({ value, problem: null, asking: false }),
      (error: unknown) => current && set((now) => ({ ...now, problem: errorMessage(error), asking: false })),
    )
    return () => {
      current = false
    }
  }, [...on, times])
  return { ...state, again: () => setTimes(times + 1), put: (value) => set({ value, problem: null, asking: false }) }
}

/** Runs one thing at a time, for a button that waits for the server, and says what went wrong. */
export function useBusy(): { busy: boolean; problem: string | null; run: (act: () => Promise<void>) => void } {
  const [busy, setBusy] = useState(false)
  const [problem, setProblem] = useState<string | null>(null)
  const here: MutableRef<boolean> = useRef(true)
  useEffect(() => () => void (here.current = false), [])
  const run = (act: () => Promise<void>) => {
    if (busy) return
    setBusy(true)
    setProblem(null)
    void act()
      .catch((error: unknown) => here.current && setProblem(errorMessage(error)))
      .finally(() => here.current && setBusy(false))
  }
  return { busy, problem, run }
}

import type { CallResult, Track } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { predict } from './optimistic.ts'
import { copyOf, idsIn, renamed, type SetAside, type State, type Waiting } from './state.ts'
import type { Storage } from './storage.ts'

export interface QueueHandlers {
  track(): Track
  /** A change was answered. */
  answered(change: Waiting, result: CallResult): Map<string, string>
  /** A change was refused and set aside, with those that depend on it. */
  refused(changes: SetAside[]): void
  /** The server does not know the key any more. */
  locked(): void
  changed(): void
}

const FIRST_PAUSE_MS = 1000
const LONGEST_PAUSE_MS = 30_000
/** What stops the queue; any other refusal sets one change aside. */
const PASSING = ['unavailable', 'rate_limited', 'internal']

/** Changes that wait for the server, sent one after another in the order in which they were made. */
export class Queue {
  waiting: Waiting[] = []
  aside: SetAside[] = []
  /** The change that is under way: no longer to be taken back by forgetting it. */
  sending: Waiting | null = null
  readonly #storage: Storage
  readonly #handlers: QueueHandlers
  #pause = FIRST_PAUSE_MS
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  constructor(storage: Storage, handlers: QueueHandlers) {
    this.#storage = storage
    this.#handlers = handlers
  }

  /** Takes up what earlier visits left behind; tabs that are still open send their own. */
  async restore(tab: string, openTabs: ReadonlySet<string>): Promise<void> {
    const [waiting, aside] = await Promise.all([this.#storage.waiting(), this.#storage.aside()])
    this.aside = aside
    this.waiting = waiting.filter((change) => !openTabs.has(change.tab)).map((change) => ({ ...change, tab }))
    await Promise.all(this.waiting.map((change) => this.#storage.keep(change)))
    this.send()
  }

  add(change: Waiting): void {
    this.waiting.push(change)
    void this.#storage.keep(change)
    this.#handlers.changed()
    this.send()
  }

  /** Takes a waiting change back, and with it what depends on it; false when it is on its way or gone. */
  withdraw(seq: number): boolean {
    const change = this.waiting.find((one) => one.seq === seq)
    if (!change || change === this.sending) return false
    for (const one of [change, ...this.#dependents(change)]) this.#drop(one)
    this.#handlers.changed()
    return true
  }

  dismiss(seq: number): void {
    this.aside = this.aside.filter((one) => one.seq !== seq)
    void this.#storage.dismiss(seq)
    this.#handlers.changed()
  }

  /** What is known with all that waits on top. What can't be predicted waits for the server's word. */
  on(base: State): State {
    if (!this.waiting.length) return base
    const state = copyOf(base)
    for (const change of this.waiting) {
      try {
        predict(state, change)
      } catch {
        // the server will say
      }
    }
    return state
  }

  /** Sends what waits, unless that is going on already. */
  send(): void {
    clearTimeout(this.#timer)
    if (!this.sending && !this.#stopped) void this.#sendAll()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #sendAll(): Promise<void> {
    for (let change = this.waiting[0]; change && !this.#stopped; change = this.waiting[0]) {
      this.sending = change
      try {
        const result = await this.#call(change)
        if (this.#stopped) return // whoever opens this queue next sends it again, and the server knows it by its key
        this.#pause = FIRST_PAUSE_MS
        this.#drop(change)
        this.#settle(change, result)
      } catch (error) {
        if (!this.#refusal(change, error)) break
      } finally {
        this.sending = null
      }
      this.#handlers.changed()
    }
  }

  #call({ op, input, key, ifMatch }: Waiting): Promise<CallResult> {
    return this.#handlers.track().call(op, input as never, { idempotencyKey: key, ifMatch })
  }

  /** What follows in the queue learns the real ids, and the revision that its own predecessor left. */
  #settle(change: Waiting, result: CallResult): void {
    const ids = this.#handlers.answered(change, result)
    const { id, revision } = (result.output ?? {}) as { id?: string; revision?: number }
    for (const [i, later] of this.waiting.entries()) {
      let { input, ifMatch } = later
      for (const [from, to] of ids) input = renamed(input, from, to)
      if (ifMatch !== undefined && revision !== undefined && input.id === id) ifMatch = revision
      if (input === later.input && ifMatch === later.ifMatch) continue
      this.waiting[i] = { ...later, input, ifMatch }
      void this.#storage.keep(this.waiting[i])
    }
  }

  /** Whether the queue goes on after this failure. */
  #refusal(change: Waiting, error: unknown): boolean {
    const told = error instanceof TrackError ? error : new TrackError('internal', String(error))
    if (told.code === 'unauthenticated') {
      this.#stopped = true
      this.#handlers.locked()
      return false
    }
    if (PASSING.includes(told.code)) {
      this.#timer = setTimeout(() => this.send(), Math.max(this.#pause, (told.details.retryAfter ?? 0) * 1000))
      this.#pause = Math.min(this.#pause * 2, LONGEST_PAUSE_MS)
      return false
    }
    const aside = [change, ...this.#dependents(change)].map((one, i) => ({
      ...one,
      why: i ? `it depends on: ${change.says}` : told.message,
    }))
    for (const one of aside) {
      this.waiting = this.waiting.filter((other) => other.seq !== one.seq)
      void this.#storage.setAside(one)
    }
    this.aside = [...this.aside, ...aside]
    this.#handlers.refused(aside)
    return true
  }

  /** Later changes that speak of something that this one was to add, or that edit what it edits. */
  #dependents(change: Waiting): Waiting[] {
    const ids = new Set(change.op === 'items.add' ? change.newIds : idsIn(change))
    const found: Waiting[] = []
    for (const later of this.waiting.slice(this.waiting.indexOf(change) + 1)) {
      const its = idsIn(later)
      if (!its.some((id) => ids.has(id))) continue
      for (const id of later.newIds) ids.add(id)
      found.push(later)
    }
    return found
  }

  #drop({ seq }: Waiting): void {
    this.waiting = this.waiting.filter((one) => one.seq !== seq)
    void this.#storage.forget(seq)
  }
}

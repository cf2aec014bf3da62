import type { CallResult, Track } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { errorMessage } from '#web/format/error-message.ts'
import { predict } from './optimistic.ts'
import { copyOf, idsIn, replaceId, type RejectedChange, type State, type PendingChange } from './state.ts'
import type { Storage } from './storage.ts'

export interface QueueHandlers {
  track(): Track
  /** A change was answered. */
  answered(change: PendingChange, result: CallResult): Map<string, string>
  /** The server refused the first of these changes; the others depend on it. */
  refused(changes: RejectedChange[]): void
  /** The server does not know the key any more. */
  locked(): void
  changed(): void
}

const MIN_PAUSE_MS = 1000
const MAX_PAUSE_MS = 30_000
/** Failures after which the change is sent again; any other rejects it. */
const TRANSIENT = ['unavailable', 'rate_limited', 'internal']

/** Pending changes, sent one after another in the order in which they were made. */
export class Queue {
  pending: PendingChange[] = []
  rejected: RejectedChange[] = []
  /** The change that is being sent, which can no longer be withdrawn. */
  sending: PendingChange | null = null
  readonly #storage: Storage
  readonly #handlers: QueueHandlers
  #pause = MIN_PAUSE_MS
  #timer: ReturnType<typeof setTimeout> | undefined
  #stopped = false

  constructor(storage: Storage, handlers: QueueHandlers) {
    this.#storage = storage
    this.#handlers = handlers
  }

  /** Takes over the changes of closed tabs. */
  async restore(tab: string, openTabs: ReadonlySet<string>): Promise<void> {
    const [pending, rejected] = await Promise.all([this.#storage.pending(), this.#storage.rejected()])
    this.rejected = rejected
    this.pending = pending.filter((change) => !openTabs.has(change.tab)).map((change) => ({ ...change, tab }))
    await Promise.all(this.pending.map((change) => this.#storage.save(change)))
    this.send()
  }

  add(change: PendingChange): void {
    this.pending.push(change)
    void this.#storage.save(change)
    this.#handlers.changed()
    this.send()
  }

  /** Removes a pending change and those that depend on it; returns false where it is being sent, or was. */
  withdraw(seq: number): boolean {
    const change = this.pending.find((one) => one.seq === seq)
    if (!change || change === this.sending) return false
    for (const one of [change, ...this.#dependents(change)]) this.#drop(one)
    this.#handlers.changed()
    return true
  }

  dismiss(seq: number): void {
    this.rejected = this.rejected.filter((one) => one.seq !== seq)
    void this.#storage.dismiss(seq)
    this.#handlers.changed()
  }

  /** The confirmed state with the effects of all pending changes that can be predicted. */
  applyTo(confirmed: State): State {
    if (!this.pending.length) return confirmed
    const state = copyOf(confirmed)
    for (const change of this.pending) {
      try {
        predict(state, change)
      } catch {
        // the server decides
      }
    }
    return state
  }

  /** Sends the pending changes, unless that is under way. */
  send(): void {
    clearTimeout(this.#timer)
    if (!this.sending && !this.#stopped) void this.#sendAll()
  }

  stop(): void {
    this.#stopped = true
    clearTimeout(this.#timer)
  }

  async #sendAll(): Promise<void> {
    for (let change = this.pending[0]; change && !this.#stopped; change = this.pending[0]) {
      this.sending = change
      try {
        const result = await this.#call(change)
        if (this.#stopped) return // it will be sent again; the server recognizes its idempotency key
        this.#pause = MIN_PAUSE_MS
        this.#drop(change)
        this.#updateLater(change, result)
      } catch (error) {
        if (!this.#continuesAfter(change, error)) break
      } finally {
        this.sending = null
        if (!this.#stopped) this.#handlers.changed()
      }
    }
  }

  #call({ op, input, key, ifMatch }: PendingChange): Promise<CallResult> {
    return this.#handlers.track().call(op, input as never, { idempotencyKey: key, ifMatch })
  }

  /** Gives later changes the server's ids, and the item's new revision where they edit the same item. */
  #updateLater(change: PendingChange, result: CallResult): void {
    const ids = this.#handlers.answered(change, result)
    const { id, revision } = (result.output ?? {}) as { id?: string; revision?: number }
    for (const [i, later] of this.pending.entries()) {
      let { input, changedIds, ifMatch } = later
      for (const [from, to] of ids) [input, changedIds] = replaceId([input, changedIds] as const, from, to)
      if (ifMatch !== undefined && revision !== undefined && input.id === id) ifMatch = revision
      if (input === later.input && ifMatch === later.ifMatch) continue
      this.pending[i] = { ...later, input, changedIds, ifMatch }
      void this.#storage.save(this.pending[i])
    }
  }

  /** Handles a failure; returns whether the queue goes on with the next change. */
  #continuesAfter(change: PendingChange, error: unknown): boolean {
    const failure = error instanceof TrackError ? error : new TrackError('internal', String(error))
    if (failure.code === 'unauthenticated') {
      this.#stopped = true
      this.#handlers.locked()
      return false
    }
    if (TRANSIENT.includes(failure.code)) {
      this.#timer = setTimeout(() => this.send(), Math.max(this.#pause, (failure.details.retryAfter ?? 0) * 1000))
      this.#pause = Math.min(this.#pause * 2, MAX_PAUSE_MS)
      return false
    }
    const rejected = [change, ...this.#dependents(change)].map((one, i) => ({
      ...one,
      why: i ? `it depends on: ${change.description}` : errorMessage(failure),
    }))
    for (const one of rejected) {
      this.pending = this.pending.filter((other) => other.seq !== one.seq)
      void this.#storage.reject(one)
    }
    this.rejected = [...this.rejected, ...rejected]
    this.#handlers.refused(rejected)
    return true
  }

  /** Later changes to the entities that this one adds, or names and changes; others it changes by the way. */
  #dependents(change: PendingChange): PendingChange[] {
    const named = new Set(idsIn(change))
    const ids = new Set([...change.newIds, ...change.changedIds.filter((id) => named.has(id))])
    const found: PendingChange[] = []
    for (const later of this.pending.slice(this.pending.indexOf(change) + 1)) {
      const ownIds = idsIn(later)
      if (!ownIds.some((id) => ids.has(id))) continue
      for (const id of later.newIds) ids.add(id)
      found.push(later)
    }
    return found
  }

  #drop({ seq }: PendingChange): void {
    this.pending = this.pending.filter((one) => one.seq !== seq)
    void this.#storage.remove(seq)
  }
}

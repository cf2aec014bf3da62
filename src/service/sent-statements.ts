import type { Step } from '#domain/effects/steps.ts'
import { allSettledOrThrow } from '#store/all-settled.ts'
import type { Later } from '#store/engine.ts'
import { sendStep } from '#store/run-steps.ts'

/** How many statements may be pending: each may time out, and other requests need a turn. */
const MAX_PENDING = 100

/** Statements that a write has sent. The connection runs them in order, so only its end has to wait for them. */
export class SentStatements {
  readonly #pending: Promise<void>[] = []

  /** Makes a round trip without waiting for it; a synchronous database is done at once. */
  send(step: Step<void>): void {
    const sent = sendStep(step)
    if (sent) this.add(sent)
  }

  /** Adds what has been sent. */
  add(sent: Promise<void>): void {
    sent.catch(() => {}) // thrown at the end
    this.#pending.push(sent)
  }

  /** What is to be waited for before more are sent. */
  get room(): (() => Promise<unknown>) | undefined {
    return this.#pending.length < MAX_PENDING ? undefined : () => allSettledOrThrow(...this.#pending.splice(0))
  }

  /** Waits for all, unless `later` takes them. Throws the error of the first that failed. */
  *end(later?: Later): Step<void> {
    if (later) for (const sent of this.#pending) later(sent)
    else if (this.#pending.length) yield () => allSettledOrThrow(...this.#pending)
  }
}

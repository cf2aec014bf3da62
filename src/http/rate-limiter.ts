const WINDOW_MS = 60_000
const MAX_ENTRIES = 100_000

/** Counts by key in fixed windows of a minute. */
export class RateLimiter {
  readonly #limit: number
  readonly #now: () => Date
  #window = 0
  readonly #counts = new Map<string, number>()

  /** `limit` a minute; 0 turns it off. */
  constructor(limit: number, now: () => Date) {
    this.#limit = limit
    this.#now = now
  }

  /** Counts one; gives the seconds to wait when it is one too many, else 0. */
  hit(key: string): number {
    if (this.#limit === 0) return 0
    const now = this.#now().getTime()
    const window = Math.floor(now / WINDOW_MS)
    if (window !== this.#window || this.#counts.size > MAX_ENTRIES) this.#counts.clear()
    this.#window = window
    const count = (this.#counts.get(key) ?? 0) + 1
    this.#counts.set(key, count)
    return count > this.#limit ? Math.ceil(((window + 1) * WINDOW_MS - now) / 1000) : 0
  }
}

import type { ServerResponse } from 'node:http'
import { TrackError } from '#domain/errors.ts'

/** What one user, and all together, may make the server hold. */
export interface Bounds {
  /** Milliseconds for a request's headers, and for the whole of it. */
  headersMs: number
  requestMs: number
  /** Milliseconds after which a connection on which nothing moves is closed. */
  idleMs: number
  connections: number
  /** Requests of one user that are under way, answers included that were not taken yet. */
  requests: number
  /** Of these, those whose bodies may hold all that a user has. */
  largeRequests: number
  /** Bytes of one user's answers that were not taken yet. */
  unsentBytes: number
  /** An answer is to be taken within so many milliseconds, and at so many bytes a second. */
  answerMs: number
  answerPace: number
  /** Open event streams of one user, and of all. */
  streams: number
  allStreams: number
}

export const BOUNDS: Bounds = {
  headersMs: 10_000,
  requestMs: 30_000,
  idleMs: 90_000,
  connections: 10_000,
  requests: 100,
  largeRequests: 2,
  unsentBytes: 64 * 1024 * 1024,
  answerMs: 30_000,
  answerPace: 32 * 1024,
  streams: 2_000,
  allStreams: 8_000,
}

/** What does not leave at once. */
const LARGE_BYTES = 64 * 1024

/** What one user makes the server hold. */
class Held {
  running = 0
  large = 0
  readonly answers = new Set<ServerResponse>()
}

/** Knows what each user makes the server hold, and lets go of readers that never end. */
export class Holding {
  readonly #bounds: Bounds
  readonly #users = new Map<string, Held>()

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** Counts a request until its answer has left or its connection is gone; refuses one too many. */
  request(userId: string, answer: ServerResponse, large = false): void {
    const held = this.#admitted(userId)
    if (large && held.large >= this.#bounds.largeRequests)
      throw new TrackError('rate_limited', 'too many imports with this key at once', { retryAfter: 5 })
    this.#hold(userId, held, answer)
    if (!large || answer.destroyed) return
    held.large++
    answer.on('close', () => held.large--)
  }

  /** The same while `job` answers: mostly nothing of the answer is left then, and listening for its end takes longer than a short read. */
  async during(userId: string, answer: ServerResponse, job: () => Promise<void>): Promise<void> {
    const held = this.#admitted(userId)
    held.running++
    try {
      await job()
    } finally {
      held.running--
      if (answer.writableEnded && answer.writableLength === 0) this.#released(userId, held)
      else this.#hold(userId, held, answer)
    }
  }

  #admitted(userId: string): Held {
    let held = this.#users.get(userId)
    if (!held) this.#users.set(userId, (held = new Held()))
    const { running, answers } = held
    if (running + answers.size >= this.#bounds.requests)
      throw new TrackError('rate_limited', 'too many requests with this key at once', { retryAfter: 1 })
    let unsent = 0
    for (const { writableLength } of answers) unsent += writableLength
    if (unsent >= this.#bounds.unsentBytes)
      throw new TrackError('rate_limited', 'too many answers to this key wait to be read', { retryAfter: 5 })
    return held
  }

  #hold(userId: string, held: Held, answer: ServerResponse): void {
    if (answer.destroyed) return this.#released(userId, held)
    held.answers.add(answer)
    if (answer.writableEnded && answer.socket) this.#watch(answer) // without one it waits for an earlier answer on its connection
    else answer.on('prefinish', () => this.#watch(answer))
    answer.on('close', () => {
      held.answers.delete(answer)
      this.#released(userId, held)
    })
  }

  #released(userId: string, { running, answers }: Held): void {
    if (!running && !answers.size) this.#users.delete(userId)
  }

  /** Breaks an answer off that is taken too slowly. */
  #watch(answer: ServerResponse): void {
    const { writableLength: bytes } = answer
    if (bytes < LARGE_BYTES) return
    const { answerMs, answerPace } = this.#bounds
    const late = setTimeout(() => answer.destroy(), answerMs + (bytes / answerPace) * 1000)
    answer.once('close', () => clearTimeout(late))
  }
}

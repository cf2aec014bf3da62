import type { ServerResponse } from 'node:http'
import { TrackError } from '#domain/errors.ts'
import type { Backend } from './backend.ts'
import type { Bounds } from './bounds.ts'
import { FairTurns } from './fair-turns.ts'
import { UnreadBytes } from './unread-bytes.ts'

/** A smaller response fits into the socket's buffers and leaves at once, so nobody needs to watch it. */
const MIN_WATCHED_BYTES = 64 * 1024

/** Sends what a read has begun to make, outside of the user's turn. */
type Sending = () => Promise<void>

/** What one user has in flight. */
class Usage {
  running = 0
  largeRequests = 0
  readonly responses = new Set<ServerResponse>()
}

/**
 * Counts the requests and unread responses of each user, refuses more than the bounds allow (`rate_limited`), lets
 * users' requests begin in fair turns, and cuts off readers that are too slow.
 */
export class InFlightLimits {
  readonly #bounds: Bounds
  readonly #users = new Map<string, Usage>()
  readonly turns: FairTurns
  readonly unread: UnreadBytes

  constructor(backend: Backend) {
    this.#bounds = backend.bounds
    this.turns = new FairTurns(backend)
    this.unread = new UnreadBytes(backend.bounds.unreadBytes)
  }

  /** Counts a request until its response has left or its connection is gone. `large`: its body may hold an import. */
  admit(userId: string, response: ServerResponse, large = false): void {
    const usage = this.#usageOf(userId)
    if (large && usage.largeRequests >= this.#bounds.largeRequests)
      throw new TrackError('rate_limited', 'too many imports with this key at once', { retryAfter: 5 })
    this.#track(userId, usage, response)
    if (!large || response.destroyed) return
    usage.largeRequests++
    response.on('close', () => usage.largeRequests--)
  }

  /**
   * Like `admit`, for reads: counts while `job` runs. Most responses are flushed when it ends, so no `close` listener
   * is added, which would cost more than a short read. `isLong`: whether the answer may be.
   */
  async admitWhile(
    userId: string,
    isLong: boolean,
    response: ServerResponse,
    job: () => Promise<void | Sending>,
  ): Promise<void> {
    const usage = this.#usageOf(userId)
    usage.running++
    try {
      const send = await this.turns.read(userId, isLong, () => this.#unlessGone(userId, response, job))
      if (send) await send()
    } finally {
      usage.running--
      if (response.writableEnded && response.writableLength === 0) this.#forgetIdle(userId, usage)
      else this.#track(userId, usage, response)
    }
  }

  /** Begins a write when it is the user's turn. */
  async begin(userId: string, response: ServerResponse, job: () => Promise<void>): Promise<void> {
    await this.turns.write(userId, () => this.#unlessGone(userId, response, job))
  }

  /** Nothing is begun for a caller who has left. */
  #unlessGone<T>(userId: string, response: ServerResponse, job: () => Promise<T>): Promise<T> | undefined {
    if (response.destroyed) return undefined
    this.#refuseUnread(userId)
    return job()
  }

  #usageOf(userId: string): Usage {
    let usage = this.#users.get(userId)
    if (!usage) this.#users.set(userId, (usage = new Usage()))
    const { running, responses } = usage
    if (running + responses.size >= this.#bounds.requests)
      throw new TrackError('rate_limited', 'too many requests with this key at once', { retryAfter: 1 })
    return usage
  }

  #refuseUnread(userId: string): void {
    let unread = 0
    for (const response of this.#users.get(userId)?.responses ?? []) unread += this.unread.of(response)
    if (unread >= this.#bounds.unsentBytes)
      throw new TrackError('rate_limited', 'too many answers to this key wait to be read', { retryAfter: 5 })
  }

  #track(userId: string, usage: Usage, response: ServerResponse): void {
    if (response.destroyed) return this.#forgetIdle(userId, usage)
    usage.responses.add(response)
    // Without a socket it waits for an earlier response on its connection.
    if (response.writableEnded && response.socket) this.#cutOffIfSlow(response)
    else response.on('prefinish', () => this.#cutOffIfSlow(response))
    response.on('close', () => {
      usage.responses.delete(response)
      this.#forgetIdle(userId, usage)
    })
  }

  #forgetIdle(userId: string, { running, responses }: Usage): void {
    if (!running && !responses.size) this.#users.delete(userId)
  }

  #cutOffIfSlow(response: ServerResponse): void {
    const { writableLength: bytes } = response
    if (bytes < MIN_WATCHED_BYTES) return
    const { answerMs, answerPace } = this.#bounds
    const timer = setTimeout(() => response.destroy(), answerMs + (bytes / answerPace) * 1000)
    response.once('close', () => clearTimeout(timer))
  }
}

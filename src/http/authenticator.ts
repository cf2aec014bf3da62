import { TrackError, unauthenticated } from '#domain/errors.ts'
import { API_KEY, FEED_KEY } from '#domain/keys.ts'
import type { Backend, Caller, KeyPurpose } from './backend.ts'
import type { Connections } from './connections.ts'
import type { Exchange } from './exchange.ts'
import { addressGroup } from './forwarded.ts'
import { RateLimiter } from './rate-limiter.ts'

/** Tells whose key a request carries, and slows down those who guess keys. */
export class Authenticator {
  readonly #backend: Backend
  readonly #connections: Connections
  readonly #wrongKeys: RateLimiter
  readonly #requests: RateLimiter

  constructor(backend: Backend, connections: Connections) {
    this.#backend = backend
    this.#connections = connections
    this.#wrongKeys = new RateLimiter(backend.settings.authRateLimit, backend.now)
    this.#requests = new RateLimiter(backend.settings.rateLimit, backend.now)
  }

  /**
   * The user of a key, as its database row says now. Throws `unauthenticated`, or `rate_limited` after too many wrong
   * keys from one address or too many requests with one key; a right key is never refused for others' wrong ones.
   * Throws `not_found` for a space of which the user is no member.
   */
  async authenticate(
    exchange: Exchange,
    key: string | undefined,
    purpose: KeyPurpose,
    space?: string,
  ): Promise<Caller> {
    if (!key) {
      const what = purpose === 'feed' ? 'the key' : 'the header x-track-key'
      throw new TrackError('unauthenticated', `${what} is missing`)
    }
    const wellFormed = API_KEY.test(key) || (purpose === 'feed' && FEED_KEY.test(key))
    const caller = wellFormed ? await this.#backend.userOf(key, purpose, space) : undefined
    if (!caller) throw this.#wrongKey(exchange)
    this.#connections.hasShownKey(exchange.request.socket, caller.user.id)
    const wait = this.#requests.hit(caller.hash)
    if (wait) throw new TrackError('rate_limited', 'too many requests with this key', { retryAfter: wait })
    if (space !== undefined && !caller.inAllSpaces) this.#backend.requireSpace(caller.user, space)
    return caller
  }

  #wrongKey(exchange: Exchange): TrackError {
    const wait = this.#wrongKeys.hit(addressGroup(exchange.ip))
    return wait
      ? new TrackError('rate_limited', 'too many wrong keys from this address', { retryAfter: wait })
      : unauthenticated()
  }
}

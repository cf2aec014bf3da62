import type { FastifyRequest } from 'fastify'
import { TrackError, unauthenticated } from '#domain/errors.ts'
import { API_KEY, FEED_KEY } from '#domain/keys.ts'
import type { User } from '#domain/users.ts'
import type { Backend } from './backend.ts'
import { addressGroup, Limiter } from './limits.ts'

export interface Caller {
  user: User
  hash: string
}

declare module 'fastify' {
  interface FastifyRequest {
    caller: Caller
  }
}

/** Asks who a request comes from, and slows down those who guess. */
export class Gate {
  readonly #backend: Backend
  readonly #wrongKeys: Limiter
  readonly #requests: Limiter

  constructor(backend: Backend) {
    this.#backend = backend
    this.#wrongKeys = new Limiter(backend.settings.authRateLimit, backend.now)
    this.#requests = new Limiter(backend.settings.rateLimit, backend.now)
  }

  /** The user of a key. The truth is its row as it stands now; a right key is never refused for what others tried. */
  async caller(request: FastifyRequest, key: string | undefined, door: 'api' | 'feed'): Promise<Caller> {
    if (!key)
      throw new TrackError(
        'unauthenticated',
        door === 'api' ? 'the header x-track-key is missing' : 'the key is missing',
      )
    const possible = API_KEY.test(key) || (door === 'feed' && FEED_KEY.test(key))
    const caller = possible ? await this.#backend.userOf(key, door) : undefined
    if (!caller) throw this.#refusal(request)
    const wait = this.#requests.hit(caller.hash)
    if (wait) throw new TrackError('rate_limited', 'too many requests with this key', { retryAfter: wait })
    return caller
  }

  #refusal(request: FastifyRequest): TrackError {
    const wait = this.#wrongKeys.hit(addressGroup(request.ip))
    return wait
      ? new TrackError('rate_limited', 'too many wrong keys from this address', { retryAfter: wait })
      : unauthenticated()
  }
}

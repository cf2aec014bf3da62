import type { Follower } from '#contract/follower.ts'
import type { NamedOperation } from '#contract/operations.ts'
import type { CallOptions, CallResult } from '#contract/track.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { User } from '#domain/users.ts'
import type { Bounds } from './holding.ts'

/** Everything that this room is handed. It knows no store and no service. */
export interface Backend {
  version: string
  /** Whom a key opens; the feed key opens only the feed. */
  userOf(key: string, purpose: 'api' | 'feed'): Promise<{ user: User; hash: string } | undefined>
  /** Carries an operation out; the answer is JSON, whole or in pieces, and says which item's it is. */
  call(
    operation: NamedOperation,
    user: User,
    session: { client: string; origin: string; hash: string },
    input: object,
    options: CallOptions,
  ): Promise<
    CallResult<{
      json: string
      pieces: readonly string[]
      item: { id: string; revision: number } | undefined
    }>
  >
  /** Of the item of exactly this id: asked before the item itself by who may have it already. */
  revisionOf(user: User, id: string): Promise<number | undefined>
  follow(follower: Follower, since: number | null): Promise<() => void>
  /** How many streams a user has open, or all together. */
  streams(userId?: string): number
  /** In stretches. */
  feedItems(user: User, query: Record<string, string | undefined>): AsyncIterable<PlacedItem[]>
  /** Rejects while the database does not answer. */
  ready(): Promise<void>
  now(): Date
  log: Log
  settings: HttpSettings
  bounds: Bounds
  /** The folder of the built web page; null: there is none. */
  pages: string | null
}

export interface Log {
  info(fields: object, message: string): void
  error(fields: object, message: string): void
}

export interface HttpSettings {
  /** Scheme, host and port that people use; null: as each request says. */
  publicUrl: string | null
  /** Whose x-forwarded headers count: nobody's, everybody's, those of these addresses, or by distance. */
  trustProxy: boolean | string | ((address: string, hop: number) => boolean)
  /** Requests a minute and key; 0: any number. */
  rateLimit: number
  /** Wrong keys a minute and address; 0: any number. */
  authRateLimit: number
}

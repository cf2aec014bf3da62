import type { Now } from '#domain/lifecycle.ts'
import { ownerOf, type User } from '#domain/users.ts'
import type { Engine } from '#store/engine.ts'
import type { Db, OwnerRow } from '#store/schema.ts'
import type { QuotaLimits } from './quota.ts'

/** What the service depends on: storage, time and randomness. */
export interface ServiceDeps {
  engine: Engine
  now(): Date
  /** Cryptographically random bytes. */
  random(bytes: number): Uint8Array
  uuid(): string
  /** The zone of the first user, until someone chooses. */
  timezone(): string
  quota: QuotaLimits
  /** Users as this process last left them, which are those of the database if nobody else has written. */
  lastKnown: Map<string, OwnerRow>
  /**
   * Called after each commit, with the owners whose revision rose, and the writer in their space as the commit left
   * them; null: keys, roles, memberships or settings may have changed.
   */
  onWritten(ownerIds: ReadonlySet<string>, writer: OwnerRow | null): void
}

/** The client of a call, and what only that client knows. */
export interface Session {
  client: string
  /** Of the key that authenticated it, which must still be valid when a write happens; absent where none did. */
  hash?: string
  /** Scheme, host and port under which the caller sees the server. */
  origin: string
  /** Whether the caller has left: then nothing is begun, and no key is made that nobody would be told. */
  isGone?(): boolean
  /** Told of the milliseconds for which a write kept the event loop. */
  spent?(ms: number): void
}

/** What the handler of a reading operation gets. */
export interface ReadContext {
  deps: ServiceDeps
  db: Db
  /** In the space that the call is about. */
  user: User
  /** Of the space whose data the operation reads or writes. */
  spaceId: number
  /** Whether the call is about all spaces of the user, of whom `user` is in their own. */
  isForAll?: boolean | undefined
  now: Now
  session: Session
}

/** The name of the space that a read is about. */
export const nameOfSpace = ({ user }: ReadContext): string => ownerOf(user).name

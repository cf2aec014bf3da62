import type { Now } from '#domain/lifecycle.ts'
import type { User } from '#domain/users.ts'
import type { Engine } from '#store/engine.ts'
import type { Db } from '#store/schema.ts'

/** Where time, randomness and storage come from. */
export interface World {
  engine: Engine
  now(): Date
  /** Cryptographically random bytes. */
  random(bytes: number): Uint8Array
  uuid(): string
  /** The zone of the first user, until someone chooses. */
  timezone(): string
  /** Told after each commit whose revision rose; `settings`: keys or roles may have changed. */
  written(userIds: ReadonlySet<string>, settings: boolean): void
}

/** Through which client a call comes, and what only that client knows. */
export interface Session {
  client: string
  /** Of the key that opened it, which must still open it when a write happens; none where no key did. */
  hash?: string
  /** Scheme, host and port under which the caller sees the server. */
  origin: string
}

/** What a reading operation is handed. */
export interface Reading {
  world: World
  db: Db
  user: User
  now: Now
  session: Session
}

import type { User } from '#domain/users.ts'
import type { Change } from './types.ts'

/** One open stream of a space's journal, as the service sees it: it is called after each write. */
export interface Follower {
  /** Who reads it, in the space that it is of. */
  user: User
  /** SHA-256 of the API key that opened the stream. */
  hash: string
  /** Oldest first. */
  changes(changes: readonly Change[]): void
  /** The changes since the reader's last revision are no longer in the journal: it must reload. */
  reset(revision: number): void
  close(): void
  /** Resolves when everything sent so far has left the server. */
  drained(): Promise<void>
}

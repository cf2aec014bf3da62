import type { User } from '#domain/users.ts'
import type { Change, SpaceSummary } from './types.ts'

/** One open stream, as the service sees it. */
interface OpenStream {
  /** Who reads it, in the space that it is of; in their own where it is of all. */
  user: User
  /** SHA-256 of the API key that opened the stream. */
  hash: string
  close(): void
  /** Resolves when everything sent so far has left the server. */
  drained(): Promise<void>
}

/** A stream of a space's journal: it is called after each write. */
export interface Follower extends OpenStream {
  /** Oldest first. */
  changes(changes: readonly Change[]): void
  /** The changes since the reader's last revision are no longer in the journal: it must reload. */
  reset(revision: number): void
}

/** A write, and the id of its event, behind which a later stream goes on. */
export interface IdentifiedChange {
  id: string
  change: Change
}

/** A stream of the journals of all spaces of a user. Spaces are called by their names. */
export interface FollowerOfAll extends OpenStream {
  /** Nothing up to this id is sent. */
  begin(id: string): void
  /** Of one space, oldest first. */
  changes(space: string, changes: readonly IdentifiedChange[]): void
  /** As that of a Follower, for one of the spaces. */
  reset(id: string, space: string, revision: number): void
  /**
   * The user's shared spaces and invitations are others than before, or they have another role. The revisions are those
   * behind which the stream goes on.
   */
  spaces(id: string, spaces: readonly SpaceSummary[]): void
}

import type { Change } from './types.ts'

/** One open stream of a user's journal: who is told of each write. */
export interface Follower {
  userId: string
  /** Of the key that opened it. */
  hash: string
  change(change: Change): void
  /** What it knows can't be followed from: load anew. */
  reset(revision: number): void
  close(): void
  /** Resolves when the reader has taken what was told so far. */
  taken(): Promise<void>
}

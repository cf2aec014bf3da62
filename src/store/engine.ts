import type { AliasableExpression, Expression } from 'kysely'
import type { Step } from '#domain/effects/steps.ts'
import type { Term } from '#domain/search-words.ts'
import type { IndexedItem } from './item-rows.ts'
import type { Db, OwnerRow } from './schema.ts'
import type { ReadSnapshot } from './snapshots.ts'

/** Held by one writer at a time, across all nodes. To avoid deadlocks, a writer of several takes `users` first. */
export type Lock = 'schema' | 'users' | `user ${string}` | `space ${string}`

/** The lock of the space that a user is in. */
export const lockOf = ({ id, shared }: Pick<OwnerRow, 'id' | 'shared'>): Lock =>
  shared ? `space ${shared.id}` : `user ${id}`

/** Tells a transaction of a statement that was sent and that its job does not wait for: the commit follows it. */
export type Later = (sent: Promise<unknown>) => void

/**
 * Lets others write between two parts of a long write; nobody reads what it has written before its end. Takes the space
 * and the revision of what it has written so far. Resolves with whether any may have written. `isLast`: what follows
 * belongs together.
 */
export type EndPart = (spaceId: number, revision: number, isLast: boolean) => Promise<boolean>

export interface WriteOptions {
  /** The lock of a write that is ended, and fails with `unavailable`, if this one waits for it for long. */
  ends?: Lock | undefined
  /**
   * The write takes long and, until its last statements, only adds: items, projects, features and rows of the journal
   * but the first one, all of its revision. Where all writes exclude each other, it may be committed in parts.
   */
  inParts?: boolean
  /** Held, too, by a write to two spaces. Throws `unavailable` where another write keeps it. */
  also?: Lock | undefined
}

/** Two locks in the order in which every write takes them, so that two of them cannot deadlock. */
export const inLockOrder = (one: Lock, other: Lock): [Lock, Lock] => (one < other ? [one, other] : [other, one])

/** What differs between the databases. Everything else in `store/` works on both. */
export interface Engine {
  /** For migrations, which use nothing else of an engine, so that they stay as they are. */
  readonly dialect: 'sqlite' | 'postgres'
  /** Reads committed state only. */
  readonly read: Db
  /** Identifies the committed state that `read` sees: while it returns the same object, queries give the same rows. */
  commitToken(): object
  /** The same for commits of other processes: those of this one do not change it. */
  othersCommitToken(): object
  /** Rejects while nothing can be read or writes would be lost. */
  ready(): Promise<void>
  /**
   * One atomic write under a lock. Writes that wait for the same lock may share a commit; if one fails, only its own
   * changes are rolled back. Rejects with `unavailable` when the database can't commit.
   */
  write<T>(
    lock: Lock,
    job: (db: Db, later: Later, endPart?: EndPart) => T | Promise<T>,
    options?: WriteOptions,
  ): Promise<T>
  /**
   * Takes another lock until the transaction ends. A write that keeps it for long is ended, and fails with
   * `unavailable`.
   */
  lock(db: Db, lock: Lock): Step<void>
  /** Whether a write to a space has been committed in part and not ended. To be asked in a write. */
  hasUnfinishedWrite(spaceId: number): boolean
  readonly fullText: FullText
  /**
   * A column that is read as the JSON text of an item, as responses contain it. A long list takes a third of the time
   * that building objects takes. The SQL value itself differs between engines.
   */
  readonly itemJson: AliasableExpression<string>
  /** Notifies other processes of users whose data was written. `null`: anyone's keys or roles may have changed. */
  publishChange(userIds: readonly string[] | null): void
  /**
   * Calls `listener` for changes of keys and roles by other processes, and of followed owners, until the engine is
   * closed; possibly of others, too. `null`: of unknown users.
   */
  onRemoteChange(listener: (userIds: readonly string[] | null) => void): void
  /** Calls the listener of onRemoteChange for an owner's changes, too, until they are followed no more. */
  followOwner(userId: string): void
  unfollowOwner(userId: string): void
  /** A snapshot for one owner, who waits for their own former one, and for others where too many are open. */
  snapshot(owner: string): Promise<ReadSnapshot>
  backup(file: string): Promise<void>
  close(): Promise<void>
}

/** The index of the words of each item's title, notes, tags and project. */
export interface FullText {
  upsert(db: Db, spaceId: number, items: readonly IndexedItem[]): Step<void>
  /** To be called before the items are deleted. */
  remove(db: Db, spaceId: number, ids: readonly string[]): Step<void>
  /**
   * Merges some of the index, in whose segments stands what was deleted until they are merged; returns whether more is
   * left. `isFirst`: it begins with segments of any size.
   */
  overwriteRemoved(db: Db, isFirst: boolean): Promise<boolean>
  /**
   * A subquery of `items.seq`, newest first: the space's items outside `excludedProjects` that contain, for each
   * word of a query, a word starting with it.
   */
  matches(spaceId: number, terms: readonly Term[], excludedProjects?: readonly string[]): Expression<number>
}

import type { AliasableExpression, ColumnDataType, Expression, RawBuilder } from 'kysely'
import type { Db } from './schema.ts'

/** Only one writer of all nodes holds a lock at a time. Who needs several takes `users` first. */
export type Lock = 'schema' | 'users' | `user ${string}`

/** What differs between the databases. Everything else in this room is written once. */
export interface Engine {
  /** Reads committed state only. */
  readonly read: Db
  /** Identifies the committed state that `read` sees: the same object, the same answers. */
  moment(): object
  /** Rejects while nothing can be read, or what is written would be lost. */
  ready(): Promise<void>
  /**
   * One atomic write under a lock. Writes that wait under the same one may share a commit; a failing one takes back only its own.
   * Rejects with `unavailable` when the database can't commit.
   */
  write<T>(lock: Lock, job: (db: Db) => Promise<T>): Promise<T>
  /** Takes one more lock until the transaction ends. */
  lock(db: Db, lock: Lock): Promise<void>
  readonly types: {
    /** Text that sorts by its bytes. */
    key: ColumnDataType | RawBuilder<unknown>
    bigint: ColumnDataType
    /** A column of growing numbers, and whether it is the table's primary key. */
    serial: { type: ColumnDataType | RawBuilder<unknown>; primary: boolean }
  }
  /** Ends a `create table`: `clustered` tables are kept in the order of their primary key. */
  tableEnd(clustered: boolean): RawBuilder<unknown> | null
  readonly text: FullText
  /** A row of `items` as a column that is read as the JSON text of the item's answer, a long list in a third of the time that objects take. What SQL sees of it differs. */
  readonly itemJson: AliasableExpression<string>
  /** Tells other processes whose data was written; `null`: keys or roles may have changed, anyone's. */
  announce(userIds: readonly string[] | null): void
  /** Calls with what other processes announced, `null` when unsure whose, until the engine is closed. */
  elsewhere(listener: (userIds: readonly string[] | null) => void): void
  backup(file: string): Promise<void>
  close(): Promise<void>
}

/** What of an item the full-text index knows. */
export interface TextRow {
  userId: string
  id: string
  title: string
  notes: string | null
  tags: readonly string[]
  project: string | null
}

export interface FullText {
  create(db: Db): Promise<void>
  /** Empties an index that a program before schema 5 has made, which kept words in another form; false where that is still the form. */
  renew(db: Db): Promise<boolean>
  put(db: Db, rows: readonly TextRow[]): Promise<void>
  /** Takes out the words of items that are about to go. */
  remove(db: Db, userId: string, ids: readonly string[]): Promise<void>
  /** Takes out all words of a user whose items are about to go. */
  forget(db: Db, userId: string): Promise<void>
  /** Values of `items.seq`, the newest first: rows of this user, of none of the projects `but`, that hold a word beginning with each of `words`. */
  matches(userId: string, words: readonly string[], but?: readonly string[]): Expression<number>
}

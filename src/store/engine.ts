import type { ColumnDataType, Expression, RawBuilder } from 'kysely'
import type { Db } from './schema.ts'

/** What differs between the databases. Everything else in this room is written once. */
export interface Engine {
  /** Reads committed state only. */
  readonly read: Db
  /** One atomic write. Several that wait together may share a commit; a failing one takes back only its own. Rejects with `unavailable` when the database can't commit. */
  write<T>(job: (db: Db) => Promise<T>): Promise<T>
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
  /** Until the transaction ends, no other node passes the same call: `users`, `schema`, or `user ID`. */
  lock(db: Db, what: string): Promise<void>
  /** Whether another process wrote since the last call, cheaply; true when unsure. */
  changedElsewhere(): boolean
  backup(file: string): Promise<void>
  close(): Promise<void>
}

export interface FullText {
  create(db: Db): Promise<void>
  put(db: Db, row: { seq: number; userId: string; title: string; notes: string | null; tags: readonly string[] }): Promise<void>
  remove(db: Db, seq: number): Promise<void>
  /** A condition on `items.seq`: rows of this user that hold a word beginning with each of `words`. */
  matches(userId: string, words: readonly string[]): Expression<number>
}

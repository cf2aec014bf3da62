import { createRequire } from 'node:module'
import { withTrackErrors } from './errors.ts'

/** The part of node:sqlite that Track uses. */
export interface SqliteConnection {
  exec(sql: string): void
  prepare(sql: string): Statement
  close(): void
  readonly isTransaction: boolean
}
export interface Statement {
  all(...parameters: unknown[]): unknown[]
  run(...parameters: unknown[]): { changes: number | bigint; lastInsertRowid: number | bigint }
  columns(): { name: string }[]
}

/** How long to wait for another program's lock. */
export const BUSY_MS = 5000
/** Pages of 4 KiB in the write-ahead log after which a commit copies them to the database. */
export const AUTO_CHECKPOINT_PAGES = 2000
/** What is kept of the log's file after a long write; more than the pages above. */
const MAX_KEPT_LOG_BYTES = 12 * 2 ** 20
const require = createRequire(import.meta.url)

/** The module whose `DatabaseSync` opens databases. */
export function driver(): string {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const builtIn = major > 23 || (major === 22 && minor >= 16) // older versions lack isTransaction
  return builtIn ? 'node:sqlite' : require.resolve('@photostructure/sqlite')
}

/** Opens a database file with default settings. */
export function open(path: string): SqliteConnection {
  const Database: new (path: string) => SqliteConnection = require(driver()).DatabaseSync
  return new Database(path)
}

/**
 * Opens a database file with explicit settings for durability; deleted content is overwritten. Throws `unavailable`.
 */
export function connect(path: string): SqliteConnection {
  return withTrackErrors(() => {
    const connection = open(path)
    connection.exec(`pragma busy_timeout = ${BUSY_MS}; pragma journal_mode = wal; pragma synchronous = full`)
    connection.exec('pragma secure_delete = on; pragma foreign_keys = on; pragma temp_store = memory')
    connection.exec(`pragma cache_size = -8000; pragma wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}`)
    connection.exec(`pragma journal_size_limit = ${MAX_KEPT_LOG_BYTES}`)
    return connection
  })
}

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
const require = createRequire(import.meta.url)

function driver(): new (path: string) => SqliteConnection {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const builtIn = major > 23 || (major === 22 && minor >= 16) // older versions lack isTransaction
  return builtIn ? require('node:sqlite').DatabaseSync : require('@photostructure/sqlite').DatabaseSync
}

/** Opens a database file with default settings. */
export function open(path: string): SqliteConnection {
  const Database = driver()
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
    connection.exec('pragma cache_size = -8000; pragma wal_autocheckpoint = 2000')
    return connection
  })
}

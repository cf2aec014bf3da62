import { createRequire } from 'node:module'
import { TrackError } from '#domain/errors.ts'

/** The part of node:sqlite that Track needs. */
export interface Connection {
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

/** How long a lock of another program is waited for. */
export const BUSY_MS = 5000
const require = createRequire(import.meta.url)

function driver(): new (path: string) => Connection {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
  const builtIn = major > 23 || (major === 22 && minor >= 16) // before, it does not tell whether a transaction is open
  return builtIn ? require('node:sqlite').DatabaseSync : require('@photostructure/sqlite').DatabaseSync
}

/** Opens a database file, with nothing set. */
export function open(path: string): Connection {
  const Database = driver()
  return new Database(path)
}

/** Opens a database file with every setting that durability rests on said aloud; what is removed is overwritten. */
export function connect(path: string): Connection {
  return guarded(() => {
    const connection = open(path)
    connection.exec(
      `pragma busy_timeout = ${BUSY_MS}; pragma journal_mode = wal; pragma synchronous = full; pragma secure_delete = on`,
    )
    connection.exec(
      'pragma foreign_keys = on; pragma temp_store = memory; pragma cache_size = -8000; pragma wal_autocheckpoint = 2000',
    )
    return connection
  })
}

const UNAVAILABLE: Record<number, string> = {
  5: 'the database is locked by another program',
  6: 'the database is locked by another program',
  8: 'the database cannot be written: it is read-only',
  10: 'the disk refuses to read or write the database',
  11: 'the database file is damaged',
  13: 'the disk is full',
  14: 'the database file cannot be opened',
  26: 'the file is not a Track database',
}

/** The same in SQLite's own words, which are all that some calls of the driver give. */
const WORDS: Record<string, number> = {
  'database is locked': 5,
  'database table is locked': 6,
  'attempt to write a readonly database': 8,
  'disk I/O error': 10,
  'database disk image is malformed': 11,
  'database or disk is full': 13,
  'unable to open database file': 14,
  'file is not a database': 26,
}

/** The database's own failures told for people; anything else is passed on as it is. */
export function told(error: unknown): unknown {
  const { code, errcode, message } = error as { code?: string; errcode?: number; message?: string }
  const number = errcode ?? (code === 'ERR_SQLITE_ERROR' ? WORDS[message ?? ''] : undefined)
  const reason = number === undefined ? undefined : UNAVAILABLE[number & 0xff]
  if (!reason) return error
  return new TrackError('unavailable', reason, { retryAfter: 1, hint: 'Nothing was changed. track doctor tells more.' })
}

const SQLITE_BUSY = 5

/** Whether another connection's lock stands in the way. */
export function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === SQLITE_BUSY
}

export function guarded<T>(job: () => T): T {
  try {
    return job()
  } catch (error) {
    throw told(error)
  }
}

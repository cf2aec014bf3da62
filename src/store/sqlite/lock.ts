import { chmodSync, existsSync, realpathSync } from 'node:fs'
import { TrackError } from '#domain/errors.ts'
import { type SqliteConnection, open } from './connection.ts'
import { isBusy, toTrackError } from './errors.ts'

/**
 * Keeps other servers from a database file by an open transaction on a lock file next to it, which ends with the
 * process even if that is killed. Throws `conflict` if another server holds it.
 */
export function takeLock(database: string): SqliteConnection {
  const path = `${existsSync(database) ? realpathSync(database) : database}.lock`
  let lock: SqliteConnection | undefined
  try {
    lock = open(path)
    lock.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive')
    chmodSync(path, 0o600)
    return lock
  } catch (error) {
    lock?.close()
    if (!isBusy(error)) throw toTrackError(error)
    throw new TrackError('conflict', `another Track server is using ${path.replace(/\.lock$/, '')}`, {
      hint: 'Stop it first; a second server on one database file is refused.',
    })
  }
}

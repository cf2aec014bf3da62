import { chmodSync, closeSync, lstatSync, openSync, readlinkSync, realpathSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { type SqliteConnection, open } from './connection.ts'
import { isBusy, toTrackError } from './errors.ts'
import { fileIdentity, isSameFile } from './file-identity.ts'

/** What keeps other servers from a database file. */
export interface ServerLock {
  /**
   * Throws `unavailable` once another server may have the database. A lock file that was only removed is made and
   * locked anew.
   */
  assertHeld(): void
  release(): void
}

/**
 * Keeps other servers from a database file by an open transaction on a lock file next to it, which ends with the
 * process even if that is killed. Throws `conflict` if another server holds it.
 */
export function takeLock(database: string): ServerLock {
  const path = `${realPath(database)}.lock`
  let held = lockFile(path)
  let isLost = false
  return {
    assertHeld() {
      const now = fileIdentity(path)
      if (!isLost && isSameFile(now, held)) return
      const renewed = isLost || now ? undefined : renew(path)
      if (!renewed) {
        isLost = true // for good: the other server may have upgraded the database
        throw new TrackError('unavailable', 'another Track server may be using the database: its lock was replaced', {
          retryAfter: 60,
          hint: 'Nothing was changed. Stop the other server, if there is one, then restart this one.',
        })
      }
      held.connection.close()
      held = renewed
    },
    release: () => held.connection.close(),
  }
}

interface LockedFile extends NonNullable<ReturnType<typeof fileIdentity>> {
  connection: SqliteConnection
}

function renew(path: string): LockedFile | undefined {
  try {
    return lockFile(path)
  } catch {
    return undefined
  }
}

/** Locks the file at `path`, which may be replaced meanwhile: then the one that replaced it. */
function lockFile(path: string): LockedFile {
  for (;;) {
    createFile(path)
    const identity = fileIdentity(path)
    let connection: SqliteConnection | undefined
    try {
      connection = open(path)
      connection.exec('pragma busy_timeout = 0; pragma locking_mode = exclusive; begin exclusive')
      chmodSync(path, 0o600)
      if (identity && isSameFile(fileIdentity(path), identity)) return { ...identity, connection }
      connection.close()
    } catch (error) {
      connection?.close()
      if (!isBusy(error)) throw toTrackError(error)
      throw new TrackError('conflict', `another Track server is using ${path.replace(/\.lock$/, '')}`, {
        hint: 'Stop it first; a second server on one database file is refused.',
      })
    }
  }
}

/** Makes the file where there is none. Opening one that is there would, when closed, end this process' locks on it. */
function createFile(path: string): void {
  try {
    closeSync(openSync(path, 'wx', 0o600))
  } catch {} // it is there, or SQLite says why it cannot be
}

/** A path without symbolic links, also of a file that is yet to be made. */
function realPath(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') return path
    const isLink = lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink()
    return isLink ? realPath(resolve(dirname(path), readlinkSync(path))) : path
  }
}

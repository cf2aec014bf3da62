import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { type SqliteConnection, open } from './connection.ts'
import { withTrackErrors } from './errors.ts'

const BUSY_MS = 5000

/**
 * Copies a consistent snapshot of a database file to a new file with mode 0600, atomically. `modify` may change the
 * copy before it gets its name. Throws `not_found`, `conflict` or `unavailable`.
 */
export function copyDatabase(from: string, to: string, modify: (copy: SqliteConnection) => void = () => {}): void {
  const folder = dirname(resolve(to))
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new TrackError('not_found', `there is no folder ${folder}`, { hint: 'Make it first.' })
  if (existsSync(to)) throw new TrackError('conflict', `${to} exists already`, { hint: 'Name a new file.' })
  const temporary = `${to}.${process.pid}`
  try {
    createEmptyFile(temporary)
  } catch (error) {
    throw unwritable(to, error)
  }
  try {
    withConnection(from, (source) => source.prepare('vacuum into ?').run(temporary))
    withConnection(temporary, modify)
    syncToDisk(temporary)
    renameSync(temporary, to)
    syncToDisk(folder)
  } catch (error) {
    rmSync(temporary, { force: true })
    throw error instanceof TrackError ? error : unwritable(to, error)
  }
}

/** SQLite copies into an empty file, too, and where none can be made the system says better why. */
function createEmptyFile(path: string): void {
  rmSync(path, { force: true })
  closeSync(openSync(path, 'wx', 0o600))
}

const unwritable = (path: string, error: unknown): TrackError =>
  new TrackError('unavailable', `${path} can't be written: ${(error as Error).message}`)

/**
 * Opens a file for the duration of a job, without changing its settings: it may not be a Track database. Throws
 * `unavailable`.
 */
export function withConnection<T>(path: string, job: (connection: SqliteConnection) => T): T {
  return withTrackErrors(() => {
    const connection = open(path)
    try {
      connection.exec(`pragma busy_timeout = ${BUSY_MS}`)
      return job(connection)
    } finally {
      connection.close()
    }
  })
}

function syncToDisk(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

import { chmodSync, closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import { type Connection, guarded, open } from './port.ts'

const BUSY_MS = 5000

/** Copies a database file, as of one moment, to where no file is: whole or not at all, for its owner only. `mend` may change the copy before it stands. */
export function copyDatabase(from: string, to: string, mend: (copy: Connection) => void = () => {}): void {
  const folder = dirname(resolve(to))
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new TrackError('not_found', `there is no folder ${folder}`, { hint: 'Make it first.' })
  if (existsSync(to)) throw new TrackError('conflict', `${to} exists already`, { hint: 'Name a new file.' })
  const fresh = `${to}.${process.pid}`
  try {
    rmSync(fresh, { force: true })
    visiting(from, (source) => source.prepare('vacuum into ?').run(fresh))
    chmodSync(fresh, 0o600)
    visiting(fresh, mend)
    synced(fresh)
    renameSync(fresh, to)
    synced(folder)
  } catch (error) {
    rmSync(fresh, { force: true })
    throw error instanceof TrackError
      ? error
      : new TrackError('unavailable', `${to} can't be written: ${(error as Error).message}`)
  }
}

/** Opens a file that may be anyone's, and sets nothing in it. */
export function visiting<T>(path: string, job: (connection: Connection) => T): T {
  return guarded(() => {
    const connection = open(path)
    try {
      connection.exec(`pragma busy_timeout = ${BUSY_MS}`)
      return job(connection)
    } finally {
      connection.close()
    }
  })
}

function synced(path: string): void {
  const file = openSync(path, 'r')
  try {
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
}

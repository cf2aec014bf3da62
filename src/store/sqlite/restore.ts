import { existsSync } from 'node:fs'
import { TrackError } from '#domain/errors.ts'
import { refuseNewer } from '../migrate.ts'
import { copyDatabase, visiting } from './copy.ts'
import { takeLock } from './lock.ts'
import { damageIn, schemaIn } from './sound.ts'

/** More than anyone writes between a backup and its restore, so that no revision is given twice. */
const RAISE = 1_000_000

/** Fills `path`, where no database is, from a backup. `ready` makes its folder once the backup has proved sound. */
export function restoreSqlite(backup: string, path: string, ready: () => void): void {
  const taken = [path, `${path}-wal`].find((file) => existsSync(file))
  if (taken)
    throw new TrackError('conflict', `${taken} exists already; a backup is restored to an empty place`, {
      hint: 'Stop the server and move its database away (with -wal and -shm), or set TRACK_DATA_DIR to an empty folder.',
    })
  if (!existsSync(backup))
    throw new TrackError('not_found', `there is no file ${backup}`, { hint: 'Name a file that track backup wrote.' })
  visiting(backup, (connection) => {
    refuseNewer(schemaIn(connection))
    const [damage] = damageIn(connection)
    if (damage)
      throw new TrackError('unavailable', `${backup} is damaged: ${damage}`, {
        hint: 'Nothing was written. Take an older backup.',
      })
  })
  ready()
  const lock = takeLock(path)
  try {
    copyDatabase(backup, path, (copy) =>
      copy.exec(`update users set revision = revision + ${RAISE}, journal_from = revision + ${RAISE}`),
    )
  } finally {
    lock.close()
  }
}

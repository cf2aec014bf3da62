import { existsSync } from 'node:fs'
import { TrackError } from '#domain/errors.ts'
import { refuseNewerSchema } from '../migrate.ts'
import { copyDatabase, withConnection } from './copy.ts'
import { takeLock } from './lock.ts'
import { findDamage, schemaVersionIn } from './integrity.ts'

/** More than is written between a backup and its restore, so that no revision is used twice. */
const REVISION_GAP = 1_000_000
/** The schema from which spaces have revisions; before it users had. */
const FIRST_WITH_SPACES = 8

/**
 * Restores a backup to `path`, where no database may be. `prepareFolder` is called once the backup has been checked.
 * Throws `conflict`, `not_found` or `unavailable`.
 */
export function restoreSqlite(backup: string, path: string, prepareFolder: () => void): void {
  const taken = [path, `${path}-wal`].find((file) => existsSync(file))
  if (taken)
    throw new TrackError('conflict', `${taken} exists already; a backup is restored to an empty place`, {
      hint:
        'Stop the server and move its database away (with -wal and -shm), ' +
        'or set TRACK_DATA_DIR to an empty folder.',
    })
  if (!existsSync(backup))
    throw new TrackError('not_found', `there is no file ${backup}`, { hint: 'Name a file that track backup wrote.' })
  let table = 'spaces'
  withConnection(backup, (connection) => {
    const schema = schemaVersionIn(connection)
    refuseNewerSchema(schema)
    if (schema < FIRST_WITH_SPACES) table = 'users'
    const [damage] = findDamage(connection)
    if (damage)
      throw new TrackError('unavailable', `${backup} is damaged: ${damage}`, {
        hint: 'Nothing was written. Take an older backup.',
      })
  })
  prepareFolder()
  const lock = takeLock(path)
  try {
    copyDatabase(backup, path, (copy) =>
      copy.exec(`update ${table} set revision = revision + ${REVISION_GAP}, journal_from = revision + ${REVISION_GAP}`),
    )
  } finally {
    lock.release()
  }
}

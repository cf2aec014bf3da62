import { rmSync } from 'node:fs'
import { join } from 'node:path'
import type { LocalTrack } from '#contract/track.ts'
import { TrackError } from '#domain/errors.ts'
import { localTrack } from '#service/local-track.ts'
import { copyAll, type CopyProgress, refuseForeign } from '#store/copy.ts'
import type { Engine } from '#store/engine.ts'
import { migrate } from '#store/migrate.ts'
import { openSqlite } from '#store/sqlite/open.ts'
import { restoreSqlite } from '#store/sqlite/restore.ts'
import { makeTemporaryFolder } from './folders.ts'
import { type Env, isPostgres, readSettings, sqlitePath } from './settings.ts'
import { makeDataFolder, openDatabase, openEngine, createServiceDeps } from './database.ts'

const SHARED = { exclusive: false, create: false }

/**
 * Opens an existing database for the administration of users, even while a server uses it. Throws `not_found` where
 * there is none, `conflict` for the schema of another version.
 */
export async function openLocal(env: Env): Promise<{ track: LocalTrack; close(): Promise<void> }> {
  const engine = await openDatabase(readSettings(env), SHARED)
  return { track: localTrack(createServiceDeps(engine)), close: () => engine.close() }
}

/**
 * Copies a consistent snapshot of the database, even while a server writes. Throws `not_found` where there is none,
 * `conflict` where the file exists.
 */
export async function backup(env: Env, file: string): Promise<void> {
  const engine = await openEngine(readSettings(env), SHARED)
  try {
    await engine.backup(file)
  } finally {
    await engine.close()
  }
}

/**
 * Restores a backup to the configured database; returns its location. Throws `conflict` where there is a database,
 * `not_found` where there is no backup, `unavailable` where it is damaged.
 */
export async function restore(env: Env, file: string): Promise<string> {
  const settings = readSettings(env)
  const { databaseUrl } = settings
  process.umask(0o077)
  if (isPostgres(databaseUrl)) {
    await restorePostgres(file, settings.listenUrl ?? databaseUrl)
    return 'the database of TRACK_DATABASE_URL'
  }
  const path = sqlitePath(databaseUrl)
  restoreSqlite(file, path, () => makeDataFolder(settings))
  return path
}

async function restorePostgres(file: string, url: string): Promise<void> {
  const folder = makeTemporaryFolder()
  try {
    const temporary = join(folder, 'track.db')
    restoreSqlite(file, temporary, () => {})
    const source = openSqlite(temporary, { exclusive: false, create: false })
    try {
      await migrate(source)
      await fillPostgres(source, url)
    } finally {
      await source.close()
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/**
 * Copies this machine's SQLite database to an empty PostgreSQL; the file stays. Throws `conflict` where a server uses
 * the file, the configured database is a PostgreSQL already, or the target is not empty; `invalid` for a target that is
 * no PostgreSQL's address.
 */
export async function moveToPostgres(env: Env, target: string, progress: CopyProgress): Promise<void> {
  const settings = readSettings(env)
  if (isPostgres(settings.databaseUrl))
    throw new TrackError('conflict', 'TRACK_DATABASE_URL names a PostgreSQL already', {
      hint: 'track migrate moves a SQLite database; set TRACK_DATA_DIR to where it is.',
    })
  if (!isPostgres(target))
    throw new TrackError('invalid', '--to is an address such as postgres://user:password@host/database')
  const source = await openDatabase(settings, { exclusive: true, create: false })
  try {
    await fillPostgres(source, target, progress)
  } finally {
    await source.close()
  }
}

async function fillPostgres(source: Engine, url: string, progress?: CopyProgress): Promise<void> {
  const { openPostgres } = await import('#store/postgres/open.ts')
  const target = await openPostgres(url, { create: true })
  try {
    await refuseForeign(target)
    await migrate(target)
    await copyAll(source.read, target, progress)
  } finally {
    await target.close()
  }
}

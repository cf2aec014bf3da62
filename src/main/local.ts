import { dirname } from 'node:path'
import type { Track } from '#contract/operations.ts'
import { TrackError } from '#domain/errors.ts'
import { localTrack } from '#service/service.ts'
import { restoreSqlite } from '#store/sqlite/restore.ts'
import { type Env, isPostgres, readSettings, sqlitePath } from './settings.ts'
import { makeFolder, openDatabase, openEngine, worldOf } from './world.ts'

const BESIDE_A_SERVER = { exclusive: false, create: false }

/** The administration of users straight on an existing database, beside a running server or without one. */
export async function openLocal(env: Env): Promise<{ track: Pick<Track, 'users'>; close(): Promise<void> }> {
  const engine = await openDatabase(readSettings(env), BESIDE_A_SERVER)
  return { track: localTrack(worldOf(engine)), close: () => engine.close() }
}

/** Copies the database, consistent as of one moment, while a server may be writing. */
export async function backup(env: Env, file: string): Promise<void> {
  const engine = await openEngine(readSettings(env), BESIDE_A_SERVER)
  try {
    await engine.backup(file)
  } finally {
    await engine.close()
  }
}

/** Fills the place that the settings name, where no database is, from a backup; gives its path. */
export async function restore(env: Env, file: string): Promise<string> {
  const { databaseUrl } = readSettings(env)
  if (isPostgres(databaseUrl)) throw new TrackError('conflict', 'track restore fills an SQLite file, and TRACK_DATABASE_URL names another database', { hint: 'docs/operations.md tells how PostgreSQL is restored.' })
  process.umask(0o077)
  const path = sqlitePath(databaseUrl)
  restoreSqlite(file, path, () => makeFolder(dirname(path)))
  return path
}

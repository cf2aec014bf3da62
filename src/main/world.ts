import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import type { World } from '#service/context.ts'
import type { Engine } from '#store/engine.ts'
import { migrate, requireCurrentSchema } from '#store/migrate.ts'
import { openSqlite, type SqliteOptions } from '#store/sqlite/open.ts'
import { makeFolder } from './folders.ts'
import { isPostgres, type Settings, sqlitePath } from './settings.ts'
import { localTimezone } from './timezone.ts'

/** The database that the settings name, as it is. */
export async function openEngine(settings: Settings, options: SqliteOptions): Promise<Engine> {
  const { databaseUrl } = settings
  process.umask(0o077) // what is written from here on is its owner's only
  if (isPostgres(databaseUrl)) {
    const { openPostgres } = await import('#store/postgres/open.ts') // its driver takes its time to load, and most never need it
    return openPostgres(databaseUrl, options)
  }
  const path = sqlitePath(databaseUrl)
  if (options.create) makeDataFolder(settings)
  return openSqlite(path, options)
}

/** The same at this program's schema, brought there by a server, which keeps a copy of the file that it changes. */
export async function openDatabase(settings: Settings, options: SqliteOptions): Promise<Engine> {
  const engine = await openEngine(settings, options)
  try {
    if (options.exclusive)
      await migrate(
        engine,
        isPostgres(settings.databaseUrl)
          ? undefined
          : (next) => keepCopy(engine, sqlitePath(settings.databaseUrl), next),
      )
    else await requireCurrentSchema(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** `track.db.before-0002` is how the database stood before migration 2; an attempt that failed leaves its place to the next. */
export async function keepCopy(engine: Engine, path: string, next: number): Promise<void> {
  const copy = `${path}.before-${String(next).padStart(4, '0')}`
  rmSync(`${copy}.new`, { force: true })
  await engine.backup(`${copy}.new`)
  renameSync(`${copy}.new`, copy)
}

/**
 * Makes the folder of the database file. An empty one that is there already is made private, too; one that holds
 * something else may be others' as well, and `track doctor` tells of it.
 */
export function makeDataFolder({ databaseUrl, placedBy }: Settings): void {
  const path = dirname(sqlitePath(databaseUrl))
  makeFolder({
    path,
    purpose: 'the data folder',
    source: placedBy,
    hint: 'Set TRACK_DATA_DIR to a folder that can be written.',
  })
  if (readdirSync(path).length === 0 && statSync(path).uid === process.getuid?.()) chmodSync(path, 0o700)
}

/** The real clock and the real dice. */
export function worldOf(engine: Engine, written: World['written'] = () => {}): World {
  return {
    engine,
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    uuid: () => randomUUID(),
    timezone: () => localTimezone() ?? 'UTC',
    written,
  }
}

import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, readdirSync, renameSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { NO_USAGE } from '#domain/usage.ts'
import type { ServiceDeps } from '#service/context.ts'
import type { Engine } from '#store/engine.ts'
import { type MigrationReport, migrate, requireCurrentSchema } from '#store/migrate.ts'
import { openSqlite, type SqliteOptions } from '#store/sqlite/open.ts'
import { makeFolder } from './folders.ts'
import { isPostgres, type Settings, sqlitePath } from './settings.ts'
import { localTimezone } from './timezone.ts'

/**
 * Opens the configured database without migrating it. Throws `not_found` where there is none and none is to be created,
 * `conflict` if a server holds the file, `unavailable` if it cannot be opened.
 */
export async function openEngine(settings: Settings, options: SqliteOptions): Promise<Engine> {
  const { databaseUrl, listenUrl } = settings
  process.umask(0o077) // new files are private
  if (isPostgres(databaseUrl)) {
    const { openPostgres } = await import('#store/postgres/open.ts') // the driver loads slowly, and few need it
    return openPostgres(databaseUrl, { create: options.create, listenUrl })
  }
  const path = sqlitePath(databaseUrl)
  if (options.create) makeDataFolder(settings)
  return openSqlite(path, options)
}

/**
 * Opens the configured database; a server (`exclusive`) migrates it, and first copies a SQLite file. Throws `conflict`
 * for the schema of another version that may not be migrated.
 */
export async function openDatabase(
  settings: Settings,
  options: SqliteOptions,
  progress?: MigrationReport['progress'],
): Promise<Engine> {
  const engine = await openEngine(settings, options)
  try {
    if (options.exclusive)
      await migrate(engine, {
        progress,
        ...(!isPostgres(settings.databaseUrl) && {
          before: (next) => keepCopy(engine, sqlitePath(settings.databaseUrl), next),
        }),
      })
    else await requireCurrentSchema(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

/** Copies the database before migration `next` to `track.db.before-0002`, over the copy of a failed attempt. */
export async function keepCopy(engine: Engine, path: string, next: number): Promise<void> {
  const copy = `${path}.before-${String(next).padStart(4, '0')}`
  rmSync(`${copy}.new`, { force: true })
  await engine.backup(`${copy}.new`)
  renameSync(`${copy}.new`, copy)
}

/**
 * Creates the folder of the database file. An existing empty one is made private, too; one with content may belong to
 * others, so it is not changed (`track doctor` reports it). Throws `unavailable`.
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

/** The service's dependencies, with the system's clock and randomness. */
export function createServiceDeps(engine: Engine, quota: ServiceDeps['quota'] = NO_USAGE): ServiceDeps {
  return {
    engine,
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    uuid: () => randomUUID(),
    timezone: () => localTimezone() ?? 'UTC',
    quota,
    lastKnown: new Map(),
    onWritten: () => {},
  }
}

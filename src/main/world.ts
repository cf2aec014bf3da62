import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import type { World } from '#service/context.ts'
import type { Engine } from '#store/engine.ts'
import { migrate } from '#store/migrate.ts'
import { openSqlite, type SqliteOptions } from '#store/sqlite/open.ts'
import { isPostgres, type Settings, sqlitePath } from './settings.ts'

/** The database that the settings name, brought to this program's schema. */
export async function openDatabase(settings: Settings, options: SqliteOptions): Promise<Engine> {
  process.umask(0o077) // what is written from here on is its owner's only
  const engine = await open(settings.databaseUrl, options)
  try {
    await migrate(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
}

async function open(databaseUrl: string, options: SqliteOptions): Promise<Engine> {
  if (isPostgres(databaseUrl)) {
    const { openPostgres } = await import('#store/postgres/open.ts') // its driver takes its time to load, and most never need it
    return openPostgres(databaseUrl, options)
  }
  const path = sqlitePath(databaseUrl)
  if (options.create) makeFolder(dirname(path))
  return openSqlite(path, options)
}

function makeFolder(path: string): void {
  try {
    makeFolders(path)
  } catch (error) {
    throw new TrackError('unavailable', `the data folder ${path} can't be made: ${(error as NodeJS.ErrnoException).code}`, { hint: 'Set TRACK_DATA_DIR to a folder that can be written.' })
  }
}

/** Not mkdir's own `recursive`, which never ends where a parent exists and still can't hold a folder (/proc). */
function makeFolders(path: string): void {
  if (existsSync(path)) return
  const parent = dirname(path)
  if (parent !== path) makeFolders(parent)
  mkdirSync(path, { mode: 0o700 })
}

/** The real clock and the real dice. */
export function worldOf(engine: Engine, written: World['written'] = () => {}): World {
  return {
    engine,
    now: () => new Date(),
    random: (bytes) => randomBytes(bytes),
    uuid: () => randomUUID(),
    timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
    written,
  }
}

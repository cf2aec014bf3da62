import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import type { World } from '#service/context.ts'
import type { Engine } from '#store/engine.ts'
import { migrate } from '#store/migrate.ts'
import { openSqlite, type SqliteOptions } from '#store/sqlite/open.ts'
import { type Settings, sqlitePath } from './settings.ts'

/** The database that the settings name, brought to this program's schema. */
export async function openDatabase(settings: Settings, options: SqliteOptions): Promise<Engine> {
  process.umask(0o077) // what is written from here on is its owner's only
  const path = sqlitePath(settings.databaseUrl)
  if (options.create) makeFolder(dirname(path))
  const engine = openSqlite(path, options)
  try {
    await migrate(engine)
    return engine
  } catch (error) {
    await engine.close()
    throw error
  }
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

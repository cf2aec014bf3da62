import { randomBytes, randomUUID } from 'node:crypto'
import { chmodSync, mkdirSync } from 'node:fs'
import { dirname } from 'node:path'
import { TrackError } from '#domain/errors.ts'
import type { World } from '#service/context.ts'
import type { Engine } from '#store/engine.ts'
import { migrate } from '#store/migrate.ts'
import { openSqlite, type SqliteOptions } from '#store/sqlite/open.ts'
import { type Settings, sqlitePath } from './settings.ts'

/** The database that the settings name, brought to this program's schema. */
export async function openDatabase(settings: Settings, options: SqliteOptions): Promise<Engine> {
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
    if (mkdirSync(path, { recursive: true, mode: 0o700 })) chmodSync(path, 0o700)
  } catch (error) {
    throw new TrackError('unavailable', `the data folder ${path} can't be made: ${(error as NodeJS.ErrnoException).code}`, { hint: 'Set TRACK_DATA_DIR to a folder that can be written.' })
  }
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

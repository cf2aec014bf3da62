import { TrackError } from '#domain/errors.ts'
import type { Engine } from './engine.ts'
import * as firstTables from './migrations/0001-first-tables.ts'
import * as sizeOfWrites from './migrations/0002-size-of-writes.ts'
import type { Db } from './schema.ts'

/** Each entry leads from the version before it (its index) to the next. Only ever append. */
const migrations: ((db: Db, engine: Engine) => Promise<void>)[] = [firstTables.up, sizeOfWrites.up]

export const SCHEMA_VERSION = migrations.length

async function versionOf(db: Db): Promise<number> {
  await db.schema.createTable('schema_version').ifNotExists().addColumn('version', 'integer', (c) => c.notNull()).execute()
  const row = await db.selectFrom('schema_version').select('version').executeTakeFirst()
  if (row) return row.version
  await db.insertInto('schema_version').values({ version: 0 }).execute()
  return 0
}

/** Brings a database to this program's schema. One that is newer is refused untouched. */
export async function migrate(engine: Engine): Promise<void> {
  await engine.write('schema', async (db) => {
    const version = await versionOf(db)
    if (version > SCHEMA_VERSION) {
      throw new TrackError('conflict', `the database is newer than this program (schema ${version}, this program knows ${SCHEMA_VERSION})`, {
        hint: 'Start the version of Track that wrote it, or a newer one.',
      })
    }
    for (const up of migrations.slice(version)) await up(db, engine)
    if (version < SCHEMA_VERSION) await db.updateTable('schema_version').set({ version: SCHEMA_VERSION }).execute()
  })
}

import type { Kysely } from 'kysely'
import { TrackError } from '#domain/errors.ts'
import type { Engine } from './engine.ts'
import { rebuildFullText } from './items.ts'
import * as firstTables from './migrations/0001-first-tables.ts'
import * as sizeOfWrites from './migrations/0002-size-of-writes.ts'
import * as importedIds from './migrations/0003-imported-ids.ts'
import * as quickReads from './migrations/0004-quick-reads.ts'
import * as wordsOfUsers from './migrations/0005-words-of-users.ts'
import * as clientOfWrites from './migrations/0006-client-of-writes.ts'
import * as usageOfUsers from './migrations/0007-usage-of-users.ts'
import type { Db } from './schema.ts'
import { recountUsage } from './usage.ts'

export interface Migration {
  up(db: Kysely<unknown>, dialect: Engine['dialect']): Promise<void>
  /** The full-text index must be filled again: its words are made by this program, not by a migration. */
  rebuildsFullText?: boolean
  /** What each user has must be counted again, by this program's rules. */
  recountsUsage?: boolean
}

/** Each entry migrates from the version that is its index to the next one. Append only. */
export const migrations: readonly Migration[] = [
  firstTables,
  sizeOfWrites,
  importedIds,
  quickReads,
  wordsOfUsers,
  clientOfWrites,
  usageOfUsers,
]

export const SCHEMA_VERSION = migrations.length

async function versionOf(db: Db): Promise<number> {
  await db.schema
    .createTable('schema_version')
    .ifNotExists()
    .addColumn('version', 'integer', (c) => c.notNull())
    .execute()
  const row = await db.selectFrom('schema_version').select('version').executeTakeFirst()
  if (row) return row.version
  await db.insertInto('schema_version').values({ version: 0 }).execute()
  return 0
}

/** Throws `conflict` for the schema of a newer program. */
export function refuseNewerSchema(version: number): void {
  if (version <= SCHEMA_VERSION) return
  throw new TrackError(
    'conflict',
    `the database is newer than this program (schema ${version}, this program knows ${SCHEMA_VERSION})`,
    {
      hint: 'Start the version of Track that wrote it, or a newer one.',
    },
  )
}

/**
 * Migrates a database to this program's schema. `before` is awaited before a database with data is changed.
 * Throws `conflict`, without a change, if the database is newer.
 */
export async function migrate(
  engine: Engine,
  before: (next: number) => Promise<void> = async () => {},
  steps = migrations,
): Promise<void> {
  await engine.write('schema', async (db) => {
    const version = await versionOf(db)
    refuseNewerSchema(version)
    if (version > 0 && version < steps.length) await before(version + 1)
    const pending = steps.slice(version)
    for (const { up } of pending) await up(db as Kysely<unknown>, engine.dialect)
    if (pending.some(({ rebuildsFullText }) => rebuildsFullText)) await rebuildFullText(engine, db)
    if (pending.some(({ recountsUsage }) => recountsUsage)) await recountUsage(db)
    if (pending.length) await db.updateTable('schema_version').set({ version: steps.length }).execute()
  })
}

/** For programs that open a server's database: only the server may migrate it. Throws `conflict` or `unavailable`. */
export async function requireCurrentSchema(engine: Engine): Promise<void> {
  const tables = await engine.read.introspection.getTables()
  if (!tables.some(({ name }) => name === 'schema_version'))
    throw new TrackError('unavailable', 'the file is not a Track database')
  const { version } = await engine.read.selectFrom('schema_version').select('version').executeTakeFirstOrThrow()
  refuseNewerSchema(version)
  if (version === SCHEMA_VERSION) return
  throw new TrackError(
    'conflict',
    `the database is older than this program (schema ${version}, this program needs ${SCHEMA_VERSION})`,
    {
      hint: 'Start the server of this version once; it brings the database up to date.',
    },
  )
}

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
import * as spaces from './migrations/0008-spaces.ts'
import * as timesOfDay from './migrations/0009-times-of-day.ts'
import * as wordsInAllScripts from './migrations/0010-words-in-all-scripts.ts'
import * as sharedSpaces from './migrations/0011-shared-spaces.ts'
import * as currencies from './migrations/0012-currencies.ts'
import * as unfinishedWrites from './migrations/0013-unfinished-writes.ts'
import * as timeZoneChanges from './migrations/0014-time-zone-changes.ts'
import * as assigned from './migrations/0015-assigned.ts'
import * as turns from './migrations/0016-turns.ts'
import * as defaults from './migrations/0017-defaults.ts'
import * as moves from './migrations/0018-moves.ts'
import * as journalCodes from './migrations/0019-journal-codes.ts'
import type { Db } from './schema.ts'
import { recountUsage } from './usage.ts'

export interface Migration {
  up(db: Kysely<unknown>, dialect: Engine['dialect']): Promise<void>
  /**
   * Prepares `up` in steps, each a transaction; returns how many are left. What migrations before it ask for is done
   * before it if it `keepsItems`, else at the end if it asks for the same.
   */
  convert?(db: Kysely<unknown>, dialect: Engine['dialect']): Promise<number>
  /** The full-text index must be filled again: its words are made by this program, not by a migration. */
  rebuildsFullText?: boolean
  /** What each space has must be counted again, by this program's rules. */
  recountsUsage?: boolean
  /** Changes nothing of spaces, items, projects and features: the program's rules hold for them before it, too. */
  keepsItems?: boolean
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
  spaces,
  timesOfDay,
  wordsInAllScripts,
  sharedSpaces,
  currencies,
  unfinishedWrites,
  timeZoneChanges,
  assigned,
  turns,
  defaults,
  moves,
  journalCodes,
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

export interface MigrationReport {
  /** Awaited before a database with data is changed. */
  before(next: number): Promise<void>
  /** About how many writes are still to be converted. */
  progress(left: number): void
}

/**
 * Migrates a database to this program's schema, all at once but for long conversions, which go on where they were
 * interrupted. Throws `conflict`, without a change, if the database is newer.
 */
export async function migrate(
  engine: Engine,
  { before, progress }: Partial<MigrationReport> = {},
  steps = migrations,
): Promise<void> {
  const version = await engine.write('schema', versionOf)
  refuseNewerSchema(version)
  if (version > 0 && version < steps.length) await before?.(version + 1)
  for (const [first, { convert }] of steps.entries()) {
    if (first < version || !convert) continue
    await apply(engine, steps.slice(0, first))
    for (let left = 1; left > 0; progress?.(left))
      left = await engine.write('schema', async (db) => {
        if ((await versionOf(db)) > first) return 0 // another node was quicker
        return convert(db as Kysely<unknown>, engine.dialect)
      })
  }
  await apply(engine, steps)
}

/** Applies what is missing of these migrations. */
async function apply(engine: Engine, steps: readonly Migration[]): Promise<void> {
  await engine.write('schema', async (db) => {
    const pending = steps.slice(await versionOf(db))
    for (const { up } of pending) await up(db as Kysely<unknown>, engine.dialect)
    const hasItemsAsNow = migrations.slice(steps.length).every(({ keepsItems }) => keepsItems)
    if (hasItemsAsNow && pending.some(({ rebuildsFullText }) => rebuildsFullText)) await rebuildFullText(engine, db)
    if (hasItemsAsNow && pending.some(({ recountsUsage }) => recountsUsage)) await recountUsage(db)
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

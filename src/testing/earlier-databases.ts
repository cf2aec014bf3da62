import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { migrate, migrations, SCHEMA_VERSION } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import type { Db } from '#store/schema.ts'
import { open } from '#store/sqlite/connection.ts'
import { type Database, emptyPostgres, sqliteDatabase } from './databases.ts'

/** The schemas before this program's, from 1. Of each there is a database that a program of that time has left. */
export const EARLIER_SCHEMAS = Array.from({ length: SCHEMA_VERSION - 1 }, (_, i) => i + 1)

/** The SQLite file of an earlier schema. */
export function earlierFile(schema: number): Buffer {
  return gunzipSync(readFileSync(resolve('tests/program/schemas', `${String(schema).padStart(4, '0')}.db.gz`)))
}

/** Tables that others refer to, each after those that it refers to itself. */
const REFERRED = ['users', 'spaces', 'projects', 'features']

export const upgradedSqlite = (schema: number): Promise<Database> => sqliteDatabase(earlierFile(schema))

/** The rows of an earlier file, written to a PostgreSQL of that schema, which is upgraded then. */
export async function upgradedPostgres(schema: number): Promise<Database> {
  const { url, drop } = await emptyPostgres()
  const earlier = await openPostgres(url, { create: true })
  await migrate(earlier, undefined, migrations.slice(0, schema))
  await earlier.write('schema', (db) => copyRows(schema, db))
  await earlier.close()
  const engine = await openPostgres(url, { create: false }) // connections that know no query of the earlier tables
  await migrate(engine)
  return {
    nodes: [engine],
    remove: async () => {
      await engine.close()
      await drop()
    },
  }
}

async function copyRows(schema: number, target: Db): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'track-earlier-'))
  const path = join(folder, 'track.db')
  writeFileSync(path, earlierFile(schema))
  const source = open(path)
  try {
    const names = (await target.introspection.getTables()).map(({ name }) => name)
    const first = REFERRED.filter((name) => names.includes(name))
    for (const table of [...first, ...names.filter((name) => !first.includes(name))]) {
      if (table === 'items_text' || table === 'schema_version') continue
      for (const { seq: _, ...row } of source.prepare(`select * from ${table}`).all() as Record<string, unknown>[]) {
        const [columns, values] = [Object.keys(row).map((name) => sql.ref(name)), Object.values(row)]
        await sql`insert into ${sql.table(table)} (${sql.join(columns)}) values (${sql.join(values)})`.execute(target)
      }
    }
    const projectWord = schema < 4 ? sql`null` : sql`':p:' || project`
    const [key, owner] = schema < 8 ? [sql`seq`, sql`user_id`] : [sql`space_id, seq`, sql`space_id`]
    await sql`
      insert into items_text select ${key}, array_to_tsvector(
        array_remove(array[':' || ${owner}, ${projectWord}], null)
          || tsvector_to_array(to_tsvector('simple', concat_ws(' ', title, notes)))
      ) from items
    `.execute(target)
  } finally {
    source.close()
    rmSync(folder, { recursive: true })
  }
}

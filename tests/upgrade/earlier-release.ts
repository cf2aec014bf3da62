import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { sql } from 'kysely'
import { migrate, migrations } from '#store/migrate.ts'
import type { Db } from '#store/schema.ts'
import { openSqlite } from '#store/sqlite/open.ts'

/** A request, and what the earlier release answered. */
export interface Exchange {
  /** The test that it was recorded in. */
  file: string
  /** What the clock said. */
  at: string
  method: string
  path: string
  key?: string
  headers?: Record<string, string>
  body?: unknown
  status: number
  /** Of the answer; of an ETag only that there was one. */
  answered: Record<string, string>
  answer: unknown
}

/**
 * What an earlier release left in its database, and how it went on from there. The requests are those that its contract
 * suite sent over HTTP: the first half of each user's made the rows, the second half is here, with its answers.
 */
export interface Recording {
  version: string
  schema: number
  tables: Record<string, { columns: string[]; rows: unknown[][] }>
  requests: Exchange[]
}

export const recordingOf = (version: string): Recording =>
  JSON.parse(gunzipSync(readFileSync(resolve(`tests/upgrade/answers-${version}.json.gz`))).toString()) as Recording

/** The SQLite file as that release left it, but for the words of its full-text index, which an upgrade makes anew. */
export async function fileOf({ schema, tables }: Recording): Promise<Buffer> {
  const folder = mkdtempSync(join(tmpdir(), 'track-earlier-'))
  const path = join(folder, 'track.db')
  const engine = openSqlite(path, { exclusive: true, create: true })
  await migrate(engine, undefined, migrations.slice(0, schema))
  await engine.write('schema', async (db) => {
    for (const [table, { columns, rows }] of Object.entries(tables))
      for (let from = 0; from < rows.length; from += BATCH_SIZE)
        await insertRows(db, table, columns, rows.slice(from, from + BATCH_SIZE))
  })
  await engine.close()
  const content = readFileSync(path)
  rmSync(folder, { recursive: true })
  return content
}

const BATCH_SIZE = 100

async function insertRows(db: Db, table: string, columns: readonly string[], rows: readonly unknown[][]) {
  const values = rows.map((row) => sql`(${sql.join(row.map((value) => valueOf(value)))})`)
  const names = sql.join(columns.map((name) => sql.ref(name)))
  await sql`insert into ${sql.table(table)} (${names}) values ${sql.join(values)}`.execute(db)
}

/** A key stands for its hash: that of the recording's keys would not be compressed. */
const valueOf = (value: unknown): unknown =>
  typeof value === 'string' && value.startsWith('=tr')
    ? createHash('sha256').update(value.slice(1)).digest('hex')
    : value

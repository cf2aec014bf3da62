import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '#store/engine.ts'
import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import { openSqlite } from '#store/sqlite/open.ts'
import { executeSql, withDatabase } from './postgres.ts'

/** A database for one test, opened by one or more nodes. */
export interface Database {
  nodes: [Engine, ...Engine[]]
  remove(): Promise<void>
}

/** An in-memory file system, if there is one, saves tests from waiting for the disk. */
const MEMORY_FOLDER = '/dev/shm'
/** An empty, migrated database, which PostgreSQL copies for each test. */
export const TEMPLATE_DATABASE = 'track_template'

/** A database in a file of its own, new or with the given content, at this program's schema. */
export async function sqliteDatabase(content?: Uint8Array): Promise<Database> {
  const folder = mkdtempSync(join(existsSync(MEMORY_FOLDER) ? MEMORY_FOLDER : tmpdir(), 'track-'))
  const path = join(folder, 'track.db')
  if (content) writeFileSync(path, content)
  const engine = openSqlite(path, { exclusive: true, create: true })
  await migrate(engine)
  return {
    nodes: [engine],
    remove: async () => {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** A database on the tests' PostgreSQL, at this program's schema. `prepare` changes it before it is opened. */
export async function postgresDatabase(nodes = 1, prepare?: (url: string) => Promise<void>): Promise<Database> {
  const { url, drop } = await emptyPostgres(TEMPLATE_DATABASE)
  await prepare?.(url)
  const pooled = process.env.TRACK_TEST_POOLED_URL
  const [address, listenUrl] = pooled ? [withDatabase(pooled, new URL(url).pathname.slice(1)), url] : [url, null]
  const open = () => openPostgres(address, { create: false, listenUrl })
  const engines = await Promise.all(Array.from({ length: nodes }, open))
  return {
    nodes: engines as [Engine, ...Engine[]],
    remove: async () => {
      for (const engine of engines) await engine.close()
      await drop()
    },
  }
}

/** A new database on the tests' PostgreSQL, copied from a template. */
export async function emptyPostgres(template = 'template0'): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TRACK_TEST_DATABASE_URL
  if (!server) throw new Error('no PostgreSQL for tests: tests/postgres.ts starts one')
  const name = `track_${randomUUID().replaceAll('-', '')}`
  await executeSql(server, `create database ${name} template ${template}`)
  return { url: withDatabase(server, name), drop: () => executeSql(server, `drop database ${name} with (force)`) }
}

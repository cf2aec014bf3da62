import { randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Engine } from '#store/engine.ts'
import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import { openSqlite } from '#store/sqlite/open.ts'
import { ask, databaseAt } from './postgres.ts'

/** A database of a test's own, as one or more nodes see it. */
export interface Database {
  nodes: [Engine, ...Engine[]]
  remove(): Promise<void>
}

/** Where there is a file system in memory, a test need not wait for the disk. */
const MEMORY = '/dev/shm'
/** An empty database of this program's schema, from which the others are copied. */
export const TEMPLATE = 'track_template'

export async function sqliteDatabase(): Promise<Database> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'track-'))
  const engine = openSqlite(join(folder, 'track.db'), { exclusive: true, create: true })
  await migrate(engine)
  return {
    nodes: [engine],
    remove: async () => {
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

export async function postgresDatabase(nodes = 1): Promise<Database> {
  const { url, drop } = await emptyPostgres(TEMPLATE)
  const engines = await Promise.all(Array.from({ length: nodes }, () => openPostgres(url, { create: false })))
  return {
    nodes: engines as [Engine, ...Engine[]],
    remove: async () => {
      for (const engine of engines) await engine.close()
      await drop()
    },
  }
}

/** A new database on the tests' PostgreSQL, a copy of another one. */
export async function emptyPostgres(template = 'template0'): Promise<{ url: string; drop(): Promise<void> }> {
  const server = process.env.TRACK_TEST_DATABASE_URL
  if (!server) throw new Error('no PostgreSQL for tests: tests/postgres.ts starts one')
  const name = `track_${randomUUID().replaceAll('-', '')}`
  await ask(server, `create database ${name} template ${template}`)
  return { url: databaseAt(server, name), drop: () => ask(server, `drop database ${name} with (force)`) }
}

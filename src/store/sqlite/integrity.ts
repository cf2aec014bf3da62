import { TrackError } from '#domain/errors.ts'
import type { SqliteConnection } from './connection.ts'

const MAX_REPORTED = 10

/** The schema version of a database file. Throws `unavailable` if it is not a Track database. */
export function schemaVersionIn(connection: SqliteConnection): number {
  const tables = connection
    .prepare("select name from sqlite_master where name in ('schema_version', 'users', 'journal')")
    .all()
  if (tables.length < 3) throw new TrackError('unavailable', 'the file is not a Track database')
  const [row] = connection.prepare('select version from schema_version').all() as { version: number }[]
  return row?.version ?? 0
}

/** The problems that SQLite's integrity and foreign key checks find; empty if the file is intact. */
export function findDamage(connection: SqliteConnection): string[] {
  const found = connection.prepare(`pragma integrity_check(${MAX_REPORTED})`).all() as { integrity_check: string }[]
  const orphans = connection.prepare('pragma foreign_key_check').all() as { table: string; parent: string }[]
  return [
    ...found.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...new Set(orphans.map(({ table, parent }) => `${table} holds rows whose ${parent} are gone`)),
  ]
}

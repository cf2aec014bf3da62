import { TrackError } from '#domain/errors.ts'
import type { Connection } from './port.ts'

const MOST_TOLD = 10

/** The schema version that a file holds; refuses one that is not a Track database. */
export function schemaIn(connection: Connection): number {
  const tables = connection
    .prepare("select name from sqlite_master where name in ('schema_version', 'users', 'journal')")
    .all()
  if (tables.length < 3) throw new TrackError('unavailable', 'the file is not a Track database')
  const [row] = connection.prepare('select version from schema_version').all() as { version: number }[]
  return row?.version ?? 0
}

/** What SQLite finds wrong with a file; nothing when it is sound. */
export function damageIn(connection: Connection): string[] {
  const found = connection.prepare(`pragma integrity_check(${MOST_TOLD})`).all() as { integrity_check: string }[]
  const astray = connection.prepare('pragma foreign_key_check').all() as { table: string; parent: string }[]
  return [
    ...found.map((row) => row.integrity_check).filter((text) => text !== 'ok'),
    ...new Set(astray.map(({ table, parent }) => `${table} holds rows whose ${parent} are gone`)),
  ]
}

import { join } from 'node:path'
import { Client } from 'pg'
import { connect } from '#store/sqlite/connection.ts'
import { emptyPostgres } from '#testing/databases.ts'
import { newHome } from '../program/run.ts'

/** The database of a server under test, with its home directory. */
export interface Target {
  name: string
  home: string
  env: Record<string, string>
  /** The database's own integrity check, to be called while the server runs. */
  findDamage(): Promise<string[]>
  remove(): Promise<void>
}

async function sqlite(): Promise<Target> {
  const home = newHome()
  return {
    name: 'SQLite',
    home: home.path,
    env: {},
    findDamage: async () => {
      const db = connect(join(home.path, 'data', 'track.db'))
      const found = [
        ...db.prepare('pragma integrity_check').all(),
        ...db.prepare('pragma foreign_key_check').all(),
      ].map((row) => JSON.stringify(row))
      db.close()
      return found.filter((row) => row !== '{"integrity_check":"ok"}')
    },
    remove: async () => home.remove(),
  }
}

/** Checks every index against its table by amcheck, which comes with PostgreSQL. */
const INDEXES = `select bt_index_check(i.indexrelid, true) from pg_index i
  join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
  where a.amname = 'btree' and c.relnamespace = 'public'::regnamespace`

/** A new database on the PostgreSQL that TRACK_TEST_DATABASE_URL names. */
async function postgres(): Promise<Target> {
  const home = newHome()
  const { url, drop } = await emptyPostgres()
  return {
    name: 'PostgreSQL',
    home: home.path,
    env: { TRACK_DATABASE_URL: url },
    findDamage: async () => {
      const client = new Client({ connectionString: url })
      await client.connect()
      try {
        await client.query('create extension if not exists amcheck')
        await client.query(INDEXES)
        return []
      } catch (error) {
        return [String(error)]
      } finally {
        await client.end()
      }
    },
    remove: async () => {
      await drop()
      home.remove()
    },
  }
}

export const TARGETS = { SQLite: sqlite, PostgreSQL: postgres }
export type TargetName = keyof typeof TARGETS

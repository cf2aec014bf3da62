import { join } from 'node:path'
import { Client } from 'pg'
import { connect } from '#store/sqlite/connection.ts'
import { emptyPostgres } from '#testing/databases.ts'
import { newHome } from '../program/run.ts'

/** What a server stands on while it is hurt. */
export interface Ground {
  name: string
  home: string
  env: Record<string, string>
  /** What the database finds wrong with itself; called while the server runs. */
  damage(): Promise<string[]>
  remove(): Promise<void>
}

async function sqlite(): Promise<Ground> {
  const home = newHome()
  return {
    name: 'SQLite',
    home: home.path,
    env: {},
    damage: async () => {
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

/** Every index of Track's, held against its table: amcheck comes with PostgreSQL. */
const INDEXES = `select bt_index_check(i.indexrelid, true) from pg_index i
  join pg_class c on c.oid = i.indexrelid join pg_am a on a.oid = c.relam
  where a.amname = 'btree' and c.relnamespace = 'public'::regnamespace`

/** A new database on the PostgreSQL that TRACK_TEST_DATABASE_URL names. */
async function postgres(): Promise<Ground> {
  const home = newHome()
  const { url, drop } = await emptyPostgres()
  return {
    name: 'PostgreSQL',
    home: home.path,
    env: { TRACK_DATABASE_URL: url },
    damage: async () => {
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

export const GROUNDS = { SQLite: sqlite, PostgreSQL: postgres }
export type GroundName = keyof typeof GROUNDS

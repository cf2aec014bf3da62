import { chmodSync, existsSync, statSync } from 'node:fs'
import { sql } from 'kysely'
import { TrackError } from '#domain/errors.ts'
import type { Engine } from '../engine.ts'
import { type Begun, GroupCommit } from '../group-commit.ts'
import { copyDatabase } from './copy.ts'
import { sqliteOn } from './dialect.ts'
import { fullText } from './full-text.ts'
import { itemJson } from './json.ts'
import { takeLock } from './lock.ts'
import { BUSY_MS, type Connection, connect, guarded, isBusy, told } from './port.ts'
import { Snapshot } from './snapshot.ts'

const RETRY_MS = 10
/** A visit beside a server waits for its longest write, a large import. */
const VISITOR_BUSY_MS = 30_000
const WATCH_MS = 500

export interface SqliteOptions {
  /** Refuse when another server holds the file. Short visits (`--local`, backup) go in beside it. */
  exclusive: boolean
  /** Make the file when there is none. */
  create: boolean
}

/** The SQLite engine on one file: one connection that writes, another that reads what is committed. */
export function openSqlite(path: string, options: SqliteOptions): Engine {
  if (!options.create && !existsSync(path)) {
    throw new TrackError('not_found', `there is no database at ${path}`, {
      hint: 'Start the server once, or set TRACK_DATA_DIR to where it keeps its data.',
    })
  }
  const lock = options.exclusive ? takeLock(path) : null
  const writer = connect(path)
  writer.exec('pragma busy_timeout = 0') // see begin
  if (options.exclusive)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600)
  const reader = connect(path)
  reader.exec('pragma query_only = on')
  const snapshot = new Snapshot(reader)
  const inPlace = options.exclusive ? placeOf(path) : () => {}
  const read = sqliteOn(reader, snapshot.begin)
  const commits = new GroupCommit(
    transactions(writer, snapshot.end, inPlace, options.exclusive ? BUSY_MS : VISITOR_BUSY_MS),
  )
  let watching: NodeJS.Timeout | undefined

  return {
    read,
    moment: () => guarded(() => snapshot.moment()),
    async ready() {
      inPlace()
      await read.selectFrom('schema_version').select('version').execute()
    },
    write: (_lock, job) => commits.run(job), // a transaction that writes is alone already
    lock: async () => {},
    types: { key: 'text', bigint: 'integer', serial: { type: 'integer', primary: true } },
    tableEnd: (clustered) => (clustered ? sql`strict, without rowid` : sql`strict`),
    text: fullText,
    itemJson,
    announce: () => {}, // the file's own version tells
    elsewhere(listener) {
      const version = writer.prepare('pragma data_version')
      let seen = JSON.stringify(version.all())
      watching = setInterval(() => {
        try {
          const last = seen
          seen = JSON.stringify(version.all())
          if (seen !== last) listener(null)
        } catch {} // a damaged file tells nothing; whoever asks for something hears it
      }, WATCH_MS)
    },
    backup: async (file) => copyDatabase(path, file),
    async close() {
      clearInterval(watching)
      snapshot.end()
      reader.close()
      try {
        writer.exec('pragma optimize; pragma wal_checkpoint(truncate)')
      } catch {} // it may be locked or damaged; that is no reason to end badly
      writer.close()
      lock?.close()
    },
  }
}

/** Refuses once the path leads to a different file than it does now, or to none: what is written to this one would be lost with it. */
function placeOf(path: string): () => void {
  const its = () => {
    try {
      return statSync(path)
    } catch {
      return undefined // gone, or out of reach
    }
  }
  const first = its()
  return () => {
    const now = its()
    if (now?.ino !== first?.ino || now?.dev !== first?.dev)
      throw new TrackError('unavailable', 'the database file was moved, removed or replaced under the server', {
        retryAfter: 60,
        hint: 'Nothing was changed. Put it back, or restart the server.',
      })
  }
}

function transactions(
  writer: Connection,
  committed: () => void,
  inPlace: () => void,
  patience: number,
): () => Promise<Begun> {
  const db = sqliteOn(writer, () => {
    if (!writer.isTransaction)
      throw new TrackError('unavailable', 'the database has ended the write', { retryAfter: 1 }) // alone, each statement would be kept at once
  })
  const exec = async (sql: string) => writer.exec(sql)
  const begun: Begun = {
    db,
    get open() {
      return writer.isTransaction
    },
    savepoint: () => exec('savepoint job'),
    release: () => exec('release job'),
    rollbackToSavepoint: () => exec('rollback to job; release job'),
    commit: async () => {
      writer.exec('commit')
      committed()
    },
    rollback: async () => {
      if (writer.isTransaction) writer.exec('rollback')
    },
    told,
  }
  return async () => {
    inPlace()
    await begin(writer, patience)
    return begun
  }
}

/** Waits for a lock without standing still: SQLite's own waiting would stop every reader, too. */
async function begin(writer: Connection, patience: number): Promise<void> {
  for (const until = Date.now() + patience; ;) {
    try {
      return writer.exec('begin immediate')
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw told(error)
      await new Promise((soon) => setTimeout(soon, RETRY_MS))
    }
  }
}

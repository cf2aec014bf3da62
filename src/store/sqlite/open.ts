import { chmodSync, existsSync, statSync } from 'node:fs'
import { TrackError } from '#domain/errors.ts'
import type { Engine } from '../engine.ts'
import { type BeginTransaction, GroupCommit, type Transaction } from '../group-commit.ts'
import { copyDatabase } from './copy.ts'
import { kyselyOnConnection } from './dialect.ts'
import { isBusy, toTrackError, withTrackErrors } from './errors.ts'
import { fullText } from './full-text.ts'
import { itemJson } from './json.ts'
import { fileIdentity, isSameFile } from './file-identity.ts'
import { LargeCommits } from './large-commits.ts'
import { takeLock } from './lock.ts'
import { BUSY_MS, type SqliteConnection, connect } from './connection.ts'
import { type ReadSnapshot, SnapshotLimit } from '../snapshots.ts'
import { TurnReadTransaction } from './turn-read-transaction.ts'
import { UnfinishedWrites } from './unfinished-writes.ts'
import { commitWatcher } from './wal-index.ts'

const RETRY_MS = 10
/** A program that shares the file with a server waits for the server's longest write, a large import. */
const SHARED_BUSY_MS = 30_000
const POLL_MS = 500
const MAX_SNAPSHOTS = 4
/** By statistics of a few users, queries would scan tables that may have thousands later. */
const FORGET_STATISTICS =
  "delete from sqlite_stat1 where tbl in ('users', 'keys', 'spaces', 'shared_spaces', 'memberships')"

export interface SqliteOptions {
  /** Throw `conflict` if a server holds the file. Short-lived programs (`--local`, backup) may share it. */
  exclusive: boolean
  /** Create the file if there is none. */
  create: boolean
}

/**
 * The SQLite engine on one file: one connection writes, another one reads what is committed. Throws `not_found` where
 * there is no file and none is to be created, `conflict` if a server holds it, `unavailable` if it cannot be opened.
 */
export function openSqlite(path: string, options: SqliteOptions): Engine {
  if (!options.create && !existsSync(path)) {
    throw new TrackError('not_found', `there is no database at ${path}`, {
      hint: 'Start the server once, or set TRACK_DATA_DIR to where it keeps its data.',
    })
  }
  refuseHardLink(path, options)
  const lock = options.exclusive ? takeLock(path) : null
  const writer = connect(path)
  writer.exec('pragma busy_timeout = 0') // see begin
  if (options.exclusive)
    for (const file of [path, `${path}-wal`, `${path}-shm`]) if (existsSync(file)) chmodSync(file, 0o600)
  const reader = connect(path)
  reader.exec('pragma query_only = on')
  const watchCommits = commitWatcher(path)
  const turnRead = new TurnReadTransaction(reader, watchCommits())
  const isFileInPlace = fileInPlaceCheck(path)
  const assertWritable = () => {
    if (!lock) return
    if (!isFileInPlace()) throw fileReplaced()
    lock.assertHeld()
  }
  const read = kyselyOnConnection(reader, turnRead.begin)
  const unfinished = new UnfinishedWrites(writer, reader, turnRead.end)
  withTrackErrors(() => unfinished.load(options.exclusive))
  const largeCommits = new LargeCommits(writer, path)
  const timeoutMs = options.exclusive ? BUSY_MS : SHARED_BUSY_MS
  const commits = new GroupCommit(transactions(writer, { unfinished, assertWritable, largeCommits, timeoutMs }))
  const snapshots = new SnapshotLimit(MAX_SNAPSHOTS)
  const othersCommitToken = tokenOfOthers(writer, watchCommits())
  let pollTimer: NodeJS.Timeout | undefined

  return {
    dialect: 'sqlite',
    read,
    commitToken: () => withTrackErrors(() => turnRead.commitToken()),
    othersCommitToken: () => withTrackErrors(othersCommitToken),
    async ready() {
      assertWritable()
      await read.selectFrom('schema_version').select('version').execute()
    },
    write: (lock, job, options = {}) => unfinished.write(commits, lock, job, options),
    lock: function* () {},
    hasUnfinishedWrite: (spaceId) => unfinished.has(spaceId),
    fullText: fullText,
    itemJson,
    publishChange: () => {}, // other processes poll data_version
    onRemoteChange(listener) {
      const version = writer.prepare('pragma data_version')
      let seen = JSON.stringify(version.all())
      pollTimer = setInterval(() => {
        try {
          const last = seen
          seen = JSON.stringify(version.all())
          if (seen !== last) listener(null)
          assertWritable() // a lock file that was removed is made anew before another server takes it
        } catch {} // the next query or write reports it
      }, POLL_MS)
    },
    followOwner: () => {}, // the poll covers every owner
    unfollowOwner: () => {},
    snapshot: (owner) =>
      snapshots.open(owner, async () => openSnapshot(path, (connection) => unfinished.hideOn(connection))),
    backup: async (file) => copyDatabase(path, file),
    async close() {
      clearInterval(pollTimer)
      turnRead.end()
      reader.close()
      await largeCommits.settled()
      try {
        assertWritable()
        writer.exec(`pragma optimize; ${FORGET_STATISTICS}; pragma wal_checkpoint(truncate)`)
      } catch {} // moved, locked or damaged, which must not keep the process from ending
      writer.close()
      lock?.release()
    },
  }
}

/**
 * SQLite names the -wal file after the database: under two names one file would have two, and be damaged. Where this
 * name has one, it is the name that is in use, and a short-lived program may share it. Throws `conflict`.
 */
function refuseHardLink(path: string, { exclusive }: SqliteOptions): void {
  const names = statSync(path, { throwIfNoEntry: false })?.nlink ?? 1
  if (names < 2 || (!exclusive && existsSync(`${path}-wal`))) return
  throw new TrackError('conflict', `${path} has another name (a hard link), by which a server may be using it`, {
    hint: `Remove the other name: find / -xdev -samefile ${path} shows it. track backup makes a real copy.`,
  })
}

/** Returns whether the path still leads to the file that it leads to now: else writes would be lost. */
function fileInPlaceCheck(path: string): () => boolean {
  const first = fileIdentity(path)
  return () => isSameFile(fileIdentity(path), first)
}

function fileReplaced(): TrackError {
  return new TrackError('unavailable', 'the database file was moved, removed or replaced under the server', {
    retryAfter: 60,
    hint: 'Nothing was changed. Put it back, or restart the server.',
  })
}

/** The same object until another connection commits, by the writer's data_version. */
function tokenOfOthers(writer: SqliteConnection, mayHaveCommitted: () => boolean): () => object {
  const version = writer.prepare('pragma data_version')
  let token = {}
  let seen: number | undefined
  return () => {
    if (!mayHaveCommitted()) return token
    const [row] = version.all() as { data_version: number }[]
    if (row!.data_version !== seen) token = {}
    seen = row!.data_version
    return token
  }
}

/** A connection of its own, so that its transaction may last. */
function openSnapshot(path: string, prepare: (connection: SqliteConnection) => void): ReadSnapshot {
  const connection = connect(path)
  prepare(connection)
  connection.exec('pragma query_only = on; begin; select version from schema_version')
  return { db: kyselyOnConnection(connection), close: () => connection.close() }
}

interface Transactions {
  unfinished: UnfinishedWrites
  assertWritable(): void
  largeCommits: LargeCommits
  /** How long to wait for the write lock. */
  timeoutMs: number
}

function transactions(
  writer: SqliteConnection,
  { unfinished, assertWritable, largeCommits, timeoutMs }: Transactions,
): BeginTransaction {
  const db = kyselyOnConnection(writer, () => {
    // outside a transaction, each statement would be committed at once
    if (!writer.isTransaction)
      throw new TrackError('unavailable', 'the database has ended the write', { retryAfter: 1 })
  })
  const exec = async (sql: string) => writer.exec(sql)
  const transaction: Transaction = {
    db,
    get open() {
      return writer.isTransaction
    },
    savepoint: () => exec('savepoint job'),
    release: () => exec('release job'),
    rollbackToSavepoint: () => exec('rollback to job; release job'),
    commit: async () => {
      await largeCommits.prepare(unfinished.isUnderWay)
      writer.exec('commit')
      unfinished.onCommit()
      largeCommits.committed(unfinished.isUnderWay)
      return true
    },
    rollback: async () => {
      if (writer.isTransaction) writer.exec('rollback')
    },
    toTrackError,
  }
  let isSynced = true
  return async ({ isPart } = { isPart: false }) => {
    assertWritable()
    if (isSynced === isPart) writer.exec(`pragma synchronous = ${isPart ? 'normal' : 'full'}`)
    isSynced = !isPart
    await begin(writer, timeoutMs)
    largeCommits.begun()
    return transaction
  }
}

/** Waits for the write lock without blocking the event loop, as SQLite's own busy timeout would. */
async function begin(writer: SqliteConnection, timeoutMs: number): Promise<void> {
  for (const until = Date.now() + timeoutMs; ;) {
    try {
      return writer.exec('begin immediate')
    } catch (error) {
      if (!isBusy(error) || Date.now() > until) throw toTrackError(error)
      await new Promise((soon) => setTimeout(soon, RETRY_MS))
    }
  }
}

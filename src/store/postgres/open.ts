import { rmSync } from 'node:fs'
import { sql } from 'kysely'
import type { ClientBase, ClientConfig } from 'pg'
import { TrackError } from '#domain/errors.ts'
import { copyAll } from '../copy.ts'
import { type Engine, inLockOrder, type Lock } from '../engine.ts'
import { GroupCommit, type Transaction } from '../group-commit.ts'
import { migrate } from '../migrate.ts'
import { runSteps } from '../run-steps.ts'
import type { Db } from '../schema.ts'
import { SnapshotLimit } from '../snapshots.ts'
import { openSqlite } from '../sqlite/open.ts'
import { ChangeNotifier } from './change-notifier.ts'
import { type ClientPool, exclusivePool, pipelinedPool } from './client-pools.ts'
import { kyselyOnPool } from './dialect.ts'
import { fullText } from './full-text.ts'
import { itemJson } from './json.ts'
import { toTrackError } from './errors.ts'
import { PrimaryCheck } from './primary-check.ts'
import { takeLock, waitForLock } from './locks.ts'
import { beginWrite, openSnapshot, SESSION_SETTINGS } from './transaction.ts'

/** Connections of one node; a further one listens. PostgreSQL allows 100 by default. */
const MAX_READERS = 4
const MAX_WRITERS = 6
/** Of the writers' connections. */
const MAX_SNAPSHOTS = 2
const CONNECT_TIMEOUT_MS = 5000
/** Without this PostgreSQL plans most queries on each run, which takes as long as a short query. */
const USE_GENERIC_PLANS = 'set plan_cache_mode = force_generic_plan;'

export interface PostgresOptions {
  /** Create Track's tables where there are none. */
  create: boolean
  /**
   * The address without a pooler, where the other one leads through one that gives each transaction any connection
   * (PgBouncer in transaction mode): what needs a connection of its own goes there.
   */
  listenUrl?: string | null
}

/**
 * The PostgreSQL engine: any number of nodes on one database. Throws `not_found` where it has no tables of Track and
 * none are to be created, `unavailable` if it cannot be reached.
 */
export async function openPostgres(
  connectionString: string,
  { create, listenUrl = null }: PostgresOptions,
): Promise<Engine> {
  const common: ClientConfig = {
    keepAlive: true,
    application_name: 'track',
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: SESSION_SETTINGS.statement_timeout,
    pipeline: true,
  }
  const keepsSession = listenUrl === null
  const direct = { ...common, ...SESSION_SETTINGS, connectionString: listenUrl ?? connectionString }
  const usual = keepsSession ? direct : { ...common, connectionString }
  const primary = new PrimaryCheck()
  const prepare = (client: ClientBase) => primary.check(client, keepsSession ? USE_GENERIC_PLANS : '')
  const readers = pipelinedPool({ config: usual, max: MAX_READERS, keepsSession, prepare })
  const writersOf = (max: number) => exclusivePool({ config: usual, max, keepsSession, prepare })
  const writers = writersOf(MAX_WRITERS)
  const keyWriter = writersOf(1) // keys are replaced however many writes are under way
  // migrations may take long, and wait for those of another node
  const patient = { ...direct, query_timeout: 0, statement_timeout: 0, lock_timeout: 0 }
  const migrator = exclusivePool({ config: patient, max: 1, keepsSession: true, prepare })
  const snapshots = new SnapshotLimit(MAX_SNAPSHOTS)
  const poolOf = (lock: Lock) => (lock === 'schema' ? migrator : lock === 'users' ? keyWriter : writers)
  const notifier = new ChangeNotifier(direct, primary)
  const write = writesByLock((lock) => beginWrite(poolOf(lock), lock))
  const read = kyselyOnPool(readers)
  const commitToken = tokenPerTick()
  try {
    const { rows } = await sql<{ version: string | null }>`select to_regclass('schema_version') as version`.execute(
      read,
    )
    if (!create && !rows[0]!.version)
      throw new TrackError('not_found', 'there is no Track database at TRACK_DATABASE_URL', {
        hint: 'Start the server once, or check the address.',
      })
  } catch (error) {
    await readers.end()
    throw error
  }
  return {
    dialect: 'postgres',
    read,
    commitToken,
    othersCommitToken: commitToken,
    ready: async () => void (await read.selectFrom('schema_version').select('version').execute()),
    write,
    lock: takeLock, // ends a write that keeps it waiting
    hasUnfinishedWrite: () => false, // none is committed in parts
    fullText: fullText,
    itemJson,
    publishChange: (userIds) => notifier.publish(userIds),
    onRemoteChange(listener) {
      notifier.listen(listener)
      primary.watch(direct)
    },
    followOwner: (userId) => notifier.follow(userId),
    unfollowOwner: (userId) => notifier.unfollow(userId),
    snapshot: (owner) => snapshots.open(owner, () => openSnapshot(writers)),
    backup: (file) => inSnapshot(writers, (db) => backupTo(file, db)),
    async close() {
      primary.stop()
      await notifier.close()
      await Promise.all([readers.end(), writers.end(), keyWriter.end(), migrator.end()])
    },
  }
}

/**
 * Writes under one lock share a commit, and so do those under the same two. Those of other owners are not in the way of
 * a long one; no transaction takes more locks than its two, which would be in another order.
 */
function writesByLock(begin: (lock: Lock) => Promise<Transaction>): Engine['write'] {
  const commitsByLock = new Map<string, GroupCommit>()
  const commitsUnder = (lock: Lock, also?: Lock): GroupCommit => {
    const key = also === undefined ? lock : `${lock} ${also}`
    const known = commitsByLock.get(key)
    if (known) return known
    const commits = new GroupCommit(
      () => begin(lock),
      () => commitsByLock.delete(key),
    )
    commitsByLock.set(key, commits)
    return commits
  }
  return (lock, job, { also } = {}) => {
    if (also === undefined) return commitsUnder(lock).run(lock, job)
    const [first, second] = inLockOrder(lock, also)
    return commitsUnder(first, second).run(first, async (db, later) => {
      await runSteps(waitForLock(db, second))
      return job(db, later)
    })
  }
}

/** Returns one object per tick of the event loop, since all queries of a tick are sent together at its end. */
function tokenPerTick(): () => object {
  let token: object | undefined
  return () => {
    if (!token) setImmediate(() => (token = undefined))
    return (token ??= {})
  }
}

/** Runs a job in a read-only transaction with one snapshot of the database. */
async function inSnapshot<T>(clients: ClientPool, job: (db: Db) => Promise<T>): Promise<T> {
  const { db, close } = await openSnapshot(clients)
  try {
    return await job(db)
  } catch (error) {
    throw toTrackError(error)
  } finally {
    close()
  }
}

/** Backups of PostgreSQL are SQLite files, too. */
async function backupTo(file: string, db: Db): Promise<void> {
  const temporary = `${file}.${process.pid}.draft`
  const copy = openSqlite(temporary, { exclusive: false, create: true })
  try {
    await migrate(copy)
    await copyAll(db, copy)
    await copy.backup(file)
  } finally {
    await copy.close()
    for (const end of ['', '-wal', '-shm']) rmSync(`${temporary}${end}`, { force: true })
  }
}

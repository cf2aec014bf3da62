import { createHash } from 'node:crypto'
import { rmSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import { type ClientConfig, DatabaseError, types } from 'pg'
import type { Step } from '#domain/effects/steps.ts'
import { TrackError } from '#domain/errors.ts'
import { copyAll } from '../copy.ts'
import type { Engine, Lock } from '../engine.ts'
import { type Transaction, GroupCommit } from '../group-commit.ts'
import { migrate } from '../migrate.ts'
import type { Db } from '../schema.ts'
import { type ReadSnapshot, SnapshotLimit } from '../snapshots.ts'
import { bound, rowsOf } from '../query.ts'
import { openSqlite } from '../sqlite/open.ts'
import { ChangeNotifier } from './change-notifier.ts'
import { type ClientPool, corkForThisTick, exclusivePool, pipelinedPool } from './client-pools.ts'
import { kyselyOnClient, kyselyOnPool } from './dialect.ts'
import { fullText } from './full-text.ts'
import { itemJson, itemJsonOf } from './json.ts'
import { toTrackError } from './errors.ts'

/** Connections of one node; a further one listens. PostgreSQL allows 100 by default. */
const MAX_READERS = 4
const MAX_WRITERS = 6
/** Of the writers' connections. */
const MAX_SNAPSHOTS = 2
const CONNECT_TIMEOUT_MS = 5000
const QUERY_TIMEOUT_MS = 20_000
const LOCK_TIMEOUT_MS = 10_000
/** How long a writer of several locks waits for another write before ending it. */
const MAX_LOCK_WAIT_MS = 500
const LOCK_POLL_MS = 10

/** Eight-byte integers become numbers: a revision stays far below 2^53. The only records selected are items. */
const [INT8, RECORD] = [20, 2249]
const PARSERS: Record<number, (text: string) => unknown> = { [INT8]: Number, [RECORD]: itemJsonOf }
const getTypeParser = (oid: number, format?: 'text') => PARSERS[oid] ?? types.getTypeParser(oid, format)

/**
 * The PostgreSQL engine: any number of nodes on one database. Throws `not_found` where it has no tables of Track and
 * none are to be created, `unavailable` if it cannot be reached.
 */
export async function openPostgres(connectionString: string, { create }: { create: boolean }): Promise<Engine> {
  const config: ClientConfig = {
    connectionString,
    application_name: 'track',
    keepAlive: true,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: QUERY_TIMEOUT_MS,
    statement_timeout: QUERY_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    types: { getTypeParser } as ClientConfig['types'],
  }
  const readers = pipelinedPool(config, MAX_READERS)
  const writers = exclusivePool({ ...config, pipeline: true }, MAX_WRITERS)
  // keys are replaced however many writes are under way
  const keyWriter = exclusivePool({ ...config, pipeline: true }, 1)
  // migrations may take long, and wait for those of another node
  const migrator = exclusivePool({ ...config, query_timeout: 0, statement_timeout: 0, lock_timeout: 0 }, 1)
  const snapshots = new SnapshotLimit(MAX_SNAPSHOTS)
  const poolOf = (lock: Lock) => (lock === 'schema' ? migrator : lock === 'users' ? keyWriter : writers)
  const notifier = new ChangeNotifier(config)
  const commitsByLock = new Map<Lock, GroupCommit>()
  const commitsUnder = (lock: Lock): GroupCommit => {
    const known = commitsByLock.get(lock)
    if (known) return known
    const commits = new GroupCommit(
      () => begin(poolOf(lock), lock),
      () => commitsByLock.delete(lock),
    )
    commitsByLock.set(lock, commits)
    return commits
  }
  const read = kyselyOnPool(readers)
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
    commitToken: tokenPerTick(),
    ready: async () => void (await read.selectFrom('schema_version').select('version').execute()),
    write: (lock, job) => commitsUnder(lock).run(lock, job),
    lock: takeLock,
    fullText: fullText,
    itemJson,
    publishChange: (userIds) => notifier.publish(userIds),
    onRemoteChange: (listener) => notifier.listen(listener),
    snapshot: (owner) => snapshots.open(owner, () => openSnapshot(writers)),
    backup: (file) => inSnapshot(writers, (db) => backupTo(file, db)),
    async close() {
      await notifier.close()
      await Promise.all([readers.end(), writers.end(), keyWriter.end(), migrator.end()])
    },
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

/** PostgreSQL's advisory locks are identified by numbers. */
function lockId(lock: Lock): string {
  return createHash('sha256').update(`track ${lock}`).digest().readBigInt64BE().toString()
}

/** Takes a lock in an open transaction; ends the writes that hold it, or wait for it, if that takes long. */
function* takeLock(db: Db, lock: Lock): Step<void> {
  const id = sql.lit(lockId(lock))
  const startedAt = performance.now()
  for (;;) {
    const attempt = sql<{ taken: boolean }>`select pg_try_advisory_xact_lock(${id}) as taken`
    const [{ taken }] = (yield* rowsOf(db, bound(db, attempt))) as [{ taken: boolean }]
    if (taken) return
    const waitedMs = performance.now() - startedAt
    if (waitedMs > LOCK_TIMEOUT_MS)
      throw new TrackError('unavailable', 'another write takes too long', { retryAfter: 1 })
    if (waitedMs > MAX_LOCK_WAIT_MS) yield* rowsOf(db, bound(db, endWritesUnder(id)))
    yield () => pause(LOCK_POLL_MS)
  }
}

/** Ends the connections of this database's user that hold an advisory lock, or wait for it. */
const endWritesUnder = (id: RawBuilder<unknown>) => sql`
  select pg_terminate_backend(pid) from pg_locks join pg_stat_activity using (pid)
  where locktype = 'advisory' and objsubid = 1 and ((classid::bigint << 32) | objid::bigint) = ${id}
    and pid <> pg_backend_pid() and usename = current_user and datname = current_database()`

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

async function openSnapshot(clients: ClientPool): Promise<ReadSnapshot> {
  const client = await clients.acquire()
  let isBroken = false
  const release = () => clients.release(client, isBroken)
  try {
    await client.query('begin isolation level repeatable read read only')
  } catch (error) {
    isBroken = true
    release()
    throw toTrackError(error)
  }
  const close = () => void client.query('rollback').then(release, () => ((isBroken = true), release()))
  return { db: kyselyOnClient(client, () => (isBroken = true)), close }
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

/**
 * Begins a transaction on a client of its own. Queries are pipelined, so `begin` is not awaited either: if it fails,
 * the queries behind it fail, and its error is reported for them.
 */
async function begin(writers: ClientPool, lock: Lock): Promise<Transaction> {
  const client = await writers.acquire()
  let open = true
  let failure: unknown
  const fail = (error: unknown): never => {
    failure ??= toTrackError(error)
    throw failure
  }
  const end = () => {
    open = false
    writers.release(client, failure !== undefined)
  }
  const exec = async (text: string, expected?: string) => {
    const { command } = await corkForThisTick(client)
      .query(text)
      .catch((error) => fail(expected === undefined ? error : toCommitError(error)))
    // PostgreSQL answers the commit of a failed transaction with ROLLBACK, which is no error
    if (expected && command !== expected) fail(new Error(`the database answered ${text} with ${command}`))
  }
  const onFailure = () =>
    (failure ??= new TrackError('unavailable', 'the write could not be committed', { retryAfter: 1 }))
  exec(`begin; select pg_advisory_xact_lock(${lockId(lock)})`).catch(() => {})
  return {
    db: kyselyOnClient(client, onFailure),
    get open() {
      return open && failure === undefined
    },
    savepoint: () => exec('savepoint job'),
    release: () => exec('release savepoint job'),
    rollbackToSavepoint: () => exec('rollback to savepoint job; release savepoint job'),
    commit: () => exec('commit', 'COMMIT').finally(end),
    rollback: async () => {
      if (open) await exec('rollback').finally(end)
    },
    toTrackError: (error) => failure ?? toTrackError(error),
  }
}

/** Connection exceptions, also as a pooler reports them, and `statement_completion_unknown` (manual, appendix A). */
const CONNECTION_LOST = /^(08|40003)/

/** If the database refused the commit, nothing was written; without a response, the result is unknown. */
function toCommitError(error: unknown): unknown {
  if (error instanceof DatabaseError && !CONNECTION_LOST.test(error.code ?? '')) return error
  return new TrackError(
    'unavailable',
    'the connection was lost during the commit, so it is not known whether the write was kept',
    { retryAfter: 1, hint: 'Check, or send it again with the same Idempotency-Key.' },
  )
}

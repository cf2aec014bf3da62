import { createHash } from 'node:crypto'
import { setTimeout as pause } from 'node:timers/promises'
import { type RawBuilder, sql } from 'kysely'
import type { Step } from '#domain/effects/steps.ts'
import { TrackError } from '#domain/errors.ts'
import type { Lock } from '../engine.ts'
import { bound, rowsOf } from '../query.ts'
import type { Db } from '../schema.ts'

export const LOCK_TIMEOUT_MS = 10_000
/** How long a writer of several locks waits for another write before ending it. */
const MAX_LOCK_WAIT_MS = 500
const LOCK_POLL_MS = 10

/** PostgreSQL's advisory locks are identified by numbers. */
export function lockId(lock: Lock): string {
  return createHash('sha256').update(`track ${lock}`).digest().readBigInt64BE().toString()
}

/**
 * Takes a lock in an open transaction; ends the writes that hold it, or wait for it, if that takes long. Throws
 * `unavailable` when that does not help.
 */
export function* takeLock(db: Db, lock: Lock): Step<void> {
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

/** Takes a lock in an open transaction, when those who hold it are done. */
export function* waitForLock(db: Db, lock: Lock): Step<void> {
  yield* rowsOf(db, bound(db, sql`select pg_advisory_xact_lock(${sql.lit(lockId(lock))})`))
}

/**
 * Ends the connections that hold an advisory lock, or wait for it. pg_stat_activity would not do: in a transaction it
 * stays as it was when it was first read, without connections that come later.
 */
const endWritesUnder = (id: RawBuilder<unknown>) => sql`
  select pg_terminate_backend(pid) from pg_locks
  where locktype = 'advisory' and objsubid = 1 and ((classid::bigint << 32) | objid::bigint) = ${id}
    and database = (select oid from pg_database where datname = current_database()) and pid <> pg_backend_pid()`

import { type Client, DatabaseError } from 'pg'
import { TrackError } from '#domain/errors.ts'
import type { Lock } from '../engine.ts'
import type { Transaction } from '../group-commit.ts'
import type { ReadSnapshot } from '../snapshots.ts'
import type { ClientPool } from './client-pools.ts'
import { type CommandResult, sendThisTick, SkippedCommand } from './command-batch.ts'
import { kyselyOnClient, statementName } from './dialect.ts'
import { toTrackError } from './errors.ts'
import { LOCK_TIMEOUT_MS, lockId } from './locks.ts'

/** Of each connection; where connections keep none, of each transaction that writes. In milliseconds. */
export const SESSION_SETTINGS = { statement_timeout: 20_000, lock_timeout: LOCK_TIMEOUT_MS }
const SET_LOCALLY = Object.entries(SESSION_SETTINGS).map(([name, value]) => `set local ${name} = ${value}`)

type Exec = (text: string, values?: string[]) => Promise<CommandResult>

/** `onFailure` returns what is thrown instead of a failure. */
function execOn(
  client: Client,
  { keepsSession }: ClientPool,
  onFailure: (error: unknown, text: string) => unknown,
): Exec {
  return (text, values = []) =>
    sendThisTick(client, {
      text,
      values,
      name: keepsSession ? statementName(text) : undefined,
      onFailure: (error) => (error instanceof SkippedCommand ? error : onFailure(error, text)),
    })
}

/** Executes what ends a transaction, or a part of it, though what was sent together with it has failed. */
function execAnyway(exec: Exec, text: string): Promise<CommandResult> {
  return exec(text).catch((error) => {
    if (error instanceof SkippedCommand) return exec(text)
    throw error
  })
}

/**
 * Begins a transaction on a client of its own. Queries are pipelined, so `begin` is not awaited either: if it fails,
 * the queries behind it fail, and its error is reported for them.
 */
export async function beginWrite(writers: ClientPool, lock: Lock): Promise<Transaction> {
  const client = await writers.acquire()
  let open = true
  let failure: unknown
  const fail = (error: unknown) => (failure ??= toTrackError(error))
  const end = () => {
    open = false
    writers.release(client, failure !== undefined)
  }
  /** From then on only the commit's own answer tells whether it was made. */
  let isCommitting = false
  const exec = execOn(client, writers, (error, text) => fail(text === 'commit' ? toCommitError(error) : error))
  const onFailure = () =>
    isCommitting || (failure ??= new TrackError('unavailable', 'the write could not be committed', { retryAfter: 1 }))
  for (const text of ['begin', ...(writers.keepsSession ? [] : SET_LOCALLY)]) exec(text).catch(() => {})
  exec('select pg_advisory_xact_lock($1)', [lockId(lock)]).catch(() => {})
  return {
    db: kyselyOnClient(client, writers, onFailure),
    get open() {
      return open && failure === undefined
    },
    savepoint: async () => void (await exec('savepoint job')),
    release: async () => void (await exec('release savepoint job')),
    async rollbackToSavepoint() {
      await execAnyway(exec, 'rollback to savepoint job')
      await exec('release savepoint job')
    },
    async commit() {
      isCommitting = true
      let isReplicated = true
      const onNotice = ({ routine }: { routine?: string | undefined }) => (isReplicated &&= routine !== STOPPED_WAITING)
      client.on('notice', onNotice)
      try {
        const { command } = await exec('commit')
        const isCommitted = command === 'COMMIT' // a failed transaction is answered with ROLLBACK, which is no error
        if (isCommitted && !isReplicated) throw fail(unknownOutcome('the standby did not confirm the commit'))
        return isCommitted
      } catch (error) {
        if (!(error instanceof SkippedCommand)) throw error
        await exec('rollback')
        if (failure !== undefined) throw failure
        return false
      } finally {
        client.off('notice', onNotice)
        end()
      }
    },
    rollback: async () => {
      if (open) await execAnyway(exec, 'rollback').finally(end)
    },
    toTrackError: (error) => failure ?? toTrackError(error),
  }
}

/** Connection exceptions, also as a pooler reports them, and `statement_completion_unknown` (manual, appendix A). */
const CONNECTION_LOST = /^(08|40003)/

/**
 * The routine of PostgreSQL that warns of a commit that was cancelled (also by statement_timeout) while it waited for
 * the synchronous standby. It answers COMMIT all the same, although a failover would lose the write.
 */
const STOPPED_WAITING = 'SyncRepWaitForLSN'

/** If the database refused the commit, nothing was written; without a response, the result is unknown. */
function toCommitError(error: unknown): unknown {
  if (error instanceof DatabaseError && !CONNECTION_LOST.test(error.code ?? '')) return error
  return unknownOutcome('the connection was lost during the commit')
}

const unknownOutcome = (reason: string) =>
  new TrackError('unavailable', `${reason}, so it is not known whether the write was kept`, {
    retryAfter: 1,
    hint: 'Check, or send it again with the same Idempotency-Key.',
  })

/** Opens a read-only transaction with one snapshot of the database. */
export async function openSnapshot(clients: ClientPool): Promise<ReadSnapshot> {
  const client = await clients.acquire()
  let isBroken = false
  const release = () => clients.release(client, isBroken)
  const exec = execOn(client, clients, (error) => ((isBroken = true), toTrackError(error)))
  try {
    await exec('begin isolation level repeatable read read only')
  } catch (error) {
    release()
    throw error
  }
  const close = () => void execAnyway(exec, 'rollback').then(release, release)
  return { db: kyselyOnClient(client, clients, () => (isBroken = true)), close }
}

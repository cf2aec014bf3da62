import { nextTurn, turnTaker } from './next-turn.ts'
import { TrackError } from '#domain/errors.ts'
import type { Later, Lock } from './engine.ts'
import type { Db } from './schema.ts'

/** An open transaction of either database. */
export interface Transaction {
  readonly db: Db
  /** False once the database has ended the transaction by itself. */
  readonly open: boolean
  savepoint(): Promise<void>
  release(): Promise<void>
  rollbackToSavepoint(): Promise<void>
  /** False where the database rolled back instead, since a statement that was not waited for had failed. */
  commit(): Promise<boolean>
  rollback(): Promise<void>
  /** Converts a failure of the database to a TrackError; returns other errors as they are. */
  toTrackError(error: unknown): unknown
}

/** `isPart`: its commit need not be synced to the disk, since a later one is. */
export type BeginTransaction = (options?: { isPart: boolean }) => Promise<Transaction>

/** For how long jobs are taken into one transaction: those that come later wait for its commit. */
const MAX_TRANSACTION_MS = 50

/** The owner of jobs that replace keys: they are done first, each in a transaction of its own. */
const URGENT_OWNER: Lock = 'users'
/** How long a job waits for one that it may end. */
const MAX_WAIT_MS = 500

/** How long a part of a job lasts at least, though others wait: each commit writes again what the last one wrote. */
const MIN_PART_MS = 25

/**
 * Commits what a job has written so far and runs others, if any wait; resolves with whether anything was committed.
 * `isLast`: commits a further part in any case, so that what follows it is synced to the disk.
 */
export type EndPart = (isLast: boolean) => Promise<boolean>

interface Job {
  owner: Lock
  /** Has transactions of its own. */
  inParts: boolean
  /** Whether it has been committed in part. */
  hasParts: boolean
  run(db: Db, later: Later): unknown
  resolve(value: unknown): void
  reject(error: unknown): void
}

/**
 * Group commit: jobs that wait at the same time share a transaction, each owner's in turn. A failing job does not
 * affect the others, so a job may run twice: its first run may be rolled back because another one failed.
 */
export class GroupCommit {
  readonly #begin: BeginTransaction
  readonly #idle: () => void
  #waiting: Job[] = []
  #scheduled = false
  #transaction: Transaction | undefined
  /** When the transaction began, where its job has parts. */
  #partBegunAt = 0
  #running: Job | undefined
  /** The running job if it was ended. */
  #ended: Job | undefined

  constructor(begin: BeginTransaction, idle: () => void = () => {}) {
    this.#begin = begin
    this.#idle = idle
  }

  /** `ends`: whose job is ended, and fails with `unavailable`, if it keeps this one waiting for long. */
  run<T>(owner: Lock, work: (db: Db, later: Later) => T | Promise<T>, ends?: Lock): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = (db: Db, later: Later) => {
        this.#running = job
        return work(db, later)
      }
      const job: Job = { owner, inParts: false, hasParts: false, run, resolve, reject }
      this.#add(job)
      if (ends) setTimeout(() => this.#waiting.includes(job) && this.#end(ends), MAX_WAIT_MS).unref()
    })
  }

  /**
   * Runs a job that may be committed in parts, one such job at a time. `beforePart` is called before each commit but
   * the last one; if the job fails later on, only its last part is rolled back. Requires a database whose
   * transactions are all the same object.
   */
  runInParts<T>(
    owner: Lock,
    work: (db: Db, later: Later, endPart: EndPart) => T | Promise<T>,
    beforePart: () => void,
  ): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const run = (db: Db, later: Later) => {
        this.#running = job
        return work(db, later, (isLast) => (isLast ? this.#endLastPart(job) : this.#endPart(job, beforePart)))
      }
      const job: Job = { owner, inParts: true, hasParts: false, run, resolve, reject }
      this.#add(job)
    })
  }

  async #endPart(job: Job, beforePart: () => void): Promise<boolean> {
    const others = this.#waiting.filter(({ inParts }) => !inParts)
    if (!others.length || performance.now() - this.#partBegunAt < MIN_PART_MS) {
      await nextTurn()
      return false
    }
    beforePart()
    await this.#transaction!.commit()
    job.hasParts = true
    this.#waiting = this.#waiting.filter(({ inParts }) => inParts)
    await this.#runRound(others)
    await nextTurn()
    this.#transaction = await this.#begin({ isPart: true })
    this.#partBegunAt = performance.now()
    this.#running = job
    return true
  }

  async #endLastPart({ hasParts }: Job): Promise<boolean> {
    if (!hasParts) return false
    await this.#transaction!.commit()
    this.#transaction = await this.#begin()
    return true
  }

  #add(job: Job) {
    this.#waiting.push(job)
    this.#schedule()
  }

  /** Ends the transaction of a running job, which fails at its next statement. */
  #end(owner: Lock) {
    if (this.#running?.owner !== owner) return
    this.#ended = this.#running
    void this.#transaction?.rollback()
  }

  /** Waits for setImmediate, so that every request that has already arrived joins the commit. */
  #schedule() {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => void this.#flush())
  }

  async #flush() {
    await this.#runRound(this.#waiting.splice(0))
    this.#scheduled = false
    if (this.#waiting.length) this.#schedule()
    else this.#idle()
  }

  /** Runs as many of the jobs as one transaction may last; the others wait on. */
  async #runRound(all: Job[]) {
    const waiting = inTurns(all)
    if (waiting[0]?.inParts) this.#waiting.unshift(...waiting.splice(1)) // so that they may run between its parts
    const jobs: Job[] = [] // of this transaction
    let transaction: Transaction | undefined
    const commit = (open: Transaction) => {
      this.#running = undefined // none can be ended any more
      return open.commit()
    }
    try {
      transaction = this.#transaction = await this.#begin()
      let settlements = await runTogether(transaction, waiting, jobs, commit)
      if (!settlements) {
        transaction = this.#transaction = await this.#begin()
        settlements = []
        for (const job of jobs) settlements.push(await runInSavepoint(transaction, job))
        if (!(await commit(transaction))) throw new Error('the database rolled back instead of committing')
      }
      for (const settle of settlements) settle()
      this.#waiting.unshift(...waiting)
    } catch (error) {
      const ended = this.#ended
      if (ended) {
        ended.reject(new TrackError('unavailable', 'the write took long and was ended', { retryAfter: 1 }))
        waiting.unshift(...jobs.splice(0).filter((job) => job !== ended))
      }
      // without a transaction, jobs that arrived since would only wait for the same failure
      const affected = transaction ? jobs : [...jobs, ...waiting, ...this.#waiting.splice(0)]
      if (transaction) this.#waiting.unshift(...waiting)
      await this.#abandon(transaction, affected, error)
    }
    this.#running = this.#ended = undefined
  }

  async #abandon(transaction: Transaction | undefined, jobs: Job[], error: unknown) {
    const reason = transaction ? transaction.toTrackError(error) : error
    await transaction?.rollback().catch(() => {}) // if this fails, the transaction was not committed either
    const failure =
      reason instanceof TrackError && reason.code !== 'unavailable'
        ? new TrackError('unavailable', 'the write could not be committed', { retryAfter: 1 })
        : reason
    for (const job of jobs) job.reject(failure)
  }
}

type Settle = () => void

/** Urgent jobs, then the first job of each owner, the second of each, and so on. */
function inTurns(jobs: Job[]): Job[] {
  if (jobs.length < 2) return jobs
  const urgent: Job[] = []
  const counts = new Map<string, number>()
  const rounds: Job[][] = []
  for (const job of jobs) {
    if (job.owner === URGENT_OWNER) {
      urgent.push(job)
      continue
    }
    const round = counts.get(job.owner) ?? 0
    counts.set(job.owner, round + 1)
    ;(rounds[round] ??= []).push(job)
  }
  return [...urgent, ...rounds.flat()]
}

/**
 * Moves jobs from `waiting` to `jobs`, runs them, as many as one transaction may last, without a savepoint around each,
 * which would cost as much as a short job, and commits. If one fails, everything is rolled back: a single job is
 * rejected; of several, undefined is returned, and the caller must rerun them with savepoints.
 */
async function runTogether(
  transaction: Transaction,
  waiting: Job[],
  jobs: Job[],
  commit: (transaction: Transaction) => Promise<boolean>,
): Promise<Settle[] | undefined> {
  const sent: Promise<unknown>[] = []
  const settlements = await runWithoutSavepoints(transaction, waiting, jobs, collectorOf(sent))
  if (!settlements?.length || (await commit(transaction))) return settlements
  if (jobs.length > 1) return undefined
  const failed = (await Promise.allSettled(sent)).find((one) => one.status === 'rejected')
  jobs[0]!.reject(transaction.toTrackError(failed?.reason ?? new Error('the database rolled back')))
  return []
}

/** Adds to a list, whose failures count when it is waited for. */
const collectorOf =
  (list: Promise<unknown>[]): Later =>
  (sent) => {
    sent.catch(() => {})
    list.push(sent)
  }

async function runWithoutSavepoints(
  transaction: Transaction,
  waiting: Job[],
  jobs: Job[],
  later: Later,
): Promise<Settle[] | undefined> {
  const settlements: Settle[] = []
  const startedAt = performance.now()
  const takeTurn = turnTaker()
  // the first one however late it is: a transaction without a job would never end
  while (waiting.length && (!jobs.length || performance.now() - startedAt < MAX_TRANSACTION_MS)) {
    if (waiting[0]!.inParts && jobs.length) break
    await takeTurn()
    const job = waiting.shift()!
    jobs.push(job)
    const { owner, run, resolve, reject } = job
    try {
      const value = await run(transaction.db, later)
      settlements.push(() => resolve(value))
      if (owner === URGENT_OWNER) return settlements
    } catch (error) {
      if (!transaction.open) throw error // a full disk or a lost connection has ended the transaction for all jobs
      await transaction.rollback()
      if (jobs.length > 1) return undefined
      reject(transaction.toTrackError(error))
      return []
    }
  }
  return settlements
}

/** Runs one of several jobs so that its failure does not affect the others. */
async function runInSavepoint(transaction: Transaction, { run, resolve, reject }: Job): Promise<Settle> {
  await transaction.savepoint()
  try {
    const sent: Promise<unknown>[] = []
    const value = await run(transaction.db, collectorOf(sent))
    await Promise.all(sent)
    await transaction.release()
    return () => resolve(value)
  } catch (error) {
    if (!transaction.open) throw error
    await transaction.rollbackToSavepoint()
    return () => reject(transaction.toTrackError(error))
  }
}

import { TrackError } from '#domain/errors.ts'
import type { Db } from './schema.ts'

/** A transaction of either database, begun and open. */
export interface Begun {
  readonly db: Db
  /** False once the database has ended it by itself. */
  readonly open: boolean
  savepoint(): Promise<void>
  release(): Promise<void>
  rollbackToSavepoint(): Promise<void>
  commit(): Promise<void>
  rollback(): Promise<void>
  /** The database's own failures told for people. */
  told(error: unknown): unknown
}

interface Job {
  run(db: Db): Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** Commits together what waits together. Each job has a savepoint of its own: one that fails takes back nothing of its neighbours. */
export class GroupCommit {
  readonly #begin: () => Promise<Begun>
  readonly #idle: () => void
  #waiting: Job[] = []
  #scheduled = false

  constructor(begin: () => Promise<Begun>, idle: () => void = () => {}) {
    this.#begin = begin
    this.#idle = idle
  }

  run<T>(job: (db: Db) => Promise<T>): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      this.#waiting.push({ run: job, resolve, reject })
      this.#schedule()
    })
  }

  /** setImmediate lets every request that has already arrived join the commit. */
  #schedule() {
    if (this.#scheduled) return
    this.#scheduled = true
    setImmediate(() => void this.#flush())
  }

  async #flush() {
    const jobs = this.#waiting.splice(0)
    let begun: Begun | undefined
    try {
      begun = await this.#begin()
      const answers: (() => void)[] = []
      for (const job of jobs) answers.push(await this.#one(begun, job, jobs.length === 1))
      if (begun.open) await begun.commit()
      for (const answer of answers) answer()
    } catch (error) {
      const affected = begun ? jobs : [...jobs, ...this.#waiting.splice(0)] // what has come since would only wait for the same failure
      await this.#abandon(begun, affected, error)
    }
    this.#scheduled = false
    if (this.#waiting.length) this.#schedule()
    else this.#idle()
  }

  /** A job that is alone needs no savepoint. */
  async #one(begun: Begun, job: Job, alone: boolean): Promise<() => void> {
    if (!alone) await begun.savepoint()
    try {
      const value = await job.run(begun.db)
      if (!alone) await begun.release()
      return () => job.resolve(value)
    } catch (error) {
      if (!begun.open) throw error // a full disk, or a lost connection, ends the whole transaction, the neighbours' writes with it
      await (alone ? begun.rollback() : begun.rollbackToSavepoint())
      return () => job.reject(begun.told(error))
    }
  }

  async #abandon(begun: Begun | undefined, jobs: Job[], error: unknown) {
    const reason = begun ? begun.told(error) : error
    await begun?.rollback().catch(() => {}) // what can't be rolled back any more was never committed
    const failure = reason instanceof TrackError && reason.code !== 'unavailable' ? new TrackError('unavailable', 'the write could not be committed', { retryAfter: 1 }) : reason
    for (const job of jobs) job.reject(failure)
  }
}

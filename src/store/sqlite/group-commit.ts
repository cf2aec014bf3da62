import { TrackError } from '#domain/errors.ts'
import type { Db } from '../schema.ts'
import { type Connection, told } from './port.ts'

interface Job {
  run(db: Db): Promise<unknown>
  resolve(value: unknown): void
  reject(error: unknown): void
}

/** Commits together what waits together. Each job has a savepoint of its own: one that fails takes back nothing of its neighbours. */
export class GroupCommit {
  readonly #connection: Connection
  readonly #db: Db
  #waiting: Job[] = []
  #scheduled = false

  constructor(connection: Connection, db: Db) {
    this.#connection = connection
    this.#db = db
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
    const answers: (() => void)[] = []
    try {
      this.#connection.exec('begin immediate')
      for (const job of jobs) answers.push(await this.#one(job))
      this.#connection.exec('commit')
      for (const answer of answers) answer()
    } catch (error) {
      this.#abandon(jobs, error)
    }
    this.#scheduled = false
    if (this.#waiting.length) this.#schedule()
  }

  async #one(job: Job): Promise<() => void> {
    this.#connection.exec('savepoint job')
    try {
      const value = await job.run(this.#db)
      this.#connection.exec('release job')
      return () => job.resolve(value)
    } catch (error) {
      if (!this.#connection.isTransaction) throw error // a full disk ends the whole transaction, the neighbours' writes with it
      this.#connection.exec('rollback to job; release job')
      return () => job.reject(told(error))
    }
  }

  #abandon(jobs: Job[], error: unknown) {
    if (this.#connection.isTransaction) this.#connection.exec('rollback')
    const reason = told(error)
    const failure = reason instanceof TrackError && reason.code !== 'unavailable' ? new TrackError('unavailable', 'the write could not be committed', { retryAfter: 1 }) : reason
    for (const job of jobs) job.reject(failure)
  }
}

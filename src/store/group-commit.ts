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

/** Commits together what waits together; a job that fails takes back nothing of its neighbours. So jobs may run twice, the first time for nothing. */
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
      let answers = await straight(begun, jobs)
      if (!answers) {
        begun = await this.#begin()
        answers = []
        for (const job of jobs) answers.push(await guarded(begun, job))
      }
      if (answers.length) await begun.commit()
      for (const answer of answers) answer()
    } catch (error) {
      const affected = begun ? jobs : [...jobs, ...this.#waiting.splice(0)] // what has come since would only wait for the same failure
      await this.#abandon(begun, affected, error)
    }
    this.#scheduled = false
    if (this.#waiting.length) this.#schedule()
    else this.#idle()
  }

  async #abandon(begun: Begun | undefined, jobs: Job[], error: unknown) {
    const reason = begun ? begun.told(error) : error
    await begun?.rollback().catch(() => {}) // what can't be rolled back any more was never committed
    const failure =
      reason instanceof TrackError && reason.code !== 'unavailable'
        ? new TrackError('unavailable', 'the write could not be committed', { retryAfter: 1 })
        : reason
    for (const job of jobs) job.reject(failure)
  }
}

type Answer = () => void

/** Runs jobs as if none could fail, since a savepoint around each costs as much as a short one. Where one fails nothing of any is left: alone it is answered at once, undefined asks to run several again. */
async function straight(begun: Begun, jobs: readonly Job[]): Promise<Answer[] | undefined> {
  const answers: Answer[] = []
  for (const { run, resolve, reject } of jobs) {
    try {
      const value = await run(begun.db)
      answers.push(() => resolve(value))
    } catch (error) {
      if (!begun.open) throw error // a full disk, or a lost connection, ends the whole transaction, the neighbours' writes with it
      await begun.rollback()
      if (jobs.length > 1) return undefined
      reject(begun.told(error))
      return []
    }
  }
  return answers
}

/** Runs one of several jobs so that its failure is its own. */
async function guarded(begun: Begun, { run, resolve, reject }: Job): Promise<Answer> {
  await begun.savepoint()
  try {
    const value = await run(begun.db)
    await begun.release()
    return () => resolve(value)
  } catch (error) {
    if (!begun.open) throw error
    await begun.rollbackToSavepoint()
    return () => reject(begun.told(error))
  }
}

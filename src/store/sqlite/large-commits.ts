import { realpathSync } from 'node:fs'
import { open, stat } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { AUTO_CHECKPOINT_PAGES, driver, type SqliteConnection } from './connection.ts'

/** A transaction that lasted this long may be large. */
const LONG_MS = 20
/** A write-ahead log of this size keeps the event loop for a tenth of a second or longer. */
const LARGE_LOG_BYTES = 16 * 2 ** 20

const CHECKPOINT = `
  const { workerData } = require('node:worker_threads')
  const database = new (require(workerData.driver).DatabaseSync)(workerData.path)
  database.exec('pragma busy_timeout = 0; pragma wal_checkpoint(passive)')
  database.close()`

/**
 * The commit of a large transaction would keep everyone waiting while the disk takes it and its pages are copied to
 * the database. So the log is written to the disk beforehand, and a thread copies the pages afterwards.
 */
export class LargeCommits {
  readonly #writer: SqliteConnection
  readonly #path: string
  #begunAt = 0
  #isLarge = false
  #copying: Promise<void> | undefined

  constructor(writer: SqliteConnection, path: string) {
    this.#writer = writer
    this.#path = realpathSync(path) // by which SQLite names the log
  }

  /** To be called when a transaction has begun. */
  begun(): void {
    this.#begunAt = performance.now()
  }

  /** To be awaited before a commit. */
  async prepare(): Promise<void> {
    if (this.#isLarge) this.#copyByCommits() // that one failed
    this.#isLarge = performance.now() - this.#begunAt > LONG_MS && (await this.#syncLargeLog())
    if (this.#isLarge) this.#writer.exec('pragma wal_autocheckpoint = 0')
  }

  /** To be called after it. */
  committed(): void {
    if (!this.#isLarge) return
    this.#isLarge = false
    this.#copying ??= this.#copy().finally(() => {
      this.#copying = undefined
      this.#copyByCommits()
    })
  }

  #copyByCommits(): void {
    this.#writer.exec(`pragma wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}`)
  }

  /** Resolves when no thread uses the file any more. */
  async settled(): Promise<void> {
    await this.#copying
  }

  async #syncLargeLog(): Promise<boolean> {
    const path = `${this.#path}-wal`
    try {
      if ((await stat(path)).size < LARGE_LOG_BYTES) return false
      const file = await open(path)
      await file.datasync().finally(() => void file.close())
      return true
    } catch {
      return false // the commit itself says what is wrong
    }
  }

  /** What fails here, a later commit does. */
  async #copy(): Promise<void> {
    const worker = new Worker(CHECKPOINT, { eval: true, workerData: { driver: driver(), path: this.#path } })
    await new Promise<void>((resolve) => worker.on('error', () => {}).on('exit', () => resolve()))
  }
}

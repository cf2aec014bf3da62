import { realpathSync, statSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { Worker } from 'node:worker_threads'
import { AUTO_CHECKPOINT_PAGES, driver, type SqliteConnection } from './connection.ts'

/** A transaction that lasted this long may be large. */
const LONG_MS = 20
/** A write-ahead log of this size keeps the event loop for a tenth of a second or longer. */
const LARGE_LOG_BYTES = 16 * 2 ** 20
/** By how much the log of a write in parts grows before its pages are copied: a thread takes long to start. */
const MAX_GROWTH_BYTES = 64 * 2 ** 20

const CHECKPOINT = `
  const { workerData } = require('node:worker_threads')
  const database = new (require(workerData.driver).DatabaseSync)(workerData.path)
  database.exec('pragma busy_timeout = 0; pragma wal_checkpoint(passive)')
  database.close()`

/**
 * The commit of a large transaction would keep everyone waiting while the disk takes it and its pages are copied to
 * the database. So the log is written to the disk beforehand, and a thread copies the pages afterwards. While a write
 * is under way in parts, the thread does so whenever the log has grown.
 */
export class LargeCommits {
  readonly #writer: SqliteConnection
  readonly #path: string
  readonly #logPath: string
  #begunAt = 0
  #isLarge = false
  #isInParts = false
  /** Whether commits leave the pages to the thread. */
  #isByThread = false
  #copying: Promise<void> | undefined
  /** How long the log was when the thread last began to copy it. */
  #copiedBytes = 0

  constructor(writer: SqliteConnection, path: string) {
    this.#writer = writer
    this.#path = realpathSync(path) // by which SQLite names the log
    this.#logPath = `${this.#path}-wal`
  }

  /** To be called when a transaction has begun. */
  begun(): void {
    this.#begunAt = performance.now()
  }

  /** To be awaited before a commit. `isInParts`: whether a write is under way in parts. */
  async prepare(isInParts: boolean): Promise<void> {
    this.#isLarge = !isInParts && performance.now() - this.#begunAt > LONG_MS && (await this.#syncLargeLog())
    if (this.#isByThread || !(isInParts || this.#isLarge)) return
    this.#isByThread = true
    this.#writer.exec('pragma wal_autocheckpoint = 0')
  }

  /** To be called after it, with whether one is under way still. */
  committed(isInParts: boolean): void {
    this.#isInParts = isInParts
    if (!this.#isByThread) return
    const isDue = isInParts ? this.#hasGrownBy(MAX_GROWTH_BYTES) : this.#isLarge || !this.#copying
    if (isDue) this.#copying ??= this.#copyAll().finally(() => (this.#copying = undefined))
  }

  async #copyAll(): Promise<void> {
    do {
      this.#copiedBytes = this.#logBytes()
      await this.#copy()
    } while (this.#hasGrownBy(LARGE_LOG_BYTES))
    if (this.#isInParts) return
    this.#isByThread = false
    this.#copiedBytes = 0
    this.#writer.exec(`pragma wal_autocheckpoint = ${AUTO_CHECKPOINT_PAGES}`)
  }

  /** Resolves when no thread uses the file any more. */
  async settled(): Promise<void> {
    await this.#copying
  }

  #hasGrownBy(bytes: number): boolean {
    return this.#logBytes() - this.#copiedBytes >= bytes
  }

  #logBytes(): number {
    return statSync(this.#logPath, { throwIfNoEntry: false })?.size ?? 0
  }

  async #syncLargeLog(): Promise<boolean> {
    try {
      if (this.#logBytes() < LARGE_LOG_BYTES) return false
      const file = await open(this.#logPath)
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

import { TrackError } from '#domain/errors.ts'
import type { EndPart, Later, Lock, WriteOptions } from '../engine.ts'
import type { GroupCommit } from '../group-commit.ts'
import type { Db } from '../schema.ts'
import type { SqliteConnection } from './connection.ts'

/** Rows that are looked through, and removed, in one transaction. */
const BATCH_SIZE = 2000
const RETRY_MS = 1000
/** Only imports are written in parts: they add, and change nothing that stands. */
const OP = 'data.import'

/** A write that has been committed in part. */
interface Unfinished {
  space_id: number
  revision: number
  /** The greatest `seq` before it. */
  after_seq: number
}

/** What it has added to each table. Others may meanwhile have written, at the same revision, to what stood before. */
function rowsOf({ space_id, revision, after_seq }: Unfinished): Record<string, string> {
  const own = `space_id = ${space_id} and revision = ${revision}`
  return {
    items: `${own} and seq > ${after_seq}`,
    projects: own,
    features: own,
    journal: `${own} and part > 0 and op = '${OP}'`,
    journal_entities: own,
  }
}

type Job<T> = (db: Db, later: Later, endPart?: EndPart) => T | Promise<T>

/**
 * SQLite has one writer at a time, so a long write is committed in parts, between which others write. Until its end
 * readers see the tables through views without its rows. What a write leaves that failed, or whose process was killed,
 * is removed. Why: docs/decisions/0035-long-writes-on-sqlite-in-parts.md
 */
export class UnfinishedWrites {
  readonly #writer: SqliteConnection
  readonly #reader: SqliteConnection
  readonly #endRead: () => void
  /** What readers do not see. */
  readonly #hidden = new Set<Unfinished>()
  /** Ends with the next commit. */
  #ending: Unfinished | undefined
  /** Writes in parts, and removals of what they left, under way. */
  readonly #busy = new Map<Lock, Promise<unknown>>()

  constructor(writer: SqliteConnection, reader: SqliteConnection, endRead: () => void) {
    this.#writer = writer
    this.#reader = reader
    this.#endRead = endRead
  }

  /** What a process left that was killed: removes it where nobody else may be writing, else hides it. */
  load(isAlone: boolean): void {
    if (!this.#writer.prepare("select 1 from sqlite_schema where name = 'unfinished_writes'").all().length) return
    for (const one of this.#writer.prepare('select * from unfinished_writes').all() as Unfinished[]) {
      if (isAlone) for (const removeBatch of this.#removal(one)) inTransaction(this.#writer, removeBatch)
      else this.#hidden.add(one)
    }
    if (this.#hidden.size) this.#redefineViews()
  }

  /** Whether a write is under way that has been committed in part. */
  get isUnderWay(): boolean {
    return this.#hidden.size > 0
  }

  /** Whether the transaction that is open sees parts of a write to a space, whichever process began it. */
  has(spaceId: number): boolean {
    return this.#writer.prepare('select 1 from unfinished_writes where space_id = ?').all(spaceId).length > 0
  }

  /** A write in parts, or one like the others, which waits for one in parts under its lock. */
  write<T>(commits: GroupCommit, lock: Lock, job: Job<T>, options: WriteOptions): Promise<T> {
    const { also } = options
    const busy = this.#busy.get(lock) ?? (also && this.#busy.get(also))
    if (busy) return busy.then(() => this.write(commits, lock, job, options))
    if (also) return commits.run(lock, this.#unlessBusy([lock, also], job))
    // SQLite has one writer at a time: locks need nothing else
    if (!options.inParts) return commits.run(lock, job, options.ends)
    const running = this.#run(commits, lock, job)
    this.#busy.set(
      lock,
      running.catch(() => {}).then(() => this.#busy.delete(lock)),
    )
    return running
  }

  /** What begins between two parts of a write would be taken for a part of it. */
  #unlessBusy<T>(locks: readonly Lock[], job: Job<T>): Job<T> {
    return (db, later) => {
      if (!locks.some((lock) => this.#busy.has(lock))) return job(db, later)
      throw new TrackError('unavailable', 'an import is under way in one of the two spaces', { retryAfter: 1 })
    }
  }

  async #run<T>(commits: GroupCommit, lock: Lock, job: Job<T>): Promise<T> {
    let one: Unfinished | undefined
    const isHidden = () => one !== undefined && this.#hidden.has(one)
    const work = async (db: Db, later: Later, endPart: (isLast: boolean) => Promise<boolean>): Promise<T> => {
      const after_seq = this.#lastSeq()
      const result = await job(db, later, (space_id, revision, isLast) => {
        one ??= { space_id, revision, after_seq }
        return endPart(isLast)
      })
      if (isHidden()) this.#end(one!)
      return result
    }
    try {
      return await commits.runInParts(lock, work, () => isHidden() || this.#hide(one!))
    } catch (error) {
      this.#ending = undefined
      if (isHidden()) await this.#remove(commits, lock, one!)
      throw error
    }
  }

  /** To be called after each commit, before anything is read. */
  readonly onCommit = (): void => {
    this.#endRead()
    if (!this.#ending) return
    this.#show(this.#ending)
    this.#ending = undefined
  }

  /** Hides on a further connection what is hidden now. */
  hideOn(connection: SqliteConnection): void {
    if (this.#hidden.size) connection.exec(this.#views())
  }

  #hide(one: Unfinished): void {
    const { space_id, revision, after_seq } = one
    const insert = 'insert into unfinished_writes (space_id, revision, after_seq) values (?, ?, ?)'
    this.#writer.prepare(insert).run(space_id, revision, after_seq)
    this.#hidden.add(one)
    this.#redefineViews()
  }

  #end(one: Unfinished): void {
    this.#writer.prepare('delete from unfinished_writes where space_id = ?').run(one.space_id)
    this.#ending = one
  }

  #show(one: Unfinished): void {
    this.#hidden.delete(one)
    this.#redefineViews()
  }

  /** Keeps the lock until all is removed, so that the next write can take the same revision. */
  async #remove(commits: GroupCommit, lock: Lock, one: Unfinished): Promise<void> {
    for (const removeBatch of this.#removal(one)) {
      const run = () => commits.run(lock, removeBatch).then(isDone, isNotDone)
      while (!(await run())) await new Promise((resolve) => setTimeout(resolve, RETRY_MS)) // a full disk
    }
    this.#show(one)
  }

  /** Removes what a write has added, one batch each; the last one forgets the write. */
  *#removal(one: Unfinished): Generator<() => void> {
    const exec = (sql: string) => () => this.#writer.exec(sql)
    const rows = rowsOf(one)
    const { space_id, after_seq } = one
    // not where the space was removed meanwhile, and its number given again
    const stands = `exists (select 1 from unfinished_writes where space_id = ${space_id})`
    const entities = `delete from journal_entities where ${rows.journal_entities} and ${stands} and entity_id in`
    for (let last = this.#lastSeq(); last > after_seq; last -= BATCH_SIZE) {
      const items = `from items where ${rows.items} and seq > ${last - BATCH_SIZE} and seq <= ${last} and ${stands}`
      yield exec(`
        delete from items_text where rowid in (select seq ${items});
        ${entities} (select id ${items});
        delete ${items};`)
    }
    yield exec(`
      ${entities} (select slug from projects where ${rows.projects});
      ${entities} (select id from features where ${rows.features});
      delete from projects where ${rows.projects} and ${stands};
      delete from features where ${rows.features} and ${stands};
      delete from journal where ${rows.journal} and ${stands};
      delete from unfinished_writes where space_id = ${space_id}`)
  }

  #lastSeq(): number {
    const [row] = this.#writer.prepare('select coalesce(max(seq), 0) as last from items').all() as { last: number }[]
    return row!.last
  }

  #redefineViews(): void {
    this.#endRead() // else the views would go with the transaction
    this.#reader.exec(`pragma query_only = off; ${this.#views()} pragma query_only = on`)
  }

  #views(): string {
    const tables = [...this.#hidden].map(rowsOf)
    const names = Object.keys(rowsOf({ space_id: 0, revision: 0, after_seq: 0 }))
    const views = names.map((name) => {
      const seen = tables.map((rows) => `not (${rows[name]})`).join(' and ')
      const view = seen && `create temp view ${name} as select * from main.${name} where ${seen};`
      return `drop view if exists temp.${name}; ${view}`
    })
    return views.join('')
  }
}

const isDone = () => true
const isNotDone = () => false

function inTransaction(connection: SqliteConnection, job: () => void): void {
  connection.exec('begin immediate')
  try {
    job()
    connection.exec('commit')
  } catch (error) {
    if (connection.isTransaction) connection.exec('rollback')
    throw error
  }
}

import { performance } from 'node:perf_hooks'
import type { SqliteConnection, Statement } from './connection.ts'

/**
 * The number of the event loop's turn. An end by setImmediate alone would let a timer's read last into the next turn.
 */
export const currentTurn = () => performance.nodeTiming.uvMetricsInfo.loopCount

/**
 * All reads of a connection in one turn of the event loop share a transaction, since opening one takes longer than a
 * short read. It ends with the turn and with each commit of this process, so that no request sees a state from before
 * it arrived.
 */
export class TurnReadTransaction {
  readonly #connection: SqliteConnection
  readonly #version: Statement
  #transactionTurn: number | null = null
  #tokenTurn: number | null = null
  #dataVersion: unknown
  #token = {}

  constructor(connection: SqliteConnection) {
    this.#connection = connection
    this.#version = connection.prepare('pragma data_version')
  }

  /** To be called before each read. */
  readonly begin = (): void => {
    const turn = currentTurn()
    if (this.#transactionTurn === turn) return
    this.#close()
    this.#connection.exec('begin')
    this.#transactionTurn = turn
    setImmediate(this.end)
  }

  /** The same object until any process commits, by SQLite's data_version, which is read at most once a turn. */
  commitToken(): object {
    const turn = currentTurn()
    if (this.#tokenTurn === turn) return this.#token
    if (this.#transactionTurn !== turn) this.#close() // an older transaction does not see later commits
    const [row] = this.#version.all() as { data_version: number }[]
    if (row!.data_version !== this.#dataVersion) this.#token = {}
    this.#dataVersion = row!.data_version
    this.#tokenTurn = turn
    return this.#token
  }

  readonly end = (): void => {
    this.#tokenTurn = null
    this.#close()
  }

  #close(): void {
    if (this.#transactionTurn === null) return
    this.#transactionTurn = null
    try {
      if (this.#connection.isTransaction) this.#connection.exec('rollback')
    } catch {} // a damaged file; the next read reports it
  }
}

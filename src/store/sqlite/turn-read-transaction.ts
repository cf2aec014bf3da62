import { performance } from 'node:perf_hooks'
import type { SqliteConnection, Statement } from './connection.ts'

/**
 * The number of the event loop's turn. An end by setImmediate alone would let a timer's read last into the next turn.
 */
const currentTurn = () => performance.nodeTiming.uvMetricsInfo.loopCount

/**
 * All reads of a connection in one turn of the event loop share a transaction, since opening one takes longer than a
 * short read. It ends with the turn and with each commit of this process, so that no request sees a state from before
 * it arrived.
 */
export class TurnReadTransaction {
  readonly #connection: SqliteConnection
  readonly #begin: Statement
  readonly #rollback: Statement
  readonly #mayHaveCommitted: () => boolean
  #transactionTurn: number | null = null
  #token = {}

  constructor(connection: SqliteConnection, mayHaveCommitted: () => boolean) {
    this.#connection = connection
    this.#mayHaveCommitted = mayHaveCommitted
    this.#begin = connection.prepare('begin')
    this.#rollback = connection.prepare('rollback')
  }

  /** To be called before each read. */
  readonly begin = (): void => {
    const turn = currentTurn()
    if (this.#transactionTurn === turn) return
    this.#close()
    this.#begin.run()
    this.#transactionTurn = turn
    setImmediate(this.end)
  }

  /** The same object until any process commits: what is read after it was asked for is at least as new. */
  commitToken(): object {
    if (this.#mayHaveCommitted()) {
      this.#close()
      this.#token = {}
    }
    return this.#token
  }

  readonly end = (): void => this.#close()

  #close(): void {
    if (this.#transactionTurn === null) return
    this.#transactionTurn = null
    try {
      if (this.#connection.isTransaction) this.#rollback.run()
    } catch {} // a damaged file; the next read reports it
  }
}

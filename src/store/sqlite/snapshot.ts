import { performance } from 'node:perf_hooks'
import type { Connection } from './port.ts'

/**
 * What a connection reads in one turn of the event loop it reads in one transaction, since opening one takes longer than a short read.
 * It ends with the turn and with each commit of this process: no request is answered by what was so before it came.
 */
export class Snapshot {
  readonly #connection: Connection
  #turn: number | null = null
  #moment = {}

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /** Called ahead of each read. The loop's own count tells turns apart: what an immediate or a timer reads would last into the next turn, when other requests come. */
  readonly begin = (): void => {
    const turn = performance.nodeTiming.uvMetricsInfo.loopCount
    if (this.#turn === turn) return
    this.end()
    this.#connection.exec('begin')
    this.#turn = turn
    this.#moment = {}
    setImmediate(this.end)
  }

  moment(): object {
    this.begin()
    return this.#moment
  }

  readonly end = (): void => {
    if (this.#turn === null) return
    this.#turn = null
    try {
      if (this.#connection.isTransaction) this.#connection.exec('rollback')
    } catch {} // a damaged file may refuse even that; the next read is told why
  }
}

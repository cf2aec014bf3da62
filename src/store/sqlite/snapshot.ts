import { performance } from 'node:perf_hooks'
import type { Connection, Statement } from './port.ts'

/** The loop's own count tells turns apart: what an immediate or a timer reads would last into the next turn, when other requests come. */
const turnNow = () => performance.nodeTiming.uvMetricsInfo.loopCount

/**
 * What a connection reads in one turn of the event loop it reads in one transaction, since opening one takes longer than a short read.
 * It ends with the turn and with each commit of this process: no request is answered by what was so before it came.
 */
export class Snapshot {
  readonly #connection: Connection
  readonly #version: Statement
  #begun: number | null = null
  #looked: number | null = null
  #seen: unknown
  #moment = {}

  constructor(connection: Connection) {
    this.#connection = connection
    this.#version = connection.prepare('pragma data_version')
  }

  /** Called ahead of each read. */
  readonly begin = (): void => {
    const turn = turnNow()
    if (this.#begun === turn) return
    this.#close()
    this.#connection.exec('begin')
    this.#begun = turn
    setImmediate(this.end)
  }

  /** The same object until someone commits, whichever connection or process it is: SQLite tells, and is asked once a turn and after each commit of this process. */
  moment(): object {
    const turn = turnNow()
    if (this.#looked === turn) return this.#moment
    if (this.#begun !== turn) this.#close() // an earlier turn's transaction sees nothing of what came since
    const [row] = this.#version.all() as { data_version: number }[]
    if (row!.data_version !== this.#seen) this.#moment = {}
    this.#seen = row!.data_version
    this.#looked = turn
    return this.#moment
  }

  readonly end = (): void => {
    this.#looked = null
    this.#close()
  }

  #close(): void {
    if (this.#begun === null) return
    this.#begun = null
    try {
      if (this.#connection.isTransaction) this.#connection.exec('rollback')
    } catch {} // a damaged file may refuse even that; the next read is told why
  }
}

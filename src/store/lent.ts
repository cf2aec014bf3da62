import type { DatabaseConnection, Driver, QueryResult } from 'kysely'

/** Kysely's driver over connections that are lent for one query each. It begins no transaction: writes go through Engine.write. */
export class Lent<Connection extends DatabaseConnection> implements Driver {
  readonly #take: () => Promise<Connection>
  readonly #giveBack: (connection: Connection) => void

  constructor(take: () => Promise<Connection>, giveBack: (connection: Connection) => void = () => {}) {
    this.#take = take
    this.#giveBack = giveBack
  }

  async init() {}
  acquireConnection(): Promise<Connection> {
    return this.#take()
  }
  async releaseConnection(connection: DatabaseConnection) {
    this.#giveBack(connection as Connection)
  }
  async beginTransaction(): Promise<void> {
    throw new Error('writes go through Engine.write')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async destroy() {}
}

export function unstreamed<R>(): AsyncIterableIterator<QueryResult<R>> {
  throw new Error('results are not streamed')
}

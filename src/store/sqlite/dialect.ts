import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type Driver,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type Connection, guarded, type Statement } from './port.ts'

const CACHED_STATEMENTS = 500

/** Runs kysely's queries on one connection, each text prepared once. */
class SqliteConnection implements DatabaseConnection {
  readonly #connection: Connection
  readonly #statements = new Map<string, { statement: Statement; reads: boolean }>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  executeQuery<R>({ sql, parameters }: CompiledQuery): Promise<QueryResult<R>> {
    return new Promise((resolve) => {
      resolve(
        guarded(() => {
          const { statement, reads } = this.#prepared(sql)
          if (reads) return { rows: statement.all(...parameters) as R[] }
          const { changes, lastInsertRowid } = statement.run(...parameters)
          return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
        }),
      )
    })
  }

  #prepared(sql: string) {
    let entry = this.#statements.get(sql)
    if (!entry) {
      if (this.#statements.size >= CACHED_STATEMENTS) this.#statements.delete(this.#statements.keys().next().value!)
      const statement = this.#connection.prepare(sql)
      entry = { statement, reads: statement.columns().length > 0 }
      this.#statements.set(sql, entry)
    }
    return entry
  }

  streamQuery<R>(): AsyncIterableIterator<QueryResult<R>> {
    throw new Error('results are not streamed')
  }
}

class SqliteDriver implements Driver {
  readonly #connection: SqliteConnection

  constructor(connection: Connection) {
    this.#connection = new SqliteConnection(connection)
  }

  async init() {}
  async acquireConnection() {
    return this.#connection
  }
  async beginTransaction(): Promise<void> {
    throw new Error('writes go through Engine.write')
  }
  async commitTransaction() {}
  async rollbackTransaction() {}
  async releaseConnection() {}
  async destroy() {}
}

export function sqliteDialect(connection: Connection): Dialect {
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new SqliteDriver(connection),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

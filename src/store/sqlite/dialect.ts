import {
  type CompiledQuery,
  type DatabaseConnection,
  type Dialect,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { Lent, unstreamed } from '../lent.ts'
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

  streamQuery = unstreamed
}

export function sqliteDialect(connection: Connection): Dialect {
  const only = new SqliteConnection(connection)
  return {
    createAdapter: () => new SqliteAdapter(),
    createDriver: () => new Lent(async () => only),
    createIntrospector: (db) => new SqliteIntrospector(db),
    createQueryCompiler: () => new SqliteQueryCompiler(),
  }
}

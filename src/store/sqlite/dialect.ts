import {
  type CompiledQuery,
  type Kysely,
  type QueryResult,
  SqliteAdapter,
  SqliteIntrospector,
  SqliteQueryCompiler,
} from 'kysely'
import { type DialectParts, createKysely } from '../kysely.ts'
import type { Tables } from '../schema.ts'
import type { SqliteConnection, Statement } from './connection.ts'
import { withTrackErrors } from './errors.ts'

const MAX_CACHED_STATEMENTS = 500

/** Runs queries on one connection, with a cache of prepared statements. */
class Statements {
  readonly #connection: SqliteConnection
  readonly #prepared = new Map<string, { statement: Statement; reads: boolean }>()

  constructor(connection: SqliteConnection) {
    this.#connection = connection
  }

  run<R>({ sql, parameters }: CompiledQuery): QueryResult<R> {
    const { statement, reads } = this.#of(sql)
    if (reads) return { rows: statement.all(...parameters) as R[] }
    const { changes, lastInsertRowid } = statement.run(...parameters)
    return { rows: [], numAffectedRows: BigInt(changes), insertId: BigInt(lastInsertRowid) }
  }

  #of(sql: string) {
    let entry = this.#prepared.get(sql)
    if (!entry) {
      if (this.#prepared.size >= MAX_CACHED_STATEMENTS) this.#prepared.delete(this.#prepared.keys().next().value!)
      const statement = this.#connection.prepare(sql)
      entry = { statement, reads: statement.columns().length > 0 }
      this.#prepared.set(sql, entry)
    }
    return entry
  }
}

const DIALECT_PARTS: DialectParts = {
  createAdapter: () => new SqliteAdapter(),
  createIntrospector: (db) => new SqliteIntrospector(db),
  createQueryCompiler: () => new SqliteQueryCompiler(),
}

/** Kysely on one connection; `before` is called before each query. */
export function kyselyOnConnection(connection: SqliteConnection, before: () => void = () => {}): Kysely<Tables> {
  const statements = new Statements(connection)
  const run = <R>(query: CompiledQuery) =>
    withTrackErrors(() => {
      before()
      return statements.run<R>(query)
    })
  return createKysely(DIALECT_PARTS, async (query) => run(query), run)
}

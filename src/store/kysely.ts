import { type CompiledQuery, DefaultQueryExecutor, type Dialect, DummyDriver, Kysely, type QueryResult } from 'kysely'
import type { Db, Tables } from './schema.ts'

/** A kysely dialect without its driver. */
export type DialectParts = Omit<Dialect, 'createDriver'>

/** Runs one query on any connection. */
export type RunQuery = <R>(query: CompiledQuery) => Promise<QueryResult<R>>
/** Runs one query and returns its result at once. */
export type RunQueryNow = <R>(query: CompiledQuery) => QueryResult<R>

class Executor extends DefaultQueryExecutor {
  readonly #run: RunQuery
  /** Where the database answers at once. */
  runNow: RunQueryNow | undefined

  constructor(parts: DialectParts, run: RunQuery, runNow?: RunQueryNow) {
    super(parts.createQueryCompiler(), parts.createAdapter(), {
      provideConnection: (job) => job({ executeQuery: run, streamQuery: rejectStreaming }),
    })
    this.#run = run
    this.runNow = runNow
  }

  override executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run(query)
  }
}

/**
 * A kysely instance that runs queries by `run`. Kysely's own drivers pass nine promises per query, which take longer
 * than a short read. It does not support transactions: writes go through Engine.write.
 */
export function createKysely(parts: DialectParts, run: RunQuery, runNow?: RunQueryNow): Kysely<Tables> {
  const dialect: Dialect = { ...parts, createDriver: () => new DummyDriver() }
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    driver: dialect.createDriver(),
    executor: new Executor(parts, run, runNow),
  })
}

/** The result of a query, or undefined where the database can only promise it. */
export function runNow(db: Db, query: CompiledQuery): QueryResult<unknown> | undefined {
  return (db.getExecutor() as Executor).runNow?.(query)
}

function rejectStreaming<R>(): AsyncIterableIterator<QueryResult<R>> {
  throw new Error('results are not streamed')
}

import { type CompiledQuery, DefaultQueryExecutor, type Dialect, DummyDriver, Kysely, type QueryResult } from 'kysely'
import type { Tables } from './schema.ts'

/** A kysely dialect without its driver. */
export type DialectParts = Omit<Dialect, 'createDriver'>

/** Runs one query on any connection. */
export type RunQuery = <R>(query: CompiledQuery) => Promise<QueryResult<R>>

class Executor extends DefaultQueryExecutor {
  readonly #run: RunQuery

  constructor(parts: DialectParts, run: RunQuery) {
    super(parts.createQueryCompiler(), parts.createAdapter(), {
      provideConnection: (job) => job({ executeQuery: run, streamQuery: rejectStreaming }),
    })
    this.#run = run
  }

  override executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run(query)
  }
}

/**
 * A kysely instance that runs queries by `run`. Kysely's own drivers pass nine promises per query, which take longer
 * than a short read. It does not support transactions: writes go through Engine.write.
 */
export function createKysely(parts: DialectParts, run: RunQuery): Kysely<Tables> {
  const dialect: Dialect = { ...parts, createDriver: () => new DummyDriver() }
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    driver: dialect.createDriver(),
    executor: new Executor(parts, run),
  })
}

function rejectStreaming<R>(): AsyncIterableIterator<QueryResult<R>> {
  throw new Error('results are not streamed')
}

import { type CompiledQuery, DefaultQueryExecutor, type Dialect, DummyDriver, Kysely, type QueryResult } from 'kysely'
import type { Tables } from './schema.ts'

/** What kysely knows of a database's SQL. */
export type Language = Omit<Dialect, 'createDriver'>

/** Runs one query, on whichever connection. */
export type Run = <R>(query: CompiledQuery) => Promise<QueryResult<R>>

class Executor extends DefaultQueryExecutor {
  readonly #run: Run

  constructor(language: Language, run: Run) {
    super(language.createQueryCompiler(), language.createAdapter(), {
      provideConnection: (job) => job({ executeQuery: run, streamQuery: unstreamed }),
    })
    this.#run = run
  }

  override executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    return this.#run(query)
  }
}

/** Kysely over a way to run queries. The way of its drivers goes through nine promises, which take longer than a short read. It begins no transaction: writes go through Engine.write. */
export function queries(language: Language, run: Run): Kysely<Tables> {
  const dialect: Dialect = { ...language, createDriver: () => new DummyDriver() }
  return new Kysely<Tables>({
    config: { dialect },
    dialect,
    driver: dialect.createDriver(),
    executor: new Executor(language, run),
  })
}

function unstreamed<R>(): AsyncIterableIterator<QueryResult<R>> {
  throw new Error('results are not streamed')
}

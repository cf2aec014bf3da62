import type { Compilable, QueryResult, RawBuilder } from 'kysely'
import type { Step } from '#domain/effects/steps.ts'
import { runSteps } from './run-steps.ts'
import type { Db } from './schema.ts'
import { Statement } from './statement.ts'

/**
 * What is asked of a database. `yield*` asks it inside of a step, where SQLite answers at once, without a promise;
 * `await` asks it anywhere else. It is asked each time.
 */
export class Query<T> implements PromiseLike<T> {
  readonly #step: () => Step<T>

  constructor(step: () => Step<T>) {
    this.#step = step
  }

  [Symbol.iterator](): Step<T> {
    return this.#step()
  }

  then<A = T, B = never>(
    fulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return new Promise<T>((resolve) => resolve(runSteps(this.#step()))).then(fulfilled, rejected)
  }
}

/** Makes a query of a step, with its arguments. */
export function query<Args extends unknown[], T>(step: (...args: Args) => Step<T>): (...args: Args) => Query<T> {
  return (...args) => new Query(() => step(...args))
}

/** A piece of SQL as what the builders make: something that compiles. */
export const bound = <Row>(db: Db, piece: RawBuilder<Row>): Compilable<Row> => ({ compile: () => piece.compile(db) })

/** The rows of a query that is built anew each time. */
export function rowsOf<Row>(db: Db, built: Compilable<Row>): Query<Row[]> {
  return new Query(function* () {
    return ((yield new Statement(db, built.compile())) as QueryResult<Row>).rows
  })
}

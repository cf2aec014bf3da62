import { type Compilable, type CompiledQuery, isExpression, type QueryResult, type RawBuilder, sql } from 'kysely'
import { query, type Query } from './query.ts'
import { Statement } from './statement.ts'
import type { Db } from './schema.ts'

type Getter = (values: never) => unknown

/** A placeholder for a value that is known when the query runs. */
class Parameter {
  readonly get: Getter

  constructor(of: Getter) {
    this.get = of
  }
}

const MAX_COMPILED_QUERIES = 100

/**
 * A query that is compiled to SQL once for each shape of its values, since compiling takes longer than running it.
 * `build` gets a placeholder for each value: it may depend on which values are defined and on the length of arrays, on
 * nothing else. Expressions are passed as they are.
 */
export function compiledQuery<Values extends object, Row>(
  build: Build<Values, Row>,
): (db: Db, values: Values) => Query<Row[]> {
  const compile = compiler(build)
  return query(function* (db: Db, values: Values) {
    return ((yield new Statement(db, compile(db, values))) as QueryResult<Row>).rows
  })
}

/** Like `compiledQuery`, for an insert, update or delete; gives the number of affected rows. */
export function compiledUpdate<Values extends object>(
  build: Build<Values, unknown>,
): (db: Db, values: Values) => Query<number> {
  const compile = compiler(build)
  return query(function* (db: Db, values: Values) {
    const { numAffectedRows } = (yield new Statement(db, compile(db, values))) as QueryResult<unknown>
    return Number(numAffectedRows)
  })
}

/**
 * Like `compiledQuery`, for rows of `columns` values to insert: `build` gets what stands behind `values`. All values
 * are given in one list, row after row, since objects take long to make and to read.
 */
export function compiledRows<Row>(
  columns: number,
  build: (rows: RawBuilder<unknown>) => RawBuilder<Row>,
): (db: Db, values: readonly unknown[]) => Query<Row[]> {
  const insert = compiledInsert(columns, build)
  return query(function* (db: Db, values: readonly unknown[]) {
    return (yield* insert(db, values)).rows
  })
}

/** The same; gives the driver's result. */
export function compiledInsert<Row>(
  columns: number,
  build: (rows: RawBuilder<unknown>) => RawBuilder<Row>,
): (db: Db, values: readonly unknown[]) => Query<QueryResult<Row>> {
  const queries = new PerShape<CompiledQuery<Row>>()
  const row = sql`(${sql.join(Array.from({ length: columns }, () => null))})`
  const rows = (count: number) => sql.join(Array.from({ length: count }, () => row))
  return query(function* (db: Db, values: readonly unknown[]) {
    const { sql, query, queryId } = queries.get(db, String(values.length), () =>
      build(rows(values.length / columns)).compile(db),
    )
    return (yield new Statement(db, { sql, query, queryId, parameters: values })) as QueryResult<Row>
  })
}

type Build<Values, Row> = (db: Db, values: Values) => Compilable<Row>

/** A query for one shape of its values, and how each of its parameters is found in them. */
interface Compiled<Row> {
  query: CompiledQuery<Row>
  parameters: readonly Getter[]
}

function compiler<Values extends object, Row>(
  build: Build<Values, Row>,
): (db: Db, values: Values) => CompiledQuery<Row> {
  const queries = new PerShape<Compiled<Row>>()
  return (db, values) => {
    const { query, parameters } = queries.get(db, shapeOf(values), () => compile(build(db, withParameters(values))))
    const { sql, query: node, queryId } = query
    return { sql, query: node, queryId, parameters: parameters.map((get) => get(values as never)) }
  }
}

function compile<Row>(built: Compilable<Row>): Compiled<Row> {
  const query = built.compile()
  return { query, parameters: query.parameters.map((value) => (value instanceof Parameter ? value.get : () => value)) }
}

/** What was compiled, by dialect and by the shape of its values. */
class PerShape<T> {
  readonly #dialects = new WeakMap<object, Map<string, T>>()

  get(db: Db, shape: string, make: () => T): T {
    const dialect = db.getExecutor().adapter.constructor
    let made = this.#dialects.get(dialect)
    if (!made) this.#dialects.set(dialect, (made = new Map()))
    let one = made.get(shape)
    if (one === undefined) {
      one = make()
      if (made.size >= MAX_COMPILED_QUERIES) made.delete(made.keys().next().value!)
      made.set(shape, one)
    }
    return one
  }
}

/** Which values are defined, and the length of arrays; what is inside of one has the same shape each time. */
function shapeOf(values: object): string {
  let shape = ''
  for (const name in values) {
    const value = (values as Record<string, unknown>)[name]
    if (value !== undefined) shape += Array.isArray(value) ? `${name}${value.length} ` : `${name} `
  }
  return shape
}

function withParameters<Values extends object>(values: Values, read: Getter = (all) => all): Values {
  const toParameter = (value: unknown, getter: Getter): unknown => {
    if (value === undefined || isExpression(value)) return value
    if (Array.isArray(value)) return value.map((one, i) => toParameter(one, (all) => (getter(all) as unknown[])[i]))
    return typeof value === 'object' && value !== null ? withParameters(value, getter) : new Parameter(getter)
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      toParameter(value, (all) => (read(all) as Record<string, unknown>)[name]),
    ]),
  ) as Values
}

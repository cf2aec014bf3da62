import { type Compilable, type CompiledQuery, isExpression, type QueryResult } from 'kysely'
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
): (db: Db, values: Values) => Promise<Row[]> {
  const run = runner(build)
  return async (db, values) => (await run(db, values)).rows
}

/** Like `compiledQuery`, for an insert, update or delete; returns the number of affected rows. */
export function compiledUpdate<Values extends object>(
  build: Build<Values, unknown>,
): (db: Db, values: Values) => Promise<number> {
  const run = runner(build)
  return async (db, values) => Number((await run(db, values)).numAffectedRows)
}

type Build<Values, Row> = (db: Db, values: Values) => Compilable<Row>

function runner<Values extends object, Row>(
  build: Build<Values, Row>,
): (db: Db, values: Values) => Promise<QueryResult<Row>> {
  const dialects = new WeakMap<object, Map<string, CompiledQuery<Row>>>()
  return (db, values) => {
    const dialect = db.getExecutor().adapter.constructor
    let queries = dialects.get(dialect)
    if (!queries) dialects.set(dialect, (queries = new Map()))
    const shape = shapeOf(values)
    let query = queries.get(shape)
    if (!query) {
      query = build(db, withParameters(values)).compile()
      if (queries.size >= MAX_COMPILED_QUERIES) queries.delete(queries.keys().next().value!)
      queries.set(shape, query)
    }
    const parameters = query.parameters.map((value) =>
      value instanceof Parameter ? value.get(values as never) : value,
    )
    return db.executeQuery<Row>({ ...query, parameters })
  }
}

/** Which values are defined, and the length of arrays, whose elements all have the same shape. */
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

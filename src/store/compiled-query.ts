import { type Compilable, type CompiledQuery, isExpression, type QueryResult } from 'kysely'
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

type Build<Values, Row> = (db: Db, values: Values) => Compilable<Row>

/** A query for one shape of its values, and how each of its parameters is found in them. */
interface Compiled<Row> {
  query: CompiledQuery<Row>
  parameters: readonly Getter[]
}

function compiler<Values extends object, Row>(
  build: Build<Values, Row>,
): (db: Db, values: Values) => CompiledQuery<Row> {
  const dialects = new WeakMap<object, Map<string, Compiled<Row>>>()
  return (db, values) => {
    const dialect = db.getExecutor().adapter.constructor
    let queries = dialects.get(dialect)
    if (!queries) dialects.set(dialect, (queries = new Map()))
    const shape = shapeOf(values)
    let compiled = queries.get(shape)
    if (!compiled) {
      compiled = compile(build(db, withParameters(values)))
      if (queries.size >= MAX_COMPILED_QUERIES) queries.delete(queries.keys().next().value!)
      queries.set(shape, compiled)
    }
    const { sql, query, queryId } = compiled.query
    return { sql, query, queryId, parameters: compiled.parameters.map((get) => get(values as never)) }
  }
}

function compile<Row>(built: Compilable<Row>): Compiled<Row> {
  const query = built.compile()
  return { query, parameters: query.parameters.map((value) => (value instanceof Parameter ? value.get : () => value)) }
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

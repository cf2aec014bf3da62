import { type Compilable, type CompiledQuery, isExpression, type QueryResult } from 'kysely'
import type { Db } from './schema.ts'

type Read = (values: never) => unknown

/** Stands for a value that is known when the query runs. */
class Parameter {
  readonly of: Read

  constructor(of: Read) {
    this.of = of
  }
}

const MOST_TEXTS = 100

/**
 * A query whose text is built and compiled once for each shape of its values, since that takes longer than running it. `build` sees a stand-in
 * for each value, so it may look at which are there and at how many an array holds, and at nothing else; expressions it gets as they are.
 */
export function prepared<Values extends object, Row>(
  build: Build<Values, Row>,
): (db: Db, values: Values) => Promise<Row[]> {
  const run = runner(build)
  return async (db, values) => (await run(db, values)).rows
}

/** The same for a change; gives how many rows it changed. */
export function preparedChange<Values extends object>(
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
    let texts = dialects.get(dialect)
    if (!texts) dialects.set(dialect, (texts = new Map()))
    const shape = shapeOf(values)
    let query = texts.get(shape)
    if (!query) {
      query = build(db, standIns(values)).compile()
      if (texts.size >= MOST_TEXTS) texts.delete(texts.keys().next().value!)
      texts.set(shape, query)
    }
    const parameters = query.parameters.map((value) => (value instanceof Parameter ? value.of(values as never) : value))
    return db.executeQuery<Row>({ ...query, parameters })
  }
}

/** Which values there are, and how many in each array; the objects of an array are of one shape. */
function shapeOf(values: object): string {
  let shape = ''
  for (const name in values) {
    const value = (values as Record<string, unknown>)[name]
    if (value !== undefined) shape += Array.isArray(value) ? `${name}${value.length} ` : `${name} `
  }
  return shape
}

function standIns<Values extends object>(values: Values, read: Read = (all) => all): Values {
  const standIn = (value: unknown, its: Read): unknown => {
    if (value === undefined || isExpression(value)) return value
    if (Array.isArray(value)) return value.map((one, i) => standIn(one, (all) => (its(all) as unknown[])[i]))
    return typeof value === 'object' && value !== null ? standIns(value, its) : new Parameter(its)
  }
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      standIn(value, (all) => (read(all) as Record<string, unknown>)[name]),
    ]),
  ) as Values
}

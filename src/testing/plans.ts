import { CompiledQuery, type QueryResult } from 'kysely'
import type { Engine } from '#store/engine.ts'
import type { Db } from '#store/schema.ts'

/** Hears every query that goes through an engine, reads and writes. */
export function overhear(engine: Engine): CompiledQuery[] {
  const asked: CompiledQuery[] = []
  const heard = new WeakSet<object>()
  const listen = (db: Db) => {
    const executor = db.getExecutor()
    if (heard.has(executor)) return db
    heard.add(executor)
    const execute = executor.executeQuery.bind(executor)
    Object.assign(executor, {
      executeQuery(query: CompiledQuery, ...rest: []): Promise<QueryResult<unknown>> {
        asked.push(query)
        return execute(query, ...rest)
      },
    })
    return db
  }
  listen(engine.read)
  const write = engine.write.bind(engine)
  Object.assign(engine, { write: ((lock, job) => write(lock, (db) => job(listen(db)))) satisfies Engine['write'] })
  return asked
}

/** The steps by which a SQLite database carries a query out. */
export async function stepsOf(engine: Engine, { sql, parameters }: CompiledQuery): Promise<string[]> {
  const { rows } = await engine.read.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
  )
  return rows.map(({ detail }) => detail)
}

/**
 * The same for PostgreSQL, for whatever values, as it plans for Track. In a small database it would rather read and sort everything: both are made
 * dear, so that they are done only where there is no other way.
 */
export function postgresStepsOf(engine: Engine, { sql: text, parameters }: CompiledQuery): Promise<string[]> {
  return engine.write('schema', async (db) => {
    const run = (command: string) => db.executeQuery<{ 'QUERY PLAN': string }>(CompiledQuery.raw(command))
    for (const way of ['seqscan', 'sort', 'bitmapscan', 'hashjoin', 'hashagg'])
      await run(`set local enable_${way} = off`)
    await run(`prepare asked as ${text}`)
    const { rows } = await run(
      `explain execute asked${parameters.length ? `(${parameters.map(() => 'null').join()})` : ''}`,
    )
    await run('deallocate asked')
    return rows.map((row) => row['QUERY PLAN'].trim())
  })
}

import { CompiledQuery } from 'kysely'
import type { Engine } from '#store/engine.ts'
import type { Db } from '#store/schema.ts'

/** Records every query of an engine from now on, in reads and writes. */
export function recordQueries(engine: Engine): CompiledQuery[] {
  const queries: CompiledQuery[] = []
  const wrapped = new WeakSet<object>()
  const wrap = (db: Db) => {
    const executor = db.getExecutor()
    if (wrapped.has(executor)) return db
    wrapped.add(executor)
    const methods = executor as unknown as Record<string, ((query: CompiledQuery) => unknown) | undefined>
    for (const name of ['executeQuery', 'runNow']) {
      const run = methods[name]?.bind(executor)
      if (!run) continue
      methods[name] = (query) => {
        queries.push(query)
        return run(query)
      }
    }
    return db
  }
  wrap(engine.read)
  const write = engine.write.bind(engine)
  Object.assign(engine, {
    write: ((lock, job) => write(lock, (db, later) => job(wrap(db), later))) satisfies Engine['write'],
  })
  return queries
}

/** The steps of SQLite's plan for a query. */
export async function sqlitePlan(engine: Engine, { sql, parameters }: CompiledQuery): Promise<string[]> {
  const { rows } = await engine.read.executeQuery<{ detail: string }>(
    CompiledQuery.raw(`explain query plan ${sql}`, [...parameters]),
  )
  return rows.map(({ detail }) => detail)
}

/**
 * The steps of PostgreSQL's generic plan for a query. In a small database it prefers to scan and sort: both are
 * disabled, so that they only appear where no index can be used.
 */
export function postgresPlan(engine: Engine, { sql: text, parameters }: CompiledQuery): Promise<string[]> {
  return engine.write('schema', async (db) => {
    await preferIndexes(db)
    await run(db, `prepare asked as ${text}`)
    const steps = await run(
      db,
      `explain execute asked${parameters.length ? `(${parameters.map(() => 'null').join()})` : ''}`,
    )
    await run(db, 'deallocate asked')
    return steps
  })
}

/** The steps that PostgreSQL takes to run a query, which is rolled back. */
export function postgresStepsTaken(engine: Engine, { sql: text, parameters }: CompiledQuery): Promise<string[]> {
  return engine.write('schema', async (db) => {
    await preferIndexes(db)
    await run(db, 'savepoint before')
    const steps = await run(db, `explain (analyze, costs off, timing off, summary off) ${text}`, parameters)
    await run(db, 'rollback to before')
    return steps.filter((step) => !step.endsWith('(never executed)'))
  })
}

async function run(db: Db, command: string, parameters: readonly unknown[] = []): Promise<string[]> {
  const query = CompiledQuery.raw(command, [...parameters])
  const { rows } = await db.executeQuery<{ 'QUERY PLAN': string }>(query)
  return rows.map((row) => row['QUERY PLAN'].trim())
}

async function preferIndexes(db: Db): Promise<void> {
  for (const strategy of ['seqscan', 'sort', 'bitmapscan', 'hashjoin', 'hashagg'])
    await run(db, `set local enable_${strategy} = off`)
}

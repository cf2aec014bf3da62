import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import { TEMPLATE_DATABASE } from '#testing/databases.ts'
import { startPgBouncer } from '#testing/pgbouncer.ts'
import { executeSql, withDatabase, startPostgres } from '#testing/postgres.ts'

/**
 * Starts a PostgreSQL for the test run, unless TRACK_TEST_DATABASE_URL names one (its user must have CREATEDB). With
 * TRACK_TEST_PGBOUNCER tests that open a PostgreSQL themselves reach it through PgBouncer in transaction mode.
 */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TRACK_TEST_DATABASE_URL
  const started = given ? null : await startPostgres()
  const url = given ?? started!.url
  process.env.TRACK_TEST_DATABASE_URL = url
  await executeSql(url, `drop database if exists ${TEMPLATE_DATABASE} with (force)`)
  await executeSql(url, `create database ${TEMPLATE_DATABASE} template template0`)
  const engine = await openPostgres(withDatabase(url, TEMPLATE_DATABASE), { create: true })
  await migrate(engine)
  await engine.close()
  const pooler = process.env.TRACK_TEST_PGBOUNCER ? await startPgBouncer(url) : null
  if (pooler) process.env.TRACK_TEST_POOLED_URL = pooler.pooled(url)
  return async () => {
    await pooler?.stop()
    await started?.stop()
  }
}

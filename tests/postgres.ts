import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import { TEMPLATE_DATABASE } from '#testing/databases.ts'
import { partitionBySpace } from '#testing/partitions.ts'
import { startPgBouncer } from '#testing/pgbouncer.ts'
import { executeSql, withDatabase, startPostgres } from '#testing/postgres.ts'

/**
 * Starts a PostgreSQL for the test run, unless TRACK_TEST_DATABASE_URL names one (its user must have CREATEDB). With
 * TRACK_TEST_PGBOUNCER tests that open a PostgreSQL themselves reach it through PgBouncer in transaction mode; with
 * TRACK_TEST_PARTITIONED the tables of their databases are partitioned by space.
 */
export default async function setup(): Promise<(() => Promise<void>) | undefined> {
  if (process.env.TRACK_TEST_IS_PREPARED) return undefined // by another project of the same run
  process.env.TRACK_TEST_IS_PREPARED = 'yes'
  const given = process.env.TRACK_TEST_DATABASE_URL
  const started = given ? null : await startPostgres()
  const url = given ?? started!.url
  process.env.TRACK_TEST_DATABASE_URL = url
  await executeSql(url, `drop database if exists ${TEMPLATE_DATABASE} with (force)`)
  await executeSql(url, `create database ${TEMPLATE_DATABASE} template template0`)
  const template = withDatabase(url, TEMPLATE_DATABASE)
  const engine = await openPostgres(template, { create: true })
  await migrate(engine)
  await engine.close()
  if (process.env.TRACK_TEST_PARTITIONED) await partitionBySpace(template)
  const pooler = process.env.TRACK_TEST_PGBOUNCER ? await startPgBouncer(url) : null
  if (pooler) process.env.TRACK_TEST_POOLED_URL = pooler.pooled(url)
  return async () => {
    await pooler?.stop()
    await started?.stop()
  }
}

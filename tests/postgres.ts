import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import { TEMPLATE_DATABASE } from '#testing/databases.ts'
import { executeSql, withDatabase, startPostgres } from '#testing/postgres.ts'

/** Starts a PostgreSQL for the test run, unless TRACK_TEST_DATABASE_URL names one (its user must have CREATEDB). */
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
  return async () => started?.stop()
}

import { migrate } from '#store/migrate.ts'
import { openPostgres } from '#store/postgres/open.ts'
import { TEMPLATE } from '#testing/databases.ts'
import { ask, databaseAt, startPostgres } from '#testing/postgres.ts'

/** One PostgreSQL for the whole run, unless TRACK_TEST_DATABASE_URL names one whose user may make databases. */
export default async function setup(): Promise<() => Promise<void>> {
  const given = process.env.TRACK_TEST_DATABASE_URL
  const started = given ? null : await startPostgres()
  const url = given ?? started!.url
  process.env.TRACK_TEST_DATABASE_URL = url
  await ask(url, `drop database if exists ${TEMPLATE} with (force)`)
  await ask(url, `create database ${TEMPLATE} template template0`)
  const engine = await openPostgres(databaseAt(url, TEMPLATE), { create: true })
  await migrate(engine)
  await engine.close()
  return async () => started?.stop()
}

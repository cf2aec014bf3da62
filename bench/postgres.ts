import { executeSql, withDatabase, startPostgres } from '#testing/postgres.ts'

/** `node postgres.mjs`: a PostgreSQL that keeps what it acknowledges, with an empty database, until SIGTERM; copies that database to `floor` when told to. */
const server = await startPostgres({ durable: true, settings: { shared_buffers: '256MB' } })
await executeSql(server.url, 'create database track template template0')
console.log(`listening on ${withDatabase(server.url, 'track')}`)

process.stdin.on(
  'data',
  () =>
    void executeSql(server.url, 'create database floor template track').then(() =>
      console.log(`copied to ${withDatabase(server.url, 'floor')}`),
    ),
)
process.on('SIGTERM', () => void server.stop().then(() => process.exit(0)))

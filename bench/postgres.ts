import { executeSql, withDatabase, startPostgres } from '#testing/postgres.ts'

/**
 * `node postgres.mjs`: runs a durable PostgreSQL with an empty database until SIGTERM; on any input copies it to
 * `floor`.
 */
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

import { spawn } from 'node:child_process'
import { chownSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Client } from 'pg'
import { freePort, NOBODY } from './postgres.ts'

const START_MS = 10_000

export interface Pooler {
  /** The address of the same database through PgBouncer. */
  pooled(url: string): string
  stop(): Promise<void>
}

/** Starts PgBouncer in transaction mode before a PostgreSQL, with `poolSize` connections to each database. */
export async function startPgBouncer(server: string, poolSize = 10): Promise<Pooler> {
  const { hostname, port, username } = new URL(server)
  const folder = mkdtempSync(join(tmpdir(), 'track-pgbouncer-'))
  const own = await freePort()
  const [configuration, users] = [join(folder, 'pgbouncer.ini'), join(folder, 'users.txt')]
  writeFileSync(users, `"${username}" ""\n`)
  writeFileSync(
    configuration,
    `[databases]
* = host=${hostname} port=${port}
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${own}
unix_socket_dir =
auth_type = trust
auth_file = ${users}
pool_mode = transaction
default_pool_size = ${poolSize}
max_client_conn = 2000
log_connections = 0
log_disconnections = 0
`,
  )
  const asRoot = process.getuid?.() === 0 // which PgBouncer refuses to be
  if (asRoot) for (const path of [folder, configuration, users]) chownSync(path, NOBODY.uid, NOBODY.gid)
  const child = spawn('pgbouncer', ['-q', configuration], {
    ...(asRoot ? NOBODY : {}),
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const ended = new Promise<void>((end) => {
    child.once('exit', () => end())
    child.once('error', () => end())
  })
  const pooled = (url: string) => {
    const address = new URL(url)
    address.host = `127.0.0.1:${own}`
    return address.href
  }
  await untilAnswered(pooled(server))
  return {
    pooled,
    stop: async () => {
      child.kill()
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

async function untilAnswered(connectionString: string): Promise<void> {
  for (const until = Date.now() + START_MS; ;) {
    const client = new Client({ connectionString })
    client.on('error', () => {})
    try {
      await client.connect()
      return await client.end()
    } catch (error) {
      if (Date.now() > until) throw new Error('PgBouncer does not start; is it installed?', { cause: error })
      await new Promise((soon) => setTimeout(soon, 25))
    }
  }
}

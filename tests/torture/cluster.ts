import { Client } from 'pg'
import {
  copyAsStandby,
  executeSql,
  freePort,
  type PostgresOptions,
  type PostgresServer,
  startPostgres,
} from '#testing/postgres.ts'

const WAIT_MS = 30_000
const POLL_MS = 50

/** A primary and its synchronous standby, at two addresses. */
export interface Cluster {
  /** The address of each, whichever is the primary. */
  readonly urls: readonly [string, string]
  readonly primary: PostgresServer
  readonly standby: PostgresServer
  /** Makes the standby a primary too. */
  promote(): Promise<void>
  /**
   * Puts a new standby in the place of the old primary. From its return on no commit is acknowledged that it has not
   * stored.
   */
  replaceOldPrimary(): Promise<void>
  stop(): Promise<void>
}

/** How soon a standby whose primary has died looks for another source, after which it can be promoted. */
const SETTINGS = { wal_retrieve_retry_interval: '200ms' }

export async function startCluster(options: PostgresOptions = {}): Promise<Cluster> {
  const startStandbyOf = async (primary: PostgresServer, port: number) => {
    const { hostname, port: primaryPort, username } = new URL(primary.url)
    const from = `host=${hostname} port=${primaryPort} user=${username} application_name=standby`
    const standby = await startPostgres({
      ...options,
      settings: { ...SETTINGS, primary_conninfo: from },
      port,
      fill: (data) => copyAsStandby(primary, data),
    })
    await executeSql(primary.url, "alter system set synchronous_standby_names = '*'")
    await executeSql(primary.url, 'select pg_reload_conf()')
    await untilInSync(primary.url)
    return standby
  }
  let primary = await startPostgres({ ...options, settings: SETTINGS })
  let standby = await startStandbyOf(primary, await freePort())
  return {
    urls: [primary.url, standby.url],
    get primary() {
      return primary
    },
    get standby() {
      return standby
    },
    async promote() {
      await executeSql(standby.url, 'select pg_promote(true, 60)')
    },
    async replaceOldPrimary() {
      await primary.stop()
      const { port } = new URL(primary.url)
      primary = standby
      standby = await startStandbyOf(primary, Number(port))
    },
    async stop() {
      await standby.stop()
      await primary.stop()
    },
  }
}

/** Waits until commits wait for the standby, and it has stored all that were acknowledged before. */
async function untilInSync(url: string): Promise<void> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    const holds = async (condition: string, values: string[] = []) => {
      for (const until = Date.now() + WAIT_MS; ;) {
        const { rows } = await client.query(`select true from pg_stat_replication where ${condition}`, values)
        if (rows.length) return
        if (Date.now() > until) throw new Error(`the standby does not follow: not ${condition}`)
        await new Promise((soon) => setTimeout(soon, POLL_MS))
      }
    }
    await holds("sync_state = 'sync'")
    const { rows } = await client.query('select pg_current_wal_lsn()::text as written')
    await holds('flush_lsn >= $1::pg_lsn', [rows[0].written])
  } finally {
    await client.end()
  }
}

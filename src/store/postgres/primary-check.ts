import { Client, type ClientBase, type ClientConfig } from 'pg'
import { TrackError } from '#domain/errors.ts'
import { streamOf } from './client-stream.ts'

const WATCH_MS = 5000

/** The timeline of a primary, hexadecimal: each promotion begins a new one. Null on a standby. */
const SELECT_TIMELINE = `select case when not pg_is_in_recovery()
  then left(pg_walfile_name(pg_current_wal_lsn()), 8) end as timeline`

/**
 * Keeps a node from a standby, and from an old primary that still answers after another one was promoted: what it
 * would read there may be out of date, and what it would write may be lost.
 */
export class PrimaryCheck {
  /** The newest timeline that was seen. */
  #timeline = 0
  /** Open connections to its primary. */
  readonly #clients = new Set<ClientBase>()
  #watching: NodeJS.Timeout | undefined

  /**
   * Runs `first` on a new connection and checks where it leads; if that is a newer primary, connections to the old one
   * are cut. Throws `unavailable` for a standby and an old primary.
   */
  async check(client: ClientBase, first = ''): Promise<void> {
    const results: unknown = await client.query(first + SELECT_TIMELINE)
    const { rows } = [results].flat().at(-1) as { rows: [{ timeline: string | null }] }
    const found = rows[0].timeline
    if (found === null) throw notPrimary('the database is a standby')
    const timeline = Number.parseInt(found, 16)
    if (timeline < this.#timeline) throw notPrimary('the database is a primary that another one has replaced')
    if (timeline > this.#timeline) for (const old of this.#clients) streamOf(old).destroy()
    this.#timeline = timeline
    this.#clients.add(client)
    client.once('end', () => this.#clients.delete(client))
  }

  /** Looks by a new connection from time to time, since an open one goes on leading to an old primary. */
  watch(config: ClientConfig): void {
    this.#watching = setInterval(() => void this.#look(config), WATCH_MS).unref()
  }

  stop(): void {
    clearInterval(this.#watching)
  }

  async #look(config: ClientConfig): Promise<void> {
    const client = new Client(config)
    client.on('error', () => {})
    try {
      await client.connect()
      await this.check(client)
    } catch {
      // whatever needs the database meets the same failure
    } finally {
      client.end().catch(() => {})
    }
  }
}

function notPrimary(reason: string): TrackError {
  return new TrackError('unavailable', `${reason}, so it can't be used`, {
    retryAfter: 1,
    hint: 'Nothing was changed. The address of the database must lead to the primary.',
  })
}

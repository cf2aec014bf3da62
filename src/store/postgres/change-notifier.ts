import { Client, type ClientConfig } from 'pg'
import type { PrimaryCheck } from './primary-check.ts'

const CHANNEL = 'track'
/** Changes are collected for this long, so that one message covers many writes. */
const BATCH_WINDOW_MS = 10
/** Interval of an unconditional check: a node that dies after its commit may not have sent its message. */
const POLL_MS = 5000
const RECONNECT_MS = 500
/** A NOTIFY payload may have 8000 bytes; a user's id takes 37 with its comma. */
const MAX_IDS = 200

/**
 * Notifies other nodes whose data was written, by LISTEN and NOTIFY on a dedicated connection. Polling covers lost
 * messages.
 */
export class ChangeNotifier {
  readonly #config: ClientConfig
  readonly #primary: PrimaryCheck
  #client: Client | null = null
  #listener: ((userIds: readonly string[] | null) => void) | null = null
  #pendingIds = new Set<string>()
  #notifyAll = false
  #batchTimer: NodeJS.Timeout | undefined
  #pollTimer: NodeJS.Timeout | undefined
  #connecting: Promise<void> | null = null
  #closed = false

  constructor(config: ClientConfig, primary: PrimaryCheck) {
    this.#primary = primary
    this.#config = { ...config, pipeline: true } // NOTIFY may be sent while LISTEN is still under way
  }

  publish(userIds: readonly string[] | null): void {
    if (userIds) for (const id of userIds) this.#pendingIds.add(id)
    else this.#notifyAll = true
    this.#batchTimer ??= setTimeout(() => void this.#flush(), BATCH_WINDOW_MS)
  }

  listen(listener: (userIds: readonly string[] | null) => void): void {
    this.#listener = listener
    this.#pollTimer = setInterval(() => listener(null), POLL_MS)
    void this.#ensureConnected()
  }

  /** Sends what is pending, then disconnects. */
  async close(): Promise<void> {
    clearInterval(this.#pollTimer)
    this.#listener = null
    if (this.#batchTimer) await this.#flush()
    this.#closed = true
    await this.#connecting
    await this.#client?.end().catch(() => {})
  }

  async #flush(): Promise<void> {
    clearTimeout(this.#batchTimer)
    this.#batchTimer = undefined
    const payload = this.#notifyAll || this.#pendingIds.size > MAX_IDS ? '' : [...this.#pendingIds].join()
    this.#pendingIds = new Set()
    this.#notifyAll = false
    await this.#ensureConnected()
    await this.#client?.query('select pg_notify($1, $2)', [CHANNEL, payload]).catch(() => {})
  }

  #ensureConnected(): Promise<void> {
    if (this.#client || this.#closed) return Promise.resolve()
    return (this.#connecting ??= this.#connect().finally(() => (this.#connecting = null)))
  }

  async #connect(): Promise<void> {
    const client = new Client(this.#config)
    client.on('error', () => this.#handleLoss(client))
    client.on('end', () => this.#handleLoss(client))
    client.on('notification', ({ processId, payload }) => {
      if (processId === (client as Client & { processID: number | null }).processID) return // sent by this node
      this.#listener?.(payload ? payload.split(',') : null)
    })
    try {
      await client.connect()
      await this.#primary.check(client)
      if (this.#listener) await client.query(`listen ${CHANNEL}`)
      this.#client = client
      this.#listener?.(null) // messages may have been missed while disconnected
    } catch {
      void client.end().catch(() => {})
      this.#handleLoss(client)
    }
  }

  #handleLoss(client: Client): void {
    if (this.#client && this.#client !== client) return
    this.#client = null
    if (this.#listener && !this.#closed) setTimeout(() => void this.#ensureConnected(), RECONNECT_MS).unref()
  }
}

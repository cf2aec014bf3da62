import { Client, type ClientConfig } from 'pg'

const CHANNEL = 'track'
/** Announcements are gathered for this long: one message for many writes. */
const GATHER_MS = 10
/** How often to look anyway: a node that dies between its commit and its word has told nobody. */
const LOOK_MS = 5000
const RECONNECT_MS = 500
/** A message of PostgreSQL holds 8000 bytes, a user's id 37 with its comma. */
const MOST_IDS = 200

/** Nodes telling each other whose data was written, by LISTEN and NOTIFY on a connection of its own. What is lost is made up for by looking. */
export class Announcer {
  readonly #config: ClientConfig
  #client: Client | null = null
  #listener: ((userIds: readonly string[] | null) => void) | null = null
  #gathered = new Set<string>()
  #all = false
  #gathering: NodeJS.Timeout | undefined
  #looking: NodeJS.Timeout | undefined
  #connecting: Promise<void> | null = null
  #closed = false

  constructor(config: ClientConfig) {
    this.#config = { ...config, pipeline: true } // it may speak while it begins to listen
  }

  announce(userIds: readonly string[] | null): void {
    if (userIds) for (const id of userIds) this.#gathered.add(id)
    else this.#all = true
    this.#gathering ??= setTimeout(() => void this.#tell(), GATHER_MS)
  }

  listen(listener: (userIds: readonly string[] | null) => void): void {
    this.#listener = listener
    this.#looking = setInterval(() => listener(null), LOOK_MS)
    void this.#connected()
  }

  /** Tells what is gathered, then ends. */
  async close(): Promise<void> {
    clearInterval(this.#looking)
    this.#listener = null
    if (this.#gathering) await this.#tell()
    this.#closed = true
    await this.#connecting
    await this.#client?.end().catch(() => {})
  }

  async #tell(): Promise<void> {
    clearTimeout(this.#gathering)
    this.#gathering = undefined
    const payload = this.#all || this.#gathered.size > MOST_IDS ? '' : [...this.#gathered].join()
    this.#gathered = new Set()
    this.#all = false
    await this.#connected()
    await this.#client?.query('select pg_notify($1, $2)', [CHANNEL, payload]).catch(() => {})
  }

  #connected(): Promise<void> {
    if (this.#client || this.#closed) return Promise.resolve()
    return (this.#connecting ??= this.#connect().finally(() => (this.#connecting = null)))
  }

  async #connect(): Promise<void> {
    const client = new Client(this.#config)
    client.on('error', () => this.#lost(client))
    client.on('end', () => this.#lost(client))
    client.on('notification', ({ processId, payload }) => {
      if (processId === (client as Client & { processID: number | null }).processID) return // its own word
      this.#listener?.(payload ? payload.split(',') : null)
    })
    try {
      await client.connect()
      if (this.#listener) await client.query(`listen ${CHANNEL}`)
      this.#client = client
      this.#listener?.(null) // whatever was said while nobody listened
    } catch {
      void client.end().catch(() => {})
      this.#lost(client)
    }
  }

  #lost(client: Client): void {
    if (this.#client && this.#client !== client) return
    this.#client = null
    if (this.#listener && !this.#closed) setTimeout(() => void this.#connected(), RECONNECT_MS).unref()
  }
}

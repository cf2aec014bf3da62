import type { Duplex } from 'node:stream'
import { Client, type ClientBase, type ClientConfig, Pool } from 'pg'
import { told } from './told.ts'

/** Where the clients of one kysely instance come from. */
export interface Clients {
  take(): Promise<Client>
  giveBack(client: Client, broken: boolean): void
  end(): Promise<void>
}

/** Clients that are lent to one taker each: a transaction's. */
export function ownClients(config: ClientConfig, max: number): Clients {
  const pool = new Pool({ ...config, max, onConnect: (client): unknown => planOnce(client) }) // waited for, whatever its type says
  pool.on('connect', (client) => client.on('error', () => {})) // one that is cut off between two queries: the next one is told of it
  pool.on('error', () => {}) // an idle client was cut off: the pool has left it, and who asks next gets a new one
  return {
    take: () => pool.connect().catch(fail),
    giveBack: (client, broken) => (client as Client & { release(destroy?: boolean): void }).release(broken),
    end: () => pool.end(),
  }
}

interface Line {
  ready: Promise<unknown>
  takers: number
}

/**
 * Clients that any number of takers share: a query goes behind those under way. Who asks in the same turn of the event loop gets the same client, so
 * that all of it leaves by one write: each wakes a process of PostgreSQL's, which costs more than a short query.
 */
export function sharedClients(config: ClientConfig, max: number): Clients {
  const lines = new Map<Client, Line>()
  let ofTurn: Client | undefined
  const leave = (client: Client) => {
    lines.delete(client)
    if (ofTurn === client) ofTurn = undefined
  }
  const open = (): Client => {
    const client = new Client({ ...config, pipeline: true })
    for (const lost of ['error', 'end'] as const) client.on(lost, () => leave(client))
    const ready = client.connect().then(() => planOnce(client))
    ready.catch(() => leave(client))
    lines.set(client, { ready, takers: 0 })
    return client
  }
  const quietest = (): Client => {
    const [first] = [...lines].sort(([, a], [, b]) => a.takers - b.takers)
    return first && (first[1].takers === 0 || lines.size >= max) ? first[0] : open()
  }
  return {
    async take() {
      if (!ofTurn) setImmediate(() => (ofTurn = undefined))
      const client = (ofTurn ??= quietest())
      const line = lines.get(client)!
      line.takers++
      await line.ready.catch(fail)
      return client
    },
    giveBack(client, broken) {
      const line = lines.get(client)
      if (line) line.takers--
      if (!broken) return
      leave(client)
      client.end().catch(() => {})
    },
    end: async () => void (await Promise.all([...lines.keys()].map((client) => client.end().catch(() => {})))),
  }
}

/** Else PostgreSQL plans most queries anew at each run, which takes as long as a short one. */
async function planOnce(client: ClientBase): Promise<void> {
  await client.query('set plan_cache_mode = force_generic_plan')
}

/** Lets what is asked on a client in one turn of the event loop leave by one write. */
export function gathered(client: Client): Client {
  const { stream } = (client as unknown as { connection: { stream: Duplex } }).connection
  if (stream.writableCorked) return client
  stream.cork()
  setImmediate(() => stream.uncork())
  return client
}

function fail(error: unknown): never {
  throw told(error)
}

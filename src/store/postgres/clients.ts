import type { Duplex } from 'node:stream'
import { Client, type ClientConfig, Pool } from 'pg'
import { told } from './told.ts'

/** Where the clients of one kysely instance come from. */
export interface Clients {
  take(): Promise<Client>
  giveBack(client: Client, broken: boolean): void
  end(): Promise<void>
}

/** Clients that are lent to one taker each: a transaction's. */
export function ownClients(config: ClientConfig, max: number): Clients {
  const pool = new Pool({ ...config, max })
  pool.on('connect', (client) => client.on('error', () => {})) // one that is cut off between two queries: the next one is told of it
  pool.on('error', () => {}) // an idle client was cut off: the pool has left it, and who asks next gets a new one
  return {
    take: () => pool.connect().catch(fail),
    giveBack: (client, broken) => (client as Client & { release(destroy?: boolean): void }).release(broken),
    end: () => pool.end(),
  }
}

interface Line {
  client: Client
  ready: Promise<unknown>
  takers: number
}

/**
 * Clients that any number of takers share: a query is sent at once, behind those under way, and by one write with all others of its turn of the
 * event loop, since each write wakes a process of PostgreSQL's, which costs more than a short query.
 */
export function sharedClients(config: ClientConfig, max: number): Clients {
  const lines = new Set<Line>()
  let ofTurn: Line | undefined
  const leave = (line: Line) => {
    lines.delete(line)
    if (ofTurn === line) ofTurn = undefined
  }
  const open = (): Line => {
    const client = new Client({ ...config, pipeline: true })
    const line = { client, ready: client.connect(), takers: 0 }
    for (const lost of ['error', 'end'] as const) client.on(lost, () => leave(line))
    line.ready.catch(() => leave(line))
    lines.add(line)
    return line
  }
  const quietest = (): Line => {
    const [line] = [...lines].toSorted((a, b) => a.takers - b.takers)
    return line && (line.takers === 0 || lines.size >= max) ? line : open()
  }
  return {
    async take() {
      if (!ofTurn) setImmediate(() => (ofTurn = undefined))
      const line = (ofTurn ??= quietest())
      line.takers++
      await line.ready.catch(fail)
      return line.client
    },
    giveBack(client, broken) {
      for (const line of lines) {
        if (line.client !== client) continue
        line.takers--
        if (broken) leave(line)
      }
      if (broken) client.end().catch(() => {})
    },
    end: async () => void (await Promise.all([...lines].map(({ client }) => client.end().catch(() => {})))),
  }
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

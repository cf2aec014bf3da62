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

/** Clients that any number of takers share: a query is sent at once, behind those under way. The fewer they are, the fewer processes are woken for the same answers, which costs more than a short query. */
export function sharedClients(config: ClientConfig, max: number): Clients {
  const lines: { client: Client; ready: Promise<unknown>; takers: number }[] = []
  const leave = (client: Client) => {
    const at = lines.findIndex((line) => line.client === client)
    if (at >= 0) lines.splice(at, 1)
  }
  const open = () => {
    const client = new Client({ ...config, pipeline: true })
    for (const lost of ['error', 'end'] as const) client.on(lost, () => leave(client))
    const line = { client, ready: client.connect(), takers: 0 }
    line.ready.catch(() => leave(client))
    lines.push(line)
    return line
  }
  return {
    async take() {
      const quietest = lines.toSorted((a, b) => a.takers - b.takers)[0]
      const line = quietest && (quietest.takers === 0 || lines.length >= max) ? quietest : open()
      line.takers++
      await line.ready.catch(fail)
      return line.client
    },
    giveBack(client, broken) {
      const line = lines.find((one) => one.client === client)
      if (line) line.takers--
      if (!broken) return
      leave(client)
      client.end().catch(() => {})
    },
    end: async () => void (await Promise.all(lines.map(({ client }) => client.end().catch(() => {})))),
  }
}

function fail(error: unknown): never {
  throw told(error)
}

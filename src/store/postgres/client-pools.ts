import { Client, type ClientBase, type ClientConfig, Pool } from 'pg'
import { readInTurns, streamOf } from './client-stream.ts'
import { toTrackError } from './errors.ts'

export interface PoolOptions {
  config: ClientConfig
  max: number
  /** Whether a connection keeps settings and prepared statements: through PgBouncer each transaction has another. */
  keepsSession: boolean
  /** Is awaited before a new connection is used; if it fails, the connection is closed. */
  prepare: (client: ClientBase) => Promise<void>
}

/** A pool of the clients that a kysely instance uses. */
export interface ClientPool extends Pick<PoolOptions, 'keepsSession'> {
  acquire(): Promise<Client>
  release(client: Client, broken: boolean): void
  end(): Promise<void>
}

/** A pool whose clients have one user at a time, as a transaction needs. */
export function exclusivePool({ config, max, keepsSession, prepare }: PoolOptions): ClientPool {
  // pg awaits onConnect, although its type does not allow a promise
  const pool = new Pool({ ...config, max, onConnect: (client): unknown => (readInTurns(client), prepare(client)) })
  pool.on('connect', (client) => client.on('error', () => {})) // disconnected between two queries: the next one fails
  pool.on('error', () => {}) // an idle client was disconnected; the pool has removed it
  return {
    keepsSession,
    acquire: () => pool.connect().catch(throwTrackError),
    release: (client, broken) => (client as Client & { release(destroy?: boolean): void }).release(broken),
    end: () => pool.end(),
  }
}

/** A pool whose clients are used by several at a time; a promise of one only where it is not connected yet. */
export interface SharedPool extends Omit<ClientPool, 'acquire'> {
  acquire(): Client | Promise<Client>
}

interface PipelinedClient {
  /** Undefined once it is. */
  ready: Promise<unknown> | undefined
  users: number
}

/**
 * A pool whose clients are shared: queries are pipelined behind those under way. All queries of one tick of the event
 * loop get the same client, so that they are sent by one write: each write wakes a process of PostgreSQL, which costs
 * more than a short query.
 */
export function pipelinedPool({ config, max, keepsSession, prepare }: PoolOptions): SharedPool {
  const connections = new Map<Client, PipelinedClient>()
  let clientOfThisTick: Client | undefined
  const forget = (client: Client) => {
    connections.delete(client)
    if (clientOfThisTick === client) clientOfThisTick = undefined
  }
  const open = (): Client => {
    const client = new Client(config)
    for (const lost of ['error', 'end'] as const) client.on(lost, () => forget(client))
    const ready = client.connect().then(() => {
      readInTurns(client)
      return prepare(client)
    })
    const connection: PipelinedClient = { ready, users: 0 }
    ready.then(
      () => (connection.ready = undefined),
      () => {
        forget(client)
        client.end().catch(() => {})
      },
    )
    connections.set(client, connection)
    return client
  }
  const leastBusy = (): Client => {
    const [first] = [...connections].sort(([, a], [, b]) => a.users - b.users)
    return first && (first[1].users === 0 || connections.size >= max) ? first[0] : open()
  }
  return {
    keepsSession,
    acquire() {
      if (!clientOfThisTick) setImmediate(() => (clientOfThisTick = undefined))
      const client = (clientOfThisTick ??= leastBusy())
      const connection = connections.get(client)!
      connection.users++
      return connection.ready ? connection.ready.then(() => client, throwTrackError) : client
    },
    release(client, broken) {
      const connection = connections.get(client)
      if (connection) connection.users--
      if (!broken) return
      forget(client)
      client.end().catch(() => {})
    },
    end: async () => void (await Promise.all([...connections.keys()].map((client) => client.end().catch(() => {})))),
  }
}

/** Makes all queries on a client in one tick of the event loop leave by one write. */
export function corkForThisTick(client: Client): Client {
  const stream = streamOf(client)
  if (stream.writableCorked) return client
  stream.cork()
  setImmediate(() => stream.uncork())
  return client
}

function throwTrackError(error: unknown): never {
  throw toTrackError(error)
}

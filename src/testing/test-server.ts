import { randomBytes, randomUUID } from 'node:crypto'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import { type Track, trackFrom } from '#contract/track.ts'
import { type AssembledServer, assembleServer } from '#main/app.ts'
import type { HttpSettings } from '#http/backend.ts'
import { type Bounds, BOUNDS } from '#http/bounds.ts'
import { NO_USAGE } from '#domain/usage.ts'
import type { ServiceDeps } from '#service/context.ts'
import { create, hashOf } from '#service/users.ts'
import { trackFor } from '#service/service.ts'
import type { Engine } from '#store/engine.ts'
import { userByName, userOfKey } from '#store/users.ts'
import { withAnswerChecks } from './answer-checks.ts'
import { Clock } from './clock.ts'
import { type Database, postgresDatabase, sqliteDatabase } from './databases.ts'

/**
 * The variants of the contract suite: each database, with direct calls of the service or over HTTP to real servers.
 * With two nodes, calls alternate between them.
 */
const SETUPS = {
  direct: { open: sqliteDatabase, http: false },
  http: { open: sqliteDatabase, http: true },
  'postgres, direct': { open: postgresDatabase, http: false },
  'postgres, two nodes': { open: () => postgresDatabase(2), http: true },
} satisfies Record<string, { open(): Promise<Database>; http: boolean }>

export type Variant = keyof typeof SETUPS
export const VARIANTS = Object.keys(SETUPS) as Variant[]
export const usesHttp = (variant: Variant): boolean => SETUPS[variant].http
/** The number of runs of a property test, given that of the variant `direct`; fewer where a run is slower. */
export const propertyRuns =
  (direct: number) =>
  (variant: Variant): number =>
    variant === 'direct' ? direct : Math.ceil(direct / 6)

export interface TestUser {
  id: string
  spaceId: number
  name: string
  key: string
  track: Track
}

/** A complete server with its own database, and a clock that can be set. */
export interface TestServer {
  clock: Clock
  deps: ServiceDeps
  /** Of all nodes. */
  engines: Engine[]
  url: string
  /** Of all nodes. */
  urls: string[]
  assembly: AssembledServer
  logEntries: { fields: Record<string, unknown>; message: string }[]
  addUser(name: string, options?: { role?: 'admin' | 'member'; timezone?: string }): Promise<TestUser>
  /** Adds a user with a unique name. */
  addAnyUser(options?: { role?: 'admin' | 'member'; timezone?: string }): Promise<TestUser>
  /** The Track of a key's user, by this variant. Its answers are checked against the contract. */
  trackFor(key: string): Track
  fetch(
    path: string,
    init?: Omit<RequestInit, 'headers'> & { key?: string; headers?: Record<string, string> },
  ): Promise<Response>
  close(): Promise<void>
}

const SETTINGS: HttpSettings = { publicUrl: null, trustProxy: false, rateLimit: 0, authRateLimit: 0 }

export interface TestServerOptions {
  at?: string
  settings?: Partial<HttpSettings>
  bounds?: Partial<Bounds>
  quota?: Partial<ServiceDeps['quota']>
  /** Opens its database; by default a new one of the variant. */
  database?: () => Promise<Database>
}

export async function startTestServer(
  variant: Variant = 'direct',
  options: TestServerOptions = {},
): Promise<TestServer> {
  const { open, http } = SETUPS[variant]
  const database = await (options.database ?? open)()
  const clock = new Clock(options.at ?? '2026-03-10T12:00:00Z')
  const logged: TestServer['logEntries'] = []
  const log = (fields: object, message: string) =>
    void logged.push({ fields: fields as Record<string, unknown>, message })
  const startNode = async (engine: Engine, publicUrl: string | null) => {
    const base = {
      engine,
      now: clock.now,
      random: (bytes: number) => randomBytes(bytes),
      uuid: () => randomUUID(),
      timezone: () => 'UTC',
      quota: { ...NO_USAGE, ...options.quota },
      lastKnown: new Map(),
    }
    const server = assembleServer(
      base,
      { ...SETTINGS, publicUrl, ...options.settings },
      { info: log, error: log },
      'test',
      {
        bounds: { ...BOUNDS, ...options.bounds },
      },
    )
    const { deps } = server
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = server.app.server.address() as { port: number }
    return { deps, server, url: `http://127.0.0.1:${port}` }
  }
  const first = await startNode(database.nodes[0], null)
  const nodes = [first]
  for (const engine of database.nodes.slice(1)) nodes.push(await startNode(engine, first.url))
  const { deps, server, url } = first
  const { engine } = deps

  /** Looks the user up for each call, as the server does. */
  const direct = (key: string): Track =>
    resolvePerCall(async () => {
      const user = await userOfKey(engine.read, hashOf(key))
      if (!user) throw new Error('no such key')
      return trackFor(deps, user, { client: 'cli', origin: url })
    })

  const roundRobin = (key: string): Track => {
    const clients = nodes.map((one) => clientAt(one.url, key))
    let turn = 0
    return resolvePerCall(async () => clients[turn++ % clients.length]!)
  }

  const connect = (key: string) => withAnswerChecks(http ? roundRobin(key) : direct(key))
  let userCount = 0
  const testServer: TestServer = {
    clock,
    deps,
    engines: nodes.map((node) => node.deps.engine),
    url,
    urls: nodes.map((node) => node.url),
    assembly: server,
    logEntries: logged,
    addUser: async (name, { role = 'member', timezone = 'UTC' } = {}) => {
      const { id, api_key } = await engine.write('users', (db) =>
        create(deps, db, clock.now().toISOString(), { name, role, timezone }),
      )
      const { space_id: spaceId } = (await userByName(engine.read, name))!
      return { id, spaceId, name, key: api_key, track: connect(api_key) }
    },
    addAnyUser: (options) => testServer.addUser(`person-${++userCount}`, options),
    trackFor: connect,
    fetch: (path, { key, headers, ...init } = {}) =>
      fetch(url + path, { ...init, headers: { ...(key ? { 'x-track-key': key } : {}), ...headers } }),
    close: async () => {
      for (const one of nodes) await one.server.close()
      await database.remove()
    },
  }
  return testServer
}

function clientAt(url: string, key: string): Track {
  return client({
    url,
    key,
    client: 'cli',
    transport: nodeTransport(),
    idempotencyKey: () => randomUUID(),
    sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
    now: Date.now,
  })
}

/** A Track that is resolved for each call. */
function resolvePerCall(find: () => Promise<Track>): Track {
  return trackFrom(async ({ name }, input, options) => (await find()).call(name, input, options))
}

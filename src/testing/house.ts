import { randomBytes, randomUUID } from 'node:crypto'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import { type Track, trackFrom } from '#contract/track.ts'
import { type Assembly, assemble } from '#main/app.ts'
import type { HttpSettings } from '#http/backend.ts'
import { type Bounds, BOUNDS } from '#http/holding.ts'
import type { World } from '#service/context.ts'
import { create, hashOf } from '#service/users.ts'
import { trackFor } from '#service/service.ts'
import type { Engine } from '#store/engine.ts'
import { userOfKey } from '#store/users.ts'
import { checked } from './checked.ts'
import { Clock } from './clock.ts'
import { type Database, postgresDatabase, sqliteDatabase } from './databases.ts'

/** How a test reaches Track: over which database, and straight at the service or through real servers on real sockets. Two nodes are asked in turn. */
const HOW = {
  direct: { open: sqliteDatabase, http: false },
  http: { open: sqliteDatabase, http: true },
  'postgres, direct': { open: postgresDatabase, http: false },
  'postgres, two nodes': { open: () => postgresDatabase(2), http: true },
} satisfies Record<string, { open(): Promise<Database>; http: boolean }>

export type Way = keyof typeof HOW
export const WAYS = Object.keys(HOW) as Way[]
export const overHttp = (way: Way): boolean => HOW[way].http
/** How often to try a property: seldomer where each try costs more. */
export const runs =
  (direct: number) =>
  (way: Way): number =>
    way === 'direct' ? direct : Math.ceil(direct / 6)

export interface Person {
  id: string
  name: string
  key: string
  track: Track
}

/** A whole Track on a database of its own, with a clock that can be set. */
export interface House {
  clock: Clock
  world: World
  url: string
  server: Assembly
  /** What the server logged. */
  logged: { fields: Record<string, unknown>; message: string }[]
  person(name: string, options?: { role?: 'admin' | 'member'; timezone?: string }): Promise<Person>
  /** A new member under a name that nobody has. */
  anyone(options?: { role?: 'admin' | 'member'; timezone?: string }): Promise<Person>
  /** The Track that a key opens now, over this house's way; its answers are held against the contract. */
  track(key: string): Track
  fetch(
    path: string,
    init?: Omit<RequestInit, 'headers'> & { key?: string; headers?: Record<string, string> },
  ): Promise<Response>
  close(): Promise<void>
}

const SETTINGS: HttpSettings = { publicUrl: null, trustProxy: false, rateLimit: 0, authRateLimit: 0 }

export async function openHouse(
  way: Way = 'direct',
  options: { at?: string; settings?: Partial<HttpSettings>; bounds?: Partial<Bounds> } = {},
): Promise<House> {
  const { open, http } = HOW[way]
  const database = await open()
  const clock = new Clock(options.at ?? '2026-03-10T12:00:00Z')
  const logged: House['logged'] = []
  const log = (fields: object, message: string) =>
    void logged.push({ fields: fields as Record<string, unknown>, message })
  const node = async (engine: Engine, publicUrl: string | null) => {
    const base = {
      engine,
      now: clock.now,
      random: (bytes: number) => randomBytes(bytes),
      uuid: () => randomUUID(),
      timezone: () => 'UTC',
    }
    const server = assemble(base, { ...SETTINGS, publicUrl, ...options.settings }, { info: log, error: log }, 'test', {
      bounds: { ...BOUNDS, ...options.bounds },
    })
    const world: World = { ...base, written: (ids, settings) => server.live.written(ids, settings) }
    await server.app.listen({ host: '127.0.0.1', port: 0 })
    const { port } = server.app.server.address() as { port: number }
    return { world, server, url: `http://127.0.0.1:${port}` }
  }
  const first = await node(database.nodes[0], null)
  const nodes = [first]
  for (const engine of database.nodes.slice(1)) nodes.push(await node(engine, first.url))
  const { world, server, url } = first
  const { engine } = world

  const clientAt = (url: string, key: string) =>
    client({
      url,
      key,
      client: 'cli',
      transport: nodeTransport(),
      idempotencyKey: () => randomUUID(),
      sleep: (ms) => new Promise((done) => setTimeout(done, ms)),
      now: Date.now,
    })

  /** Reads the user anew for each call, as the server does. */
  const direct = (key: string): Track =>
    eachCall(async () => {
      const user = await userOfKey(engine.read, hashOf(key))
      if (!user) throw new Error('no such key')
      return trackFor(world, user, { client: 'cli', origin: url })
    })

  /** Asks the nodes in turn. */
  const inTurn = (key: string): Track => {
    const clients = nodes.map((one) => clientAt(one.url, key))
    let turn = 0
    return eachCall(async () => clients[turn++ % clients.length]!)
  }

  const reach = (key: string) => checked(http ? inTurn(key) : direct(key))
  let people = 0
  const house: House = {
    clock,
    world,
    url,
    server,
    logged,
    person: async (name, { role = 'member', timezone = 'UTC' } = {}) => {
      const { id, api_key } = await engine.write('users', (db) =>
        create(world, db, clock.now().toISOString(), { name, role, timezone }),
      )
      return { id, name, key: api_key, track: reach(api_key) }
    },
    anyone: (options) => house.person(`person-${++people}`, options),
    track: reach,
    fetch: (path, { key, headers, ...init } = {}) =>
      fetch(url + path, { ...init, headers: { ...(key ? { 'x-track-key': key } : {}), ...headers } }),
    close: async () => {
      for (const one of nodes) await one.server.close()
      await database.remove()
    },
  }
  return house
}

/** A Track that is found anew for each call. */
function eachCall(find: () => Promise<Track>): Track {
  return trackFrom(async ({ name }, input, options) => (await find()).call(name, input, options))
}

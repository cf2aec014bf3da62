import { randomBytes, randomUUID } from 'node:crypto'
import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { client } from '#client/client.ts'
import { nodeTransport } from '#client/node-transport.ts'
import type { Track } from '#contract/operations.ts'
import { type Assembly, assemble } from '#main/app.ts'
import type { HttpSettings } from '#http/doors.ts'
import type { World } from '#service/context.ts'
import { create, hashOf } from '#service/users.ts'
import { trackFor } from '#service/service.ts'
import { migrate } from '#store/migrate.ts'
import { openSqlite } from '#store/sqlite/open.ts'
import { userOfKey } from '#store/users.ts'
import { checked } from './checked.ts'
import { Clock } from './clock.ts'

/** How a test reaches Track: straight at the service, or through a real server on a real socket. */
export type Way = 'direct' | 'http'
export const WAYS: readonly Way[] = ['direct', 'http']

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
  fetch(path: string, init?: Omit<RequestInit, 'headers'> & { key?: string; headers?: Record<string, string> }): Promise<Response>
  close(): Promise<void>
}

/** Where there is a file system in memory, a test need not wait for the disk. */
const MEMORY = '/dev/shm'
const SETTINGS: HttpSettings = { publicUrl: null, trustProxy: false, rateLimit: 0, authRateLimit: 0 }

export async function openHouse(way: Way = 'direct', options: { at?: string; settings?: Partial<HttpSettings> } = {}): Promise<House> {
  const folder = mkdtempSync(join(existsSync(MEMORY) ? MEMORY : tmpdir(), 'track-'))
  const engine = openSqlite(join(folder, 'track.db'), { exclusive: true, create: true })
  await migrate(engine)
  const clock = new Clock(options.at ?? '2026-03-10T12:00:00Z')
  const base = { engine, now: clock.now, random: (bytes: number) => randomBytes(bytes), uuid: () => randomUUID(), timezone: 'UTC' }
  const logged: House['logged'] = []
  const log = (fields: object, message: string) => void logged.push({ fields: fields as Record<string, unknown>, message })
  const server = assemble(base, { ...SETTINGS, ...options.settings }, { info: log, error: log }, 'test')
  const world: World = { ...base, written: (ids, settings) => server.live.written(ids, settings) }
  await server.app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = server.app.server.address() as { port: number }
  const url = `http://127.0.0.1:${port}`

  const overHttp = (key: string) =>
    client({ url, key, door: 'cli', transport: nodeTransport(), idempotencyKey: () => randomUUID(), sleep: (ms) => new Promise((done) => setTimeout(done, ms)), now: Date.now })

  /** Reads the user anew for each call, as the server does. */
  const direct = (key: string): Track =>
    new Proxy({} as Track, {
      get: (_, noun: string) =>
        new Proxy({}, {
          get: (_verbs, verb: string) => async (...args: unknown[]) => {
            const user = await userOfKey(engine.read, hashOf(key), ['api'])
            if (!user) throw new Error('no such key')
            const track = trackFor(world, user, { door: 'cli', origin: url }) as unknown as Record<string, Record<string, (...args: unknown[]) => unknown>>
            return track[noun]![verb]!(...args)
          },
        }),
    })

  const reach = (key: string) => checked(way === 'http' ? overHttp(key) : direct(key))
  let people = 0
  const house: House = {
    clock,
    world,
    url,
    server,
    logged,
    person: async (name, { role = 'member', timezone = 'UTC' } = {}) => {
      const { id, api_key } = await engine.write((db) => create(world, db, clock.now().toISOString(), { name, role, timezone }))
      return { id, name, key: api_key, track: reach(api_key) }
    },
    anyone: (options) => house.person(`person-${++people}`, options),
    track: reach,
    fetch: (path, { key, headers, ...init } = {}) => fetch(url + path, { ...init, headers: { ...(key ? { 'x-track-key': key } : {}), ...headers } }),
    close: async () => {
      await server.close()
      await engine.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return house
}

import { spawn, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect, createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { Client } from 'pg'
import { executeSql, freePort } from '#testing/postgres.ts'

const CONFIGURATION = 'deploy/haproxy.cfg'

const CHECK_MS = 200
const HAPROXY_START_MS = 1500
const CHECK_TIMEOUT_MS = 1000

/** What stands before the servers of a cluster and leads to the one that is no standby. */
export interface PrimaryProxy {
  port: number
  close(): Promise<void>
}

/** HAProxy, if this machine has it, else a proxy that does the same. */
export function startPrimaryProxy(urls: readonly string[]): Promise<PrimaryProxy> {
  return hasHaproxy() ? startHaproxy(urls) : startCheckingProxy(urls)
}

export const hasHaproxy = (): boolean => spawnSync('haproxy', ['-v'], { stdio: 'ignore' }).status === 0

/** HAProxy with the configuration that docs/scaling.md recommends. */
async function startHaproxy(urls: readonly string[]): Promise<PrimaryProxy> {
  await executeSql(urls[0]!, 'create role haproxy login').catch(() => {})
  const port = await freePort()
  const addresses = ['127.0.0.1:5433', '10.0.0.1:5432', '10.0.0.2:5432']
  const own = [`127.0.0.1:${port}`, ...urls.map((url) => new URL(url).host)]
  const text = addresses.reduce((all, address, n) => all.replace(address, own[n]!), readFileSync(CONFIGURATION, 'utf8'))
  const folder = mkdtempSync(join(tmpdir(), 'track-haproxy-'))
  const file = join(folder, 'haproxy.cfg')
  writeFileSync(file, text)
  const child = spawn('haproxy', ['-db', '-q', '-f', file], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = new Promise((end) => child.once('exit', end))
  const address = new URL(urls[0]!)
  address.port = String(port)
  await pause(HAPROXY_START_MS) // until its first checks it takes every server for the primary
  while (!(await isWritable(address.href))) await pause(CHECK_MS)
  return {
    port,
    close: async () => {
      child.kill()
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

/** A TCP proxy that asks each server `pg_is_in_recovery()`, as HAProxy does with deploy/haproxy.cfg. */
export async function startCheckingProxy(urls: readonly string[]): Promise<PrimaryProxy> {
  const relay = await startRelay()
  const closed = new AbortController()
  const checking = (async () => {
    while (!closed.signal.aborted) {
      const writable = await Promise.all(urls.map(isWritable))
      relay.leadTo(urls.find((_, n) => writable[n]))
      await pause(CHECK_MS)
    }
  })()
  return {
    port: relay.port,
    close: async () => {
      closed.abort()
      await checking
      await relay.close()
    },
  }
}

async function isWritable(connectionString: string): Promise<boolean> {
  const client = new Client({
    connectionString,
    connectionTimeoutMillis: CHECK_TIMEOUT_MS,
    query_timeout: CHECK_TIMEOUT_MS,
  })
  client.on('error', () => {})
  try {
    await client.connect()
    return (await client.query('select not pg_is_in_recovery() as writable')).rows[0].writable
  } catch {
    return false
  } finally {
    client.end().catch(() => {})
  }
}

/** A TCP relay to one server, or to none, which cuts what led elsewhere. */
interface Relay {
  port: number
  /** `keepOpen`: what is connected elsewhere stays. */
  leadTo(url: string | undefined, keepOpen?: boolean): void
  close(): Promise<void>
}

export async function startRelay(): Promise<Relay> {
  let target: string | undefined
  const open = new Map<Socket, string>()
  const relay: Server = createServer((incoming) => {
    if (!target) return void incoming.destroy()
    const { hostname, port } = new URL(target)
    const outgoing = connect(Number(port), hostname)
    open.set(incoming, target)
    for (const [from, to] of [
      [incoming, outgoing],
      [outgoing, incoming],
    ] as const) {
      from.on('error', () => {})
      from.on('close', () => {
        open.delete(incoming)
        to.destroy()
      })
      from.pipe(to)
    }
  })
  await new Promise<void>((listening) => relay.listen(0, '127.0.0.1', listening))
  const cut = (except?: string) => {
    for (const [socket, led] of open) if (led !== except) socket.destroy()
  }
  return {
    port: (relay.address() as { port: number }).port,
    leadTo(url, keepOpen = false) {
      target = url
      if (!keepOpen) cut(url)
    },
    close: async () => {
      relay.close()
      cut()
    },
  }
}

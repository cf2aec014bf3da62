import { setTimeout as pause } from 'node:timers/promises'
import { openStream } from '#testing/event-stream.ts'
import { newHome, serve, type Server } from '../program/run.ts'
import { type Cluster, startCluster } from './cluster.ts'
import { findingsOf, type FailoverUser, newUser, Readers } from './failover-users.ts'
import type { Findings } from './journal-replay.ts'
import { startCheckingProxy, startPrimaryProxy } from './primary-proxy.ts'
import { Random } from './random.ts'

export interface FailoverOptions {
  failovers: number
  writers: number
  seed: number
  /** Use HAProxy, if there is one. */
  haproxy: boolean
  durable: boolean
  progress?(line: string): void
}

export interface FailoverResult extends Findings {
  failovers: number
  acknowledged: number
  /** Writes that were answered with 503, after which they were repeated. */
  unavailableWrites: number
  reads: number
  unavailableReads: number
  /** From the kill until both nodes had acknowledged a new write and streamed the other's. */
  recoveriesMs: number[]
  /** Wrong answers to writes and reads, and what the nodes logged as bugs. */
  wrong: string[]
}

export const MAX_RECOVERY_MS = 15_000
const USERS = 4
const MIN_LOAD_MS = 400
const RECOVERY_TIMEOUT_MS = 60_000
const RETRY_MS = 50

/** Kills the primary under two nodes with load (SIGKILL), promotes its standby and replaces it; repeatedly. */
export async function failOverRepeatedly(options: FailoverOptions): Promise<FailoverResult> {
  const cluster = await startCluster({ durable: options.durable })
  const proxy = await (options.haproxy ? startPrimaryProxy : startCheckingProxy)(cluster.urls)
  const homes = [newHome(), newHome()]
  const env = {
    TRACK_DATABASE_URL: `postgres://track@127.0.0.1:${proxy.port}/postgres`,
    TRACK_RATE_LIMIT: '0',
    TRACK_AUTH_RATE_LIMIT: '0',
    TRACK_LOG_LEVEL: 'error',
  }
  const nodes: Server[] = []
  try {
    for (const { path } of homes) nodes.push(await serve(path, env))
    return await run(cluster, nodes, options)
  } finally {
    for (const node of nodes) await node.stop('SIGKILL')
    await proxy.close()
    await cluster.stop()
    for (const home of homes) home.remove()
  }
}

async function run(cluster: Cluster, nodes: Server[], options: FailoverOptions): Promise<FailoverResult> {
  const random = new Random(options.seed)
  const admin = nodes[0]!.key
  const users: FailoverUser[] = []
  for (let n = 0; n < USERS; n++)
    users.push(await newUser(nodes[0]!, admin, `user-${n}`, options.writers / USERS, random))
  const prober = await newUser(nodes[0]!, admin, 'prober', 0, random)
  const rotated = await newUser(nodes[0]!, admin, 'rotated', 0, random)
  const readers = new Readers(nodes, users)
  let ended = false
  const isEnded = () => ended
  const load = [...users.map((user) => user.write(nodes, isEnded)), readers.run(isEnded)]
  const recoveriesMs: number[] = []
  while (recoveriesMs.length < options.failovers) {
    await pause(MIN_LOAD_MS + random.below(MIN_LOAD_MS))
    await rotate(nodes[recoveriesMs.length % 2]!, admin, rotated, readers)
    await cluster.primary.kill()
    const from = Date.now()
    await cluster.promote()
    await untilRecovered(nodes, prober.key)
    recoveriesMs.push(Date.now() - from)
    options.progress?.(`failover ${recoveriesMs.length}: recovered after ${recoveriesMs.at(-1)} ms`)
    await cluster.replaceOldPrimary()
  }
  ended = true
  await Promise.all(load)
  const found = await findingsOf(nodes[0]!, users)
  return {
    ...found,
    failovers: recoveriesMs.length,
    recoveriesMs,
    reads: readers.count,
    unavailableReads: readers.unavailable,
    wrong: [...found.wrong, ...readers.wrong, ...nodes.flatMap(bugsOf)],
  }
}

/** Replaces the user's key; the readers expect the old one to stay invalid. */
async function rotate(node: Server, admin: string, user: FailoverUser, readers: Readers): Promise<void> {
  const response = await fetch(`${node.url}/api/users/${user.name}/rotate`, {
    method: 'POST',
    headers: { 'x-track-key': admin },
  })
  if (response.status !== 200) throw new Error(`rotate: ${response.status} ${await response.text()}`)
  readers.deadKeys.push(user.key)
  user.key = ((await response.json()) as { api_key: string }).api_key
}

/** Waits until each node acknowledges a write, and shows it on a stream of the other. */
async function untilRecovered(nodes: readonly Server[], key: string): Promise<void> {
  const until = Date.now() + RECOVERY_TIMEOUT_MS
  const attempt = async <T>(action: () => Promise<T | null>): Promise<T> => {
    for (;;) {
      const done = await action().catch(() => null)
      if (done !== null) return done
      if (Date.now() > until) throw new Error(`not recovered after ${RECOVERY_TIMEOUT_MS} ms`)
      await pause(RETRY_MS)
    }
  }
  for (const [n, node] of nodes.entries())
    await attempt(async () => {
      const stream = await openStream(nodes[1 - n]!.url, key)
      try {
        if (!(await addTodo(node, key))) return null
        return await stream.next()
      } finally {
        stream.close()
      }
    })
}

async function addTodo(node: Server, key: string): Promise<boolean> {
  const response = await fetch(`${node.url}/api/items`, {
    method: 'POST',
    headers: { 'x-track-key': key, 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'todo', title: 'after the failover' }),
  })
  await response.arrayBuffer()
  return response.status === 201
}

const bugsOf = (node: Server) =>
  node
    .stderr()
    .split('\n')
    .filter((line) => line.includes('a bug'))

export function failoverSummary(result: FailoverResult): string {
  const { acknowledged, unavailableWrites, reads, unavailableReads, lost, doubled, gaps, mismatched } = result
  const slowest = Math.max(...result.recoveriesMs)
  const median = result.recoveriesMs.toSorted((a, b) => a - b)[result.failovers >> 1]
  return [
    `${result.failovers} failovers, recovered after ${median} ms (median), ${slowest} ms (at most)`,
    `${acknowledged} writes acknowledged, ${unavailableWrites} answered 503 and repeated`,
    `lost ${lost}, doubled ${doubled}, gaps ${gaps}, mismatched ${mismatched}`,
    `${reads} reads, ${unavailableReads} of them 503, wrong answers ${result.wrong.length}`,
  ].join('; ')
}

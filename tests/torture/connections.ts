import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { serve } from '../program/run.ts'
import { answerOf, measurements, type Waits } from './prober.ts'
import type { Target } from './targets.ts'

export interface FloodOptions {
  /** Connections without a key that do nothing, send a byte now and then, and send requests ahead. */
  idle: number
  slow: number
  pipelining: number
  seconds: number
  progress?(line: string): void
}

/** How long the holder of a key waited, on connections that were kept and on new ones. */
export interface FloodResult {
  kept: Waits
  fresh: Waits
  /** Connections that the server held open at most, and those that it refused. */
  open: number
  refused: number
}

/** All of 127.0.0.0/8 is this machine on Linux: bounds by address then leave room for all. */
const ADDRESSES = process.platform === 'linux' ? Array.from({ length: 8 }, (_, n) => `127.0.0.${n + 2}`) : ['127.0.0.1']
/** Descriptors that a process needs besides its connections. */
const OTHER_FILES = 200

/** Holds connections without a key open, while the holder of one uses the server. */
export async function floodConnections(target: Target, options: FloodOptions): Promise<FloodResult> {
  const { progress } = options
  const env = { TRACK_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error' }
  const server = await serve(target.home, { ...env, ...target.env })
  const counts = withinFileLimit(options, progress)
  const flooder = fork(resolve('tests/torture/flooder.mjs'), [
    server.url,
    JSON.stringify(counts),
    JSON.stringify(ADDRESSES),
  ])
  const probers = ['kept', 'fresh'].map((how) =>
    fork(resolve('tests/torture/prober.mjs'), [server.url, server.key, how]),
  )
  const result: FloodResult = {
    kept: { p99: 0, max: 0, failed: 0 },
    fresh: { p99: 0, max: 0, failed: 0 },
    open: 0,
    refused: 0,
  }
  try {
    for (const prober of probers) await measurements(prober)
    for (let second = 0; second < options.seconds; second++) {
      await new Promise((over) => setTimeout(over, 1000))
      const { open, refused } = await answerOf<{ open: number; refused: number }>(flooder)
      result.open = Math.max(result.open, open)
      result.refused = refused
    }
    ;[result.kept, result.fresh] = (await Promise.all(probers.map(measurements))) as [Waits, Waits]
  } finally {
    for (const child of [flooder, ...probers]) child.kill()
    if (server.child.exitCode !== null || server.child.signalCode !== null) progress?.(server.stderr().slice(-6000))
    await server.stop()
  }
  return result
}

export const floodSummary = ({ kept, fresh, open, refused }: FloodResult): string =>
  `${open} connections open at once, ${refused} refused; the holder of a key waited at most ${kept.max} ms ` +
  `(p99 ${kept.p99}) on a connection, ${fresh.max} ms (p99 ${fresh.p99}) with a new one, ` +
  `failed ${kept.failed + fresh.failed}`

/** Fewer connections where this machine lets a process open fewer files. */
function withinFileLimit({ idle, slow, pipelining }: FloodOptions, progress: FloodOptions['progress']) {
  const limit = process.platform === 'linux' ? maxFiles() : Infinity
  const room = Math.max(0, limit - OTHER_FILES - slow - pipelining)
  if (room < idle) progress?.(`a process may open ${limit} files here: ${room} idle connections instead of ${idle}`)
  return { idle: Math.min(idle, room), slow, pipelining }
}

/** Node.js raises its soft limit to the hard one. */
const maxFiles = (): number =>
  Number(/Max open files\s+\d+\s+(\d+)/.exec(readFileSync('/proc/self/limits', 'utf8'))![1])

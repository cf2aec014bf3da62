import { fork } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { serve, type Server } from '../program/run.ts'
import { measurements, type Waits } from './prober.ts'
import { sender } from './sender.ts'
import type { Target } from './targets.ts'
import { WORST_REQUESTS } from './worst-requests.ts'

export interface WorstOptions {
  /** Of the user who asks for the worst. */
  items: number
  /** Only requests whose names match this pattern. */
  only?: string
  progress?(line: string): void
}

/** How long others waited meanwhile, in milliseconds, and what the server held, in MiB. */
export interface WorstResult extends Waits {
  name: string
  statuses: Record<string, number>
  ms: number
  memory: number
}

const HEAP_MB = 256
const SETTLE_MS = 300

/** Sends the worst that one user may ask for, while another one uses the server. */
export async function sendWorstRequests(
  target: Target,
  { items, only = '', progress }: WorstOptions,
): Promise<WorstResult[]> {
  const env = { TRACK_RATE_LIMIT: '0', TRACK_LOG_LEVEL: 'error', NODE_OPTIONS: `--max-old-space-size=${HEAP_MB}` }
  const server = await serve(target.home, { ...env, ...target.env })
  const admin = sender(server.url, server.key)
  const mallory = sender(server.url, await newKey(admin, 'mallory'))
  const bystander = await newKey(admin, 'eve')
  const prober = fork(resolve('tests/torture/prober.mjs'), [server.url, bystander, 'kept'])
  const results: WorstResult[] = []
  try {
    await measurements(prober)
    for (const { name, send } of WORST_REQUESTS.filter((request) => new RegExp(only).test(request.name))) {
      const memory = watchMemory(server)
      const startedAt = performance.now()
      const statuses = await send({ send: mallory.send, items }).catch((error: Error) => [error.message])
      const ms = Math.round(performance.now() - startedAt)
      await new Promise((settled) => setTimeout(settled, SETTLE_MS))
      const result = { name, statuses: countEach(statuses), ms, ...(await measurements(prober)), memory: memory.peak() }
      results.push(result)
      progress?.(summaryOf(result))
    }
  } finally {
    prober.kill()
    if (process.env.ERR || server.child.exitCode !== null || server.child.signalCode !== null)
      progress?.(server.stderr().slice(-6000))
    admin.close()
    mallory.close()
    await server.stop()
  }
  return results
}

export const summaryOf = ({ name, statuses, ms, p99, max, failed, memory }: WorstResult): string =>
  `${name}: ${JSON.stringify(statuses)} in ${ms} ms, ${memory} MiB; ` +
  `others p99 ${p99} ms, longest ${max} ms, failed ${failed}`

async function newKey({ send }: ReturnType<typeof sender>, name: string): Promise<string> {
  const { body } = await send({ method: 'POST', path: '/api/users', body: { name } })
  return (body as { api_key: string }).api_key
}

function countEach(statuses: readonly (number | string)[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const status of statuses) counts[status] = (counts[status] ?? 0) + 1
  return counts
}

function watchMemory({ child }: Server): { peak(): number } {
  let peak = 0
  const read = () => {
    try {
      const kilobytes = /VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))?.[1]
      peak = Math.max(peak, Math.round(Number(kilobytes) / 1024))
    } catch {} // it has ended
  }
  const timer = setInterval(read, 20)
  return {
    peak: () => {
      clearInterval(timer)
      read()
      return peak
    },
  }
}

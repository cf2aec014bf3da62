// `npm run torture`: the long version of the tests in this folder.
import { parseArgs } from 'node:util'
import { startPostgres } from '#testing/postgres.ts'
import { TARGETS, type TargetName } from './targets.ts'
import { failOverRepeatedly, failoverSummary, MAX_RECOVERY_MS } from './failover.ts'
import { floodConnections, floodSummary } from './connections.ts'
import { hasHaproxy } from './primary-proxy.ts'
import { sendHostileRequests, MAX_GROWTH_MB, hostileSummary } from './hostile.ts'
import { killRounds, killSummary } from './kill.ts'
import { sendWorstRequests } from './worst.ts'

const { values } = parseArgs({
  options: {
    rounds: { type: 'string', default: '100' },
    failovers: { type: 'string', default: '20' },
    requests: { type: 'string', default: '50000' },
    on: { type: 'string', default: Object.keys(TARGETS).join() },
    connections: { type: 'string', default: '10000' },
    items: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
  },
})
const { rounds, failovers, requests, connections, items, seed } = Object.fromEntries(
  Object.entries(values).map(([name, value]) => [name, Number(value)]),
) as Record<keyof typeof values, number>
const targets = values.on.split(',') as TargetName[]
const progress = (line: string) => console.log(line)
let passed = true

async function runKillRounds(on: TargetName, writers: number, invalidEvery: number): Promise<void> {
  const target = await TARGETS[on]()
  console.log(
    `kill -9 under ${writers} writers on ${target.name}${invalidEvery ? `, one write in ${invalidEvery} invalid` : ''}`,
  )
  const result = await killRounds(target, { rounds, writers, invalidEvery, seed, progress })
  const { lost, doubled, gaps, mismatched, refused, damage, wrong } = result
  for (const line of [...damage, ...wrong]) console.log(line)
  console.log(
    `${result.rounds} rounds, ${killSummary(result)}, refused invalid ${refused}, wrong responses ${wrong.length}`,
  )
  passed &&= !lost && !doubled && !gaps && !mismatched && !damage.length && !wrong.length
  await target.remove()
}

async function runHostileRequests(on: TargetName): Promise<void> {
  const target = await TARGETS[on]()
  console.log(`hostile requests on ${target.name}`)
  const result = await sendHostileRequests(target, { requests, seed, progress })
  for (const finding of result.findings) console.log(`${finding}\n`)
  console.log(hostileSummary(result))
  passed &&= !result.findings.length && result.memory.late - result.memory.early <= MAX_GROWTH_MB
  await target.remove()
}

const MAX_P99_MS = 100
const MAX_WAIT_MS = 500
const MAX_MEMORY_MB = 400

async function runWorstRequests(on: TargetName): Promise<void> {
  const target = await TARGETS[on]()
  console.log(`the worst that one user may ask for, on ${target.name}`)
  const results = await sendWorstRequests(target, { items, progress })
  passed &&= results.every(
    ({ p99, max, failed, memory }) => p99 < MAX_P99_MS && max < MAX_WAIT_MS && !failed && memory < MAX_MEMORY_MB,
  )
  await target.remove()
}

const MAX_HOLDER_WAIT_MS = 200

async function runConnections(on: TargetName): Promise<void> {
  const target = await TARGETS[on]()
  console.log(`connections without a key, on ${target.name}`)
  const flood = { idle: connections, slow: connections / 20, pipelining: connections / 50, seconds: 60 }
  const result = await floodConnections(target, { ...flood, progress })
  console.log(floodSummary(result))
  const { kept, fresh } = result
  passed &&= Math.max(kept.max, fresh.max) < MAX_HOLDER_WAIT_MS && !kept.failed && !fresh.failed
  await target.remove()
}

async function runFailovers(): Promise<void> {
  console.log(`failovers of PostgreSQL under 16 writers, behind ${hasHaproxy() ? 'HAProxy' : 'a proxy of the tests'}`)
  const result = await failOverRepeatedly({ failovers, writers: 16, seed, haproxy: true, durable: true, progress })
  for (const line of result.wrong) console.log(line)
  console.log(failoverSummary(result))
  const { lost, doubled, gaps, mismatched, wrong, recoveriesMs } = result
  passed &&= !lost && !doubled && !gaps && !mismatched && !wrong.length
  passed &&= recoveriesMs.every((ms) => ms <= MAX_RECOVERY_MS)
}

const postgres =
  targets.includes('PostgreSQL') && !process.env.TRACK_TEST_DATABASE_URL ? await startPostgres({ durable: true }) : null
process.env.TRACK_TEST_DATABASE_URL ??= postgres?.url
try {
  for (const on of targets) {
    if (rounds) await runKillRounds(on, 16, 0)
    if (rounds) await runKillRounds(on, 32, 3)
    if (requests) await runHostileRequests(on)
    if (connections) await runConnections(on)
    if (items) await runWorstRequests(on)
  }
  if (failovers && targets.includes('PostgreSQL')) await runFailovers()
} finally {
  await postgres?.stop()
}
process.exitCode = passed ? 0 : 1

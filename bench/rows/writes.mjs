import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../../scripts/prepare.mjs'
import { load, encodeRequest, todoRequests } from '../load.mjs'
import { runInterleaved, median, ratios, measureLoad, mediansOf, summaryOf } from '../measure.mjs'
import { cleanEnvironment, onServerCore } from '../processes.mjs'

const WRITERS = 32
const IMPORTED = 10_000
const PER_BATCH = 1000

/** Starts bench/floor/insert.mjs. */
function startInserts({ folder, user }) {
  const [command, ...args] = onServerCore([join(root, 'bench/floor/insert.mjs'), join(folder, 'track.db'), user])
  const child = spawn(command, args, { env: cleanEnvironment(folder), stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async insert(count) {
      child.stdin.write(`${count}\n`)
      return summaryOf(JSON.parse((await lines.next()).value))
    },
    stop: () => child.stdin.end(),
  }
}

export async function writes(context) {
  const { track, dataset, other, rounds, adds } = context
  const inserts = startInserts(other)
  const next = todoRequests({ 'x-track-key': dataset.key })
  const results = await runInterleaved(
    {
      track: measureLoad(track, { count: adds, next, expected: 201 }),
      concurrent: measureLoad(track, { connections: WRITERS, count: adds * 4, next, expected: 201 }),
      floor: () => inserts.insert(adds),
    },
    rounds,
  )
  inserts.stop()
  const rates = (side) => results[side].map((result) => result.rate)
  return [
    {
      name: 'add, durable',
      unit: '×',
      target: { min: 0.8 },
      ...ratios(rates('track'), rates('floor')),
      track: mediansOf(results.track),
      floor: mediansOf(results.floor),
    },
    {
      name: 'add, durable, 32 at once',
      unit: '× one at a time',
      target: { min: 3 },
      ...ratios(rates('concurrent'), rates('track')),
      track: mediansOf(results.concurrent),
      floor: mediansOf(results.track),
    },
    await measureImport(context),
  ].map((row) => context.report(row))
}

/** Adds 10,000 items in batches to an empty account. */
async function measureImport({ track, dataset, imports }) {
  const seconds = []
  for (let i = 0; i < imports; i++) {
    const made = await fetch(`${track.url}/api/users`, {
      method: 'POST',
      headers: { 'x-track-key': dataset.key, 'content-type': 'application/json' },
      body: JSON.stringify({ name: `import-${i}` }),
    })
    const headers = { 'x-track-key': (await made.json()).api_key }
    const bodies = Array.from({ length: IMPORTED / PER_BATCH }, (_, batch) =>
      JSON.stringify({
        operations: Array.from({ length: PER_BATCH }, (_, k) => ({
          op: 'items.add',
          input: {
            kind: 'todo',
            title: `Imported ${batch} ${k} from elsewhere`,
            notes: 'As it was there.',
            priority: 1 + (k % 5),
            due: '2027-01-01',
            tags: ['import'],
          },
        })),
      }),
    )
    const { elapsed } = await load({
      port: track.port,
      count: bodies.length,
      next: () => encodeRequest('POST', '/api/batch', headers, bodies.shift()),
    })
    seconds.push(elapsed / 1000)
  }
  return {
    name: 'import of 10,000 in batches',
    unit: 's',
    target: { max: 2 },
    reached: median(seconds),
    spread: [Math.min(...seconds), Math.max(...seconds)],
  }
}

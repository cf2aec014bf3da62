// `npm run bench -- --peers`: Track beside programs that people use for the same, each by its own interface.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { median } from '../measure.mjs'
import { sampleItems } from './items.mjs'
import { radicale } from './radicale.mjs'
import { taskwarrior } from './taskwarrior.mjs'
import { trackCommands, trackHttp } from './track.mjs'

const PROGRAMS = [trackCommands, taskwarrior, trackHttp, radicale]
const ACTIONS = ['add', 'list', 'today', 'complete', 'feed']

/**
 * The medians in milliseconds by program, number of items and action; an import is measured once. A program that is not
 * installed is left out with a note on standard error.
 */
export async function measurePeers(sizes, repeats) {
  const programs = []
  for (const program of PROGRAMS) {
    const version = program.version()
    if (version) programs.push({ ...program, version })
    else console.error(`${program.name} is left out: it is not installed (${program.install})`)
  }
  const results = []
  for (const { name, version, start } of programs) {
    const times = {}
    for (const size of sizes) {
      times[size] = await measureProgram(start, size, repeats)
      const words = Object.entries(times[size]).map(([action, time]) => `${action} ${time.toFixed(1)}`)
      console.error(`${name}, ${size} items, ms: ${words.join(', ')}`)
    }
    results.push({ name, version, times })
  }
  return results
}

async function measureProgram(start, size, repeats) {
  const folder = mkdtempSync(join(tmpdir(), 'track-peers-'))
  const program = await start(folder, sampleItems(size))
  try {
    const times = { import: await timeOf(program.actions.import) }
    await program.imported?.()
    for (const action of ACTIONS) {
      const run = program.actions[action]
      if (!run) continue
      await run() // warms up
      const each = []
      for (let i = 0; i < repeats; i++) each.push(await timeOf(run))
      times[action] = median(each)
    }
    return times
  } finally {
    await program.stop()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function timeOf(run) {
  const from = performance.now()
  await run()
  return performance.now() - from
}

// `npm run bench`: Track beside bare programs that do the same work, in turn. `-- --quick` takes under three minutes, `-- --full` goes up to a million items, `-- --profile` tells instead where the server's time goes.
// Names of groups behind it (`-- reads postgres`) measure only these and write nothing.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, root } from '../scripts/prepare.mjs'
import { bundleBuilder, copyOf } from './house.mjs'
import { performancePage } from './page.mjs'
import { profiles } from './profiles.mjs'
import { pinLoad, startFloor, startTrack } from './processes.mjs'
import { holds, line, tableOf } from './report.mjs'
import { growth } from './rows/growth.mjs'
import { page } from './rows/page.mjs'
import { postgres } from './rows/postgres.mjs'
import { commands, startUp } from './rows/programs.mjs'
import { longReads, reads, warmUp } from './rows/reads.mjs'
import { searches } from './rows/search.mjs'
import { streams } from './rows/streams.mjs'
import { writes } from './rows/writes.mjs'
import { sameAnswers } from './same.mjs'

const GROUPS = { reads, longReads, searches, writes, commands, streams, page, startUp, growth, postgres }

const quick = process.argv.includes('--quick')
const full = process.argv.includes('--full')
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = wanted.find((name) => !(name in GROUPS))
if (unknown) throw new Error(`there is no group "${unknown}"; there are ${Object.keys(GROUPS).join(', ')}`)
const options = quick
  ? { time: 250, rounds: 5, repeats: 2, adds: 100, imports: 1, starts: 9, grown: [1000, 10_000, 100_000] }
  : {
      time: 600,
      rounds: 11,
      repeats: 5,
      adds: 200,
      imports: 3,
      starts: 25,
      grown: full ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000, 100_000],
    }

ensureBuilt()
await bundleBuilder()
const pins = pinLoad()
if (process.argv.includes('--profile')) {
  writeFileSync(join(root, 'docs/profile.md'), await profiles())
  process.exit()
}
const [house, other] = [copyOf('house'), copyOf('house', 'floor')]
const [track, floor] = await Promise.all([startTrack(house.folder), startFloor(other)])

const context = {
  ...options,
  house,
  other,
  track,
  floor,
  ids: [],
  id: () => context.ids[Math.floor(Math.random() * context.ids.length)],
  tell: (row) => (console.error(line(row)), row),
}
context.ids = await sameAnswers(context)
await warmUp(context)

const rows = []
for (const [group, measure] of Object.entries(GROUPS)) {
  if (wanted.length && !wanted.includes(group)) continue
  for (const row of await measure(context)) rows.push({ group, ...row })
}
await Promise.all([track.stop(), floor.stop()])

const results = {
  machine: {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    pinned: pins,
  },
  form: quick ? 'quick' : full ? 'full' : 'usual',
  rows,
}
const kept = join(root, 'bench/results.json')
console.log(tableOf(results, before()))
if (!wanted.length && !quick) {
  writeFileSync(kept, `${JSON.stringify(results, null, 1)}\n`)
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  for (const [path, text] of Object.entries(performancePage(results))) writeFileSync(join(root, path), text)
}
process.exitCode = rows.every(holds) ? 0 : 1

/** The results that are kept in the repository, to compare with. */
function before() {
  try {
    return JSON.parse(readFileSync(kept, 'utf8'))
  } catch {
    return null
  }
}

// `npm run bench`: compares Track with minimal programs that do the same work. `-- --quick` takes some minutes,
// `-- --full` goes up to a million items. `-- reads postgres` measures only these groups, and keeps the other results;
// `-- page-memory`, ten minutes in the page, only then. --quick writes nothing. `-- --profile` profiles the server
// instead, `-- --peers` measures it beside Taskwarrior and Radicale.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, totalmem } from 'node:os'
import { join } from 'node:path'
import { ensureBuilt, root } from '../scripts/prepare.mjs'
import { bundlePrograms, copyDataset } from './dataset.mjs'
import { measurePeers } from './peers/measure.mjs'
import { createPerformancePage, describeMachine } from './performance-page.mjs'
import { createProfilePage } from './profile-page.mjs'
import { pinLoad, startFloor, startTrack } from './processes.mjs'
import { reachesTarget, summaryLine, textOf } from './report.mjs'
import { counts } from './rows/counts.mjs'
import { disk } from './rows/disk.mjs'
import { growth } from './rows/growth.mjs'
import { imports } from './rows/imports.mjs'
import { page } from './rows/page.mjs'
import { pageMemory } from './rows/page-memory.mjs'
import { postgres } from './rows/postgres.mjs'
import { commands, startUp } from './rows/programs.mjs'
import { longReads, reads, warmUp } from './rows/reads.mjs'
import { searches } from './rows/search.mjs'
import { spaces } from './rows/spaces.mjs'
import { streams } from './rows/streams.mjs'
import { writes } from './rows/writes.mjs'
import { checkSameAnswers } from './same-answers.mjs'

const GROUPS = {
  reads,
  longReads,
  searches,
  writes,
  counts,
  imports,
  disk,
  commands,
  streams,
  page,
  startUp,
  growth,
  postgres,
  spaces,
  'page-memory': pageMemory,
}
const ONLY_WHEN_NAMED = ['page-memory']

const RESULTS = join(root, 'bench/results.json')

const quick = process.argv.includes('--quick')
const full = process.argv.includes('--full')
const groups = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const unknown = groups.find((name) => !(name in GROUPS))
if (unknown) throw new Error(`there is no group "${unknown}"; there are ${Object.keys(GROUPS).join(', ')}`)
const options = quick
  ? {
      time: 250,
      rounds: 5,
      repeats: 2,
      adds: 100,
      imports: 1,
      starts: 9,
      peers: [1000],
      grown: [1000, 10_000, 100_000],
    }
  : {
      time: 600,
      rounds: 11,
      repeats: 5,
      adds: 200,
      imports: 3,
      starts: 25,
      peers: full ? [1000, 10_000] : [1000],
      grown: full ? [1000, 10_000, 100_000, 1_000_000] : [1000, 10_000, 100_000],
    }

ensureBuilt()
await bundlePrograms()
const pins = pinLoad()
if (process.argv.includes('--profile')) {
  writeFileSync(join(root, 'docs/profile.md'), await createProfilePage())
  process.exit()
}
if (process.argv.includes('--peers')) {
  const programs = await measurePeers(options.peers, options.repeats)
  if (!quick) writeResults({ ...readPrevious(), peers: { machine: describeMachine(machineOf(pins)), programs } })
  process.exit()
}
const [dataset, other] = [copyDataset('standard'), copyDataset('standard', 'floor')]
const [track, floor] = await Promise.all([startTrack(dataset.folder), startFloor('server.mjs', other)])

const context = {
  ...options,
  dataset,
  other,
  track,
  floor,
  ids: [],
  id: () => context.ids[Math.floor(Math.random() * context.ids.length)],
  report: (row) => (console.error(summaryLine(row)), row),
}
context.ids = await checkSameAnswers(context)
await warmUp(context)

const rows = []
for (const [group, measure] of Object.entries(GROUPS)) {
  if (groups.length ? !groups.includes(group) : ONLY_WHEN_NAMED.includes(group)) continue
  for (const row of await measure(context)) rows.push({ group, ...row })
}
await Promise.all([track.stop(), floor.stop()])

const previous = readPrevious()
const form = quick ? 'quick' : full ? 'full' : 'usual'
const results = { machine: machineOf(pins), form, rows, peers: previous?.peers }
console.log(textOf(results, previous))
if (!quick) writeResults(groups.length && previous ? { ...previous, rows: withOthers(rows, previous.rows) } : results)
process.exitCode = rows.every(reachesTarget) ? 0 : 1

function machineOf(pinned) {
  return {
    cpu: cpus()[0].model.trim(),
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 2 ** 30)} GB`,
    system: `${process.platform} ${process.arch}`,
    node: process.versions.node,
    pinned,
  }
}

/** Rows of some groups with those of the others, in the order of groups. */
function withOthers(rows, before) {
  const all = [...rows, ...before.filter(({ group }) => !groups.includes(group))]
  return Object.keys(GROUPS).flatMap((name) => all.filter(({ group }) => group === name))
}

function writeResults(all) {
  writeFileSync(RESULTS, `${JSON.stringify(all, null, 1)}\n`)
  mkdirSync(join(root, 'docs/images'), { recursive: true })
  for (const [path, text] of Object.entries(createPerformancePage(all))) writeFileSync(join(root, path), text)
}

/** The results in the repository, for comparison. */
function readPrevious() {
  try {
    return JSON.parse(readFileSync(RESULTS, 'utf8'))
  } catch {
    return null
  }
}

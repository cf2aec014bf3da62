import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { countCalls, countingEnvironment, countingFlags } from '../calls.mjs'
import { copyDataset } from '../dataset.mjs'
import { load, todoRequests } from '../load.mjs'
import { startFloor, startTrack } from '../processes.mjs'
import { countSystemCalls } from '../system-calls.mjs'
import { FRAME_BYTES, walCounter } from '../wal.mjs'

const ADDS = 1920
/** Under strace each call of the system takes a hundred times as long. */
const TRACED_ADDS = 320
const MAX_WAL_KB = 45

/** Paths and connections of the ways to add, by the columns that they are shown in. */
const TRACK = { one: ['/api/items', 1], many: ['/api/items', 32] }
const FLOOR = {
  honestOne: ['/honest', 1],
  honestMany: ['/honest/together', 32],
  bareOne: ['/bare', 1],
  bareMany: ['/bare/together', 32],
}

/** What an add makes the server do. Other programs on the machine hardly change these numbers, unlike times. */
export async function counts(context) {
  const [mine, floors] = [copyDataset('standard', 'counts'), copyDataset('standard', 'floor-counts')]
  const counted = {
    ...(await countAll(mine, TRACK, (env, flags) => startTrack(mine.folder, env, flags))),
    ...(await countAll(floors, FLOOR, (env, flags) => startFloor('insert-server.mjs', floors, flags, env))),
  }
  const row = (name, unit, of, target) => {
    const columns = Object.fromEntries(Object.entries(counted).map(([side, sums]) => [side, of(sums)]))
    return { name, unit, target, reached: columns.one, spread: [columns.one, columns.one], counts: columns }
  }
  const { one } = counted
  return [
    row('WAL written per add', 'KB', ({ frames }) => (frames * FRAME_BYTES) / 1000, { max: MAX_WAL_KB }),
    row('pages in the WAL per add', 'pages', ({ frames }) => frames),
    row('commits per add', 'commits', ({ commits }) => commits),
    // without strace: with synchronous=FULL each commit has one, not counting checkpoints
    row('fsyncs per add', 'fsyncs', ({ fsyncs, commits }) => fsyncs ?? commits),
    ...(one.writes === undefined
      ? []
      : [
          row('writes to files and sockets per add', 'calls', ({ writes }) => writes),
          row('lock calls per add', 'calls', ({ locks }) => locks),
        ]),
    row('written to files per add, with checkpoints', 'KB', ({ written }) => written / 1000),
    row('statements per add', 'statements', ({ statements }) => statements),
    row('promises per add', 'promises', ({ promises }) => promises),
  ].map((one) => context.report(one))
}

/** Counts for each add of each way, on a server that runs as usual, then on one that counts its own calls. */
async function countAll({ folder, key }, ways, start) {
  const file = join(folder, 'counts')
  const results = Object.fromEntries(Object.keys(ways).map((side) => [side, {}]))
  const onEach = async (server, count) => {
    for (const [side, [path, connections]] of Object.entries(ways)) {
      const next = todoRequests({ 'x-track-key': key }, path)
      const options = { port: server.port, connections, next, expected: 201, keepsAwake: false }
      const run = (adds, onAnswer) => load({ ...options, count: adds, onAnswer })
      await run(ADDS)
      Object.assign(results[side], await count(run, server))
    }
    await server.stop()
  }
  await onEach(await start(), async (run, { pid }) => {
    const wal = walCounter(join(folder, 'track.db'))
    const before = bytesWritten(pid)
    await run(ADDS, wal.look)
    const written = bytesWritten(pid) - before
    const calls = await countSystemCalls(pid, file, () => run(TRACED_ADDS))
    return { ...perAdd({ ...wal.end(), written }, ADDS), ...perAdd(calls ?? {}, TRACED_ADDS) }
  })
  await onEach(await start(countingEnvironment(file), countingFlags), async (run, { pid }) =>
    perAdd(await countCalls(pid, file, () => run(ADDS)), ADDS),
  )
  return results
}

export const perAdd = (sums, adds) => Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / adds]))

/** Bytes that a process had written to files, by pages; NaN if the system does not tell. */
function bytesWritten(pid) {
  try {
    return Number(/^write_bytes: (\d+)/m.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))[1])
  } catch {
    return NaN
  }
}

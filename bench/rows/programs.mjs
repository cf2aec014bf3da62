import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { copyDataset } from '../dataset.mjs'
import { runInterleaved, ratios } from '../measure.mjs'
import { cleanEnvironment, onServerCore, PROGRAM, startTrack } from '../processes.mjs'

/** The duration of a process in milliseconds. Throws if it fails. */
function timeProcess(args, home, env) {
  const [command, ...rest] = onServerCore([process.execPath, ...args])
  const from = performance.now()
  const { status, stderr } = spawnSync(command, rest, { env: cleanEnvironment(home, env), encoding: 'utf8' })
  const elapsed = performance.now() - from
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return { median: elapsed }
}

/** Like timeProcess, without blocking this process. */
function timeProcessAsync(args, home, env) {
  const [command, ...rest] = onServerCore([process.execPath, ...args])
  return new Promise((done, failed) => {
    const from = performance.now()
    const child = spawn(command, rest, { env: cleanEnvironment(home, env), stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('exit', (status) =>
      status === 0
        ? done({ median: performance.now() - from })
        : failed(new Error(`${args.join(' ')} ended with ${status}`)),
    )
  })
}

/** The command line, compared with a minimal script; complete processes, with a running server. */
export async function commands(context) {
  const { track, dataset, starts } = context
  const env = { TRACK_API_URL: track.url, TRACK_API_KEY: dataset.key }
  const bare = join(root, 'bench/floor/get.mjs')
  const body = JSON.stringify({ text: 'Call the dentist tomorrow' })
  const table = [
    { name: 'track today', mine: [PROGRAM, 'today'], floor: [bare, `${track.url}/api/today`] },
    {
      name: 'track add',
      mine: [PROGRAM, 'add', 'Call the dentist tomorrow'],
      floor: [bare, `${track.url}/api/items`, body],
    },
  ]
  const rows = []
  for (const { name, mine, floor } of table) {
    const results = await runInterleaved(
      {
        track: () => timeProcessAsync(mine, dataset.folder, env),
        floor: () => timeProcessAsync(floor, dataset.folder, env),
      },
      starts,
    )
    rows.push(toRow(name, { max: 1.3 }, results))
    context.report(rows.at(-1))
  }
  return rows
}

export async function startUp(context) {
  const { folder } = copyDataset('grown-10000', 'start')
  const results = await runInterleaved(
    {
      track: async () => {
        const from = performance.now()
        const server = await startTrack(folder)
        const elapsed = performance.now() - from
        await server.stop()
        return { median: elapsed }
      },
      floor: () => timeProcess(['-e', '0'], folder),
    },
    context.starts,
  )
  return [context.report(toRow('start until listening, on 10,000 items', { max: 6 }, results))]
}

function toRow(name, target, results) {
  const times = (side) => results[side].map((result) => result.median)
  const [track, floor] = ['track', 'floor'].map((side) => ({
    median: ratios(
      times(side),
      times(side).map(() => 1),
    ).reached,
  }))
  return { name, unit: '×', target, ...ratios(times('track'), times('floor')), track, floor }
}

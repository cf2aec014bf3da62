import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { root } from '../../scripts/prepare.mjs'
import { copyOf } from '../house.mjs'
import { interleaved, ratios } from '../measure.mjs'
import { environment, pinned, PROGRAM, startTrack } from '../processes.mjs'

/** Milliseconds of a whole process, which must succeed. */
function timed(args, home, env) {
  const [command, ...rest] = pinned(args)
  const from = performance.now()
  const { status, stderr } = spawnSync(command, rest, { env: environment(home, env), encoding: 'utf8' })
  const elapsed = performance.now() - from
  if (status !== 0) throw new Error(`${args.join(' ')} ended with ${status}: ${stderr}`)
  return { median: elapsed }
}

/** The same for a process that needs this one meanwhile: nothing here blocks. */
function awaited(args, home, env) {
  const [command, ...rest] = pinned(args)
  return new Promise((done, failed) => {
    const from = performance.now()
    const child = spawn(command, rest, { env: environment(home, env), stdio: ['ignore', 'ignore', 'inherit'] })
    child.once('exit', (status) =>
      status === 0
        ? done({ median: performance.now() - from })
        : failed(new Error(`${args.join(' ')} ended with ${status}`)),
    )
  })
}

/** The command line against a bare script, whole processes beside a running server. */
export async function commands(context) {
  const { track, house, starts } = context
  const env = { TRACK_API_URL: track.url, TRACK_API_KEY: house.key }
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
    const results = await interleaved(
      { track: () => awaited(mine, house.folder, env), floor: () => awaited(floor, house.folder, env) },
      starts,
    )
    rows.push(told(name, { most: 1.3 }, results))
    context.tell(rows.at(-1))
  }
  return rows
}

export async function startUp(context) {
  const { folder } = copyOf('grown-10000', 'start')
  const results = await interleaved(
    {
      track: async () => {
        const from = performance.now()
        const server = await startTrack(folder)
        const elapsed = performance.now() - from
        await server.stop()
        return { median: elapsed }
      },
      floor: () => timed(['-e', '0'], folder),
    },
    context.starts,
  )
  return [context.tell(told('start until listening, on 10,000 items', { most: 6 }, results))]
}

function told(name, target, results) {
  const times = (side) => results[side].map((result) => result.median)
  const [track, floor] = ['track', 'floor'].map((side) => ({
    median: ratios(
      times(side),
      times(side).map(() => 1),
    ).reached,
  }))
  return { name, unit: '×', target, ...ratios(times('track'), times('floor')), track, floor }
}

import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { spawnSync } from 'node:child_process'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newHome, type Server, serve, track } from './run.ts'

const home = newHome()
let server: Server
beforeAll(async () => void (server = await serve(home.path)))
afterAll(async () => {
  await server.stop()
  home.remove()
})

/** Environment under which a program writes at its end which modules of Node it has loaded. */
function listingModules() {
  const [script, list] = [join(home.path, 'list.cjs'), join(home.path, 'modules')]
  const write = `require('node:fs').writeFileSync(${JSON.stringify(list)}, process.moduleLoadList.join('\\n'))`
  writeFileSync(script, `process.on('exit', () => ${write})`)
  return {
    env: { NODE_OPTIONS: `--require=${script}`, TRACK_API_KEY: server.key, TRACK_API_URL: server.url },
    loaded: () => new Set(readFileSync(list, 'utf8').split('\n')),
  }
}

/** What takes long to load, and what a command without input, secrets or other programs can do without. */
const DEAR = /crypto|fs\/streams|undici|readline|child_process|worker|inspector/

it('commands load no dear modules of Node that a script which sends one request does not load', async () => {
  const { env, loaded } = listingModules()
  const floor = resolve('bench/floor/get.mjs')
  spawnSync(process.execPath, [floor, `${server.url}/api/today`], { env: { ...process.env, ...env } })
  const known = loaded()
  for (const args of [['add', 'Call the dentist today'], ['today'], ['list']]) {
    expect(await track(home.path, args, { env })).toMatchObject({ code: 0 })
    expect(
      [...loaded()].filter((name) => DEAR.test(name) && !known.has(name)),
      args[0],
    ).toEqual([])
  }
})

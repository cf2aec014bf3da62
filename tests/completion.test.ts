import { spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { type IPty, spawn } from '@lydell/node-pty'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { newHome, type Server, serve, track } from './program/run.ts'
import { PROGRAM } from './pseudo-terminal.ts'

const root = newHome()
const home = join(root.path, 'home')
const bin = join(root.path, 'bin')

let server: Server
let shell: IPty | undefined
let env: Record<string, string>

const run = (...args: string[]) => track(home, args, { env })

beforeAll(async () => {
  mkdirSync(home)
  mkdirSync(bin)
  writeFileSync(join(bin, 'track'), `#!/bin/sh\nexec "${process.execPath}" "${PROGRAM}" "$@"\n`)
  chmodSync(join(bin, 'track'), 0o755)
  server = await serve(root.path)
  env = {
    PATH: `${bin}:${process.env.PATH ?? ''}`,
    HOME: home,
    TERM: 'xterm',
    LANG: 'C.UTF-8',
    PS1: 'ready$ ',
    TRACK_API_URL: server.url,
    TRACK_API_KEY: server.key,
  }
  await run('add', 'todo', 'File taxes', '--tags', 'money')
  await run('add', 'chore', 'Water: the plants', '--every', 'weekly', '--tags', 'home')
  await run('add', 'chore', 'Sweep', '--every', 'weekly', '--tags', 'home')
  await run('project', 'add', 'Kitchen reno')
})
afterEach(() => shell?.kill('SIGKILL'))
afterAll(async () => {
  await server.stop()
  root.remove()
})

const SHELLS = {
  bash: { args: ['--norc', '-i'], setUp: 'source <(track completion bash)' },
  zsh: { args: ['-f', '-i'], setUp: 'autoload -U compinit; compinit -u; source <(track completion zsh)' },
  fish: { args: ['--no-config', '-i'], setUp: 'track completion fish | source' },
}

/** Types into a shell, and waits for what its screen shows then. */
async function type(keys: string, shown: RegExp): Promise<string> {
  const from = screen.length
  shell!.write(keys)
  await expect.poll(() => screen.slice(from), { timeout: 8_000, interval: 20 }).toMatch(shown)
  return screen.slice(from)
}
let screen = ''

/** Whether this machine has a shell. */
const has = (name: string) => spawnSync(name, ['--version']).status === 0

describe.each(Object.entries(SHELLS))('%s', (name, { args, setUp }) => {
  // a Tab has 300 ms, which a busy machine may exceed
  test.runIf(has(name))('completes commands, ids with titles, projects and tags, no files', { retry: 2 }, async () => {
    screen = ''
    shell = spawn(name, args, { cols: 100, rows: 40, cwd: root.path, env })
    shell.onData((text) => (screen += text.replaceAll('\u0007', '')))
    await type('', /ready\$|> |[%#] /)
    await type(`${setUp}; echo set'-'up\r`, /set-up/)
    await type('track proj\t', /project/)
    await type('\t\t', /projects/)
    const id = /t-\w{4}/.exec((await run('list', '-q', '--kind', 'todo')).stdout)![0]
    await type('\u0015track done t\t', new RegExp(id))
    await type('\u0015track done c-\t', /c-/)
    await type('\t\t', /(Water: the plants[^]*Sweep|Sweep[^]*Water: the plants)/)
    await type('\u0015track list kit\t', /kitchen-reno/)
    await type('\u0015track list --tag mon\t', /money/)
    const empty = await type('\u0015track done b\t# end\r', /end/)
    expect(empty).not.toContain('done bin')
    await type('track import bi\t', /import bin/)
  })
})

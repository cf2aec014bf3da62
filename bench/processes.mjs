import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { root } from '../scripts/prepare.mjs'

export const PROGRAM = join(root, 'dist/track.js')
const SERVER_CORE = '0'
const LOAD_CORE = '1'

const pins = (() => {
  try {
    execFileSync('taskset', ['-c', LOAD_CORE, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** A command line that stays on the core of what is measured. */
export const pinned = (args) =>
  pins ? ['taskset', '-c', SERVER_CORE, process.execPath, ...args] : [process.execPath, ...args]

/** Keeps the load away from what is measured. */
export function pinLoad() {
  if (pins) execFileSync('taskset', ['-a', '-pc', LOAD_CORE, String(process.pid)], { stdio: 'ignore' })
  return pins
}

/** Gives the load every core for a while: a browser is many processes, and people's runs on all that there is. */
export async function unpinned(job) {
  const cores = (of) => pins && execFileSync('taskset', ['-a', '-pc', of, String(process.pid)], { stdio: 'ignore' })
  cores(`0-${cpus().length - 1}`)
  try {
    return await job()
  } finally {
    cores(LOAD_CORE)
  }
}

/** What a command may find in its environment: nothing of whoever runs the bench. */
export const environment = (home, env = {}) => ({ PATH: process.env.PATH, HOME: home, TZ: 'UTC', ...env })

/** Starts a program and waits for the line that tells its address. */
export function started(args, { home, env, log }) {
  const [command, ...rest] = pinned(args)
  const child = spawn(command, rest, {
    env: environment(home, env),
    stdio: ['ignore', 'pipe', log ? openSync(log, 'w') : 'inherit'],
  })
  let stdout = ''
  const ended = new Promise((done) => child.once('exit', done))
  return new Promise((ready, failed) => {
    child.stdout.on('data', (text) => {
      stdout += text
      const url = /listening on (\S+)/.exec(stdout)?.[1]
      if (!url) return
      ready({
        pid: child.pid,
        url,
        port: Number(new URL(url).port),
        stop: () => {
          child.kill('SIGTERM')
          return ended
        },
      })
    })
    void ended.then((code) => failed(new Error(`${args[0]} ended with ${code}`)))
  })
}

/** `track serve` as people run it, but for the limit of requests, which counts and never refuses. */
export function startTrack(folder, env = {}, flags = []) {
  mkdirSync(folder, { recursive: true })
  return started([...flags, PROGRAM, 'serve'], {
    home: folder,
    env: { TRACK_PORT: '0', TRACK_DATA_DIR: folder, TRACK_RATE_LIMIT: '1000000000', ...env },
    log: join(folder, 'log'),
  })
}

export function startFloor({ folder, user, day }, flags = []) {
  return started([...flags, join(root, 'bench/floor/server.mjs'), join(folder, 'track.db'), user, day], {
    home: folder,
  })
}

/** Milliseconds that a process has spent on a core; NaN where the system does not tell. */
export function cpuOf(pid) {
  try {
    const tasks = readdirSync(`/proc/${pid}/task`)
    return (
      tasks.reduce(
        (sum, task) => sum + Number(readFileSync(`/proc/${pid}/task/${task}/schedstat`, 'utf8').split(' ')[0]),
        0,
      ) / 1e6
    )
  } catch {
    return NaN
  }
}

/** Megabytes that a process holds now, and held at most. */
export function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) / 1024
    return { now: megabytes('VmRSS'), most: megabytes('VmHWM') }
  } catch {
    return { now: NaN, most: NaN }
  }
}

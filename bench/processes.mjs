import { execFileSync, spawn } from 'node:child_process'
import { mkdirSync, openSync, readdirSync, readFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { root } from '../scripts/prepare.mjs'

export const PROGRAM = join(root, 'dist/track.js')
const SERVER_CORE = '0'
const LOAD_CORE = '1'

const canPin = (() => {
  try {
    execFileSync('taskset', ['-c', LOAD_CORE, 'true'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
})()

/** A command line that runs on the core of the measured server. */
export const onServerCore = (words) => (canPin ? ['taskset', '-c', SERVER_CORE, ...words] : words)

/** Moves this process to the other core; returns whether the system supports it. */
export function pinLoad() {
  if (canPin) execFileSync('taskset', ['-a', '-pc', LOAD_CORE, String(process.pid)], { stdio: 'ignore' })
  return canPin
}

/** Runs a job with all cores, for browsers, which have many processes. */
export async function withAllCores(job) {
  const cores = (of) => canPin && execFileSync('taskset', ['-a', '-pc', of, String(process.pid)], { stdio: 'ignore' })
  cores(`0-${cpus().length - 1}`)
  try {
    return await job()
  } finally {
    cores(LOAD_CORE)
  }
}

/** An environment for programs without the variables of the user who runs the benchmark. */
export const cleanEnvironment = (home, env = {}) => ({ PATH: process.env.PATH, HOME: home, TZ: 'UTC', ...env })

/** Nothing is left running, also where a measurement fails. */
const running = new Set()
process.once('exit', () => {
  for (const child of running) child.kill()
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(1))

/** Starts a program and waits until it prints the URL that it listens on. */
export function startProgram(args, { home, env, log }) {
  const [command, ...rest] = onServerCore([process.execPath, ...args])
  const child = spawn(command, rest, {
    env: cleanEnvironment(home, env),
    stdio: ['ignore', 'pipe', log ? openSync(log, 'w') : 'inherit'],
  })
  let stdout = ''
  const ended = new Promise((done) => child.once('exit', done))
  running.add(child)
  void ended.then(() => running.delete(child))
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

/** Starts `track serve` with default settings, except for a rate limit that is never reached. */
export function startTrack(folder, env = {}, flags = []) {
  mkdirSync(folder, { recursive: true })
  return startProgram([...flags, PROGRAM, 'serve'], {
    home: folder,
    env: { TRACK_PORT: '0', TRACK_DATA_DIR: folder, TRACK_RATE_LIMIT: '1000000000', ...env },
    log: join(folder, 'log'),
  })
}

/** Starts one of the servers in bench/floor/ on a copy of a dataset. */
export function startFloor(name, { folder, user, day }, flags = [], env = {}) {
  return startProgram([...flags, join(root, 'bench/floor', name), join(folder, 'track.db'), user, day], {
    home: folder,
    env,
  })
}

/** Starts bench/floor/insert.mjs; `insert` has it add todos in one of its ways and returns their milliseconds. */
export function startInserts({ folder, user }) {
  const [command, ...args] = onServerCore([
    process.execPath,
    join(root, 'bench/floor/insert.mjs'),
    join(folder, 'track.db'),
    user,
  ])
  const child = spawn(command, args, { env: cleanEnvironment(folder), stdio: ['pipe', 'pipe', 'inherit'] })
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    async insert(way, count) {
      child.stdin.write(`${way} ${count}\n`)
      return JSON.parse((await lines.next()).value)
    },
    stop: () => child.stdin.end(),
  }
}

/** CPU time of a process in milliseconds; NaN if the system does not provide it. */
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

/** Resident memory of a process in MiB, now and at its peak. */
export function memoryOf(pid) {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8')
    const megabytes = (name) => Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)[1]) / 1024
    return { now: megabytes('VmRSS'), peak: megabytes('VmHWM') }
  } catch {
    return { now: NaN, peak: NaN }
  }
}

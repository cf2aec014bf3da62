import { spawn } from 'node:child_process'
import { readFileSync, rmSync } from 'node:fs'

/** By the column that they are shown in. Node asks for no locks, so that all of them are SQLite's. */
const NAMES = {
  fsyncs: ['fsync', 'fdatasync'],
  writes: ['write', 'writev', 'pwrite64', 'pwritev', 'sendto', 'sendmsg'],
  locks: ['fcntl'],
}

/**
 * How many system calls of each kind a process makes while `job` runs, counted by strace; null where there is none, or
 * where it may not look.
 */
export async function countSystemCalls(pid, file, job) {
  const strace = spawn('strace', ['-f', '-c', '-o', file, '-p', String(pid)], { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = new Promise((done) => strace.once('exit', done).once('error', done))
  const attached = await Promise.race([
    new Promise((seen) => strace.stderr.on('data', (text) => /attached/.test(text) && seen(true))),
    ended.then(() => false),
  ])
  if (!attached) return null
  await job()
  strace.kill('SIGINT')
  await ended
  const calls = new Map()
  for (const line of readFileSync(file, 'utf8').split('\n')) {
    const [, count, name] = /^ *[\d.]+ +[\d.]+ +\d+ +(\d+) +(?:\d+ +)?(\w+)$/.exec(line) ?? []
    if (name && name !== 'total') calls.set(name, Number(count))
  }
  rmSync(file)
  const sum = (names) => names.reduce((all, name) => all + (calls.get(name) ?? 0), 0)
  return Object.fromEntries(Object.entries(NAMES).map(([kind, names]) => [kind, sum(names)]))
}

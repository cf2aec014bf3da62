import { existsSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from '../scripts/prepare.mjs'

const POLL_MS = 10

/** Flags and environment of a server whose calls are counted; its sums come by way of `file`. */
export const countingFlags = ['--import', pathToFileURL(join(root, 'bench/count-calls.mjs')).href]
export const countingEnvironment = (file) => ({ BENCH_COUNTS: file })

/** What bench/count-calls.mjs counts in a process while `job` runs. */
export async function countCalls(pid, file, job) {
  const before = await sumsOf(pid, file)
  await job()
  const after = await sumsOf(pid, file)
  return Object.fromEntries(Object.entries(after).map(([name, sum]) => [name, sum - before[name]]))
}

async function sumsOf(pid, file) {
  process.kill(pid, 'SIGUSR2')
  while (!existsSync(file)) await new Promise((soon) => setTimeout(soon, POLL_MS))
  const sums = JSON.parse(readFileSync(file, 'utf8'))
  rmSync(file)
  return sums
}

import { load } from './load.mjs'
import { cpuOf } from './processes.mjs'

export const sorted = (numbers) => Float64Array.from(numbers).sort()

/** The value below which a share of the numbers lies. */
export function quantile(numbers, share) {
  const all = sorted(numbers)
  return all[Math.min(all.length - 1, Math.floor(all.length * share))]
}

export const median = (numbers) => quantile(numbers, 0.5)

/** Runs each of the named slices once a round, the order turned around in every other one; gives each one's results. The first round only warms up. */
export async function interleaved(slices, rounds) {
  const names = Object.keys(slices)
  const results = Object.fromEntries(names.map((name) => [name, []]))
  for (let round = 0; round <= rounds; round++) {
    for (const name of round % 2 ? names.toReversed() : names) {
      const result = await slices[name](round)
      if (round > 0) results[name].push(result)
    }
  }
  return results
}

/** Load on a server for a while, and what it cost the server. */
export function slice(server, options) {
  return async () => {
    const before = cpuOf(server.pid)
    const { count, rate, times, elapsed } = await load({ port: server.port, ...options })
    const cpu = cpuOf(server.pid) - before
    return { rate, median: median(times), p99: quantile(times, 0.99), cpu: cpu / count, busy: cpu / elapsed, count }
  }
}

/** Rounds of one side as one: medians of what each round saw. */
export function summed(rounds) {
  return Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, median(rounds.map((round) => round[key]))]))
}

/** How far one side's numbers are from the other's, round by round: the median, and the middle half. */
export function ratios(of, to) {
  const each = of.map((number, i) => number / to[i])
  return { reached: median(each), spread: [quantile(each, 0.25), quantile(each, 0.75)] }
}

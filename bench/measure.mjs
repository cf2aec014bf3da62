import { load } from './load.mjs'
import { cpuOf } from './processes.mjs'

export const sorted = (numbers) => Float64Array.from(numbers).sort()

export function quantile(numbers, share) {
  const all = sorted(numbers)
  return all[Math.min(all.length - 1, Math.floor(all.length * share))]
}

export const median = (numbers) => quantile(numbers, 0.5)

/**
 * Runs each of the named measurements once per round, in alternating order; returns the results by name. An extra first
 * round warms up.
 */
export async function runInterleaved(slices, rounds) {
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

/**
 * A measurement: puts load on a server; returns rate, latencies and the server's CPU time per request (milliseconds).
 */
export function measureLoad(server, options) {
  return async () => {
    const before = cpuOf(server.pid)
    const { count, rate, times, elapsed } = await load({ port: server.port, ...options })
    const cpu = cpuOf(server.pid) - before
    return { rate, median: median(times), p99: quantile(times, 0.99), cpu: cpu / count, busy: cpu / elapsed, count }
  }
}

/** The rate per second and the latencies of what took these times (milliseconds), one after another. */
export function summaryOf(times) {
  const total = times.reduce((sum, time) => sum + time, 0)
  return { rate: 1000 / (total / times.length), median: median(times), p99: quantile(times, 0.99) }
}

/** The medians of the results of several rounds. */
export function mediansOf(rounds) {
  return Object.fromEntries(Object.keys(rounds[0]).map((key) => [key, median(rounds.map((round) => round[key]))]))
}

/** The ratio of two sides by round: the median, and the quartiles. */
export function ratios(of, to) {
  const each = of.map((number, i) => number / to[i])
  return { reached: median(each), spread: [quantile(each, 0.25), quantile(each, 0.75)] }
}

/** A row for the rate of one side relative to that of another, by round. */
export function rateRow(name, results, floor, target) {
  const rates = (rounds) => rounds.map(({ rate }) => rate)
  return {
    name,
    unit: '×',
    target,
    ...ratios(rates(results), rates(floor)),
    track: mediansOf(results),
    floor: mediansOf(floor),
  }
}

import { encodeRequest } from '../load.mjs'
import { runInterleaved, median, measureLoad, mediansOf } from '../measure.mjs'

const TABLE = [
  { name: 'search, a word in 200 items, p99', q: 'plumber', target: { max: 10 } },
  { name: 'search, a word in all 10,000, p99', q: 'household', target: { max: 50 } },
]

export async function searches(context) {
  const { track, dataset, time, rounds } = context
  const rows = []
  for (const { name, q, target } of TABLE) {
    const { track: results } = await runInterleaved(
      {
        track: measureLoad(track, {
          milliseconds: time,
          next: () => encodeRequest('GET', `/api/search?q=${q}&limit=20`, { 'x-track-key': dataset.key }),
        }),
      },
      rounds,
    )
    const worst = results.map((result) => result.p99)
    rows.push({
      name,
      unit: 'ms',
      target,
      reached: median(worst),
      spread: [Math.min(...worst), Math.max(...worst)],
      track: mediansOf(results),
    })
    context.report(rows.at(-1))
  }
  return rows
}

import { requestOf } from '../load.mjs'
import { interleaved, median, slice, summed } from '../measure.mjs'

const TABLE = [
  { name: 'search, a word in 200 items, p99', q: 'plumber', target: { most: 10 } },
  { name: 'search, a word in all 10,000, p99', q: 'household', target: { most: 50 } },
]

export async function searches(context) {
  const { track, house, time, rounds } = context
  const rows = []
  for (const { name, q, target } of TABLE) {
    const { track: results } = await interleaved(
      {
        track: slice(track, {
          milliseconds: time,
          next: () => requestOf('GET', `/api/search?q=${q}&limit=20`, { 'x-track-key': house.key }),
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
      track: summed(results),
    })
    context.tell(rows.at(-1))
  }
  return rows
}

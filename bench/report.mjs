/** Whether a row reaches its target. */
export const reachesTarget = ({ reached, target }) =>
  target.min === undefined ? reached <= target.max : reached >= target.min

const short = (number) =>
  number === undefined || Number.isNaN(number)
    ? ''
    : number >= 100
      ? number.toFixed(0)
      : number >= 10
        ? number.toFixed(1)
        : number.toFixed(2)

export const targetOf = ({ target, unit }) =>
  target.min === undefined ? `≤ ${target.max} ${unit}` : `≥ ${target.min} ${unit}`
export const spreadOf = ({ spread: [low, high] }) => `${short(low)} … ${short(high)}`
export const reachedOf = ({ reached, unit }) => `${short(reached)} ${unit}`

const micro = (milliseconds) => short(milliseconds * 1000)

export const summaryLine = (row) =>
  `${reachesTarget(row) ? '✓' : '✗'} ${row.name}: ${reachedOf(row)} (${targetOf(row)})`

export const COLUMNS = [
  '',
  'measure',
  'target',
  'reached',
  'spread',
  'median ms',
  'floor’s',
  'p99 ms',
  'floor’s',
  'CPU µs',
  'floor’s',
  'before',
]

export function cellsOf(row, before) {
  const { track = {}, floor = {} } = row
  const old = before?.rows.find((one) => one.name === row.name)
  return [
    reachesTarget(row) ? '✓' : '✗',
    row.name,
    targetOf(row),
    reachedOf(row),
    spreadOf(row),
    short(track.median),
    short(floor.median),
    short(track.p99),
    short(floor.p99),
    micro(track.cpu),
    micro(floor.cpu),
    old ? short(old.reached) : '',
  ]
}

export function tableOf({ rows }, before) {
  const cells = [COLUMNS, ...rows.map((row) => cellsOf(row, before))]
  const widths = COLUMNS.map((_, i) => Math.max(...cells.map((row) => row[i].length)))
  return cells
    .map((row) => row.map((cell, i) => (i > 3 ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '))
    .join('\n')
}

/** Whether a row reaches its target, if it has one. */
export const reachesTarget = ({ reached, target }) =>
  !target || (target.min === undefined ? reached <= target.max : reached >= target.min)
const markOf = (row) => (row.target ? (reachesTarget(row) ? '✓' : '✗') : '')

const short = (number) =>
  number === undefined || Number.isNaN(number)
    ? ''
    : number >= 100
      ? number.toFixed(0)
      : number >= 10
        ? number.toFixed(1)
        : number.toFixed(2)

export const targetOf = ({ target, unit }) =>
  !target ? '' : target.min === undefined ? `≤ ${target.max} ${unit}` : `≥ ${target.min} ${unit}`
export const spreadOf = ({ spread: [low, high] }) => `${short(low)} … ${short(high)}`
export const reachedOf = ({ reached, unit }) => `${short(reached)} ${unit}`

const micro = (milliseconds) => short(milliseconds * 1000)

export const summaryLine = (row) =>
  `${markOf(row) || '·'} ${row.name}: ${reachedOf(row)} ${row.target ? `(${targetOf(row)})` : ''}`

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
    markOf(row),
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

/** The rows as text, with those of the former results beside them, and the counts of an add below. */
export function textOf({ rows }, before) {
  const measured = rows.filter((row) => row.target || !row.counts)
  const counted = rows.filter((row) => row.counts)
  const tables = [
    [COLUMNS, ...measured.map((row) => cellsOf(row, before))],
    ...(counted.length ? [[COUNT_COLUMNS, ...counted.map(countsOf)]] : []),
  ]
  return tables.map(alignedText).join('\n\n')
}

/** Cells in columns of equal width: words to the left, numbers to the right. */
function alignedText(table) {
  const widths = table[0].map((_, i) => Math.max(...table.map((row) => row[i].length)))
  const isNumber = (cell) => /^[\d.]*$/.test(cell)
  return table
    .map((row) => row.map((cell, i) => (isNumber(cell) ? cell.padStart(widths[i]) : cell.padEnd(widths[i]))).join('  '))
    .join('\n')
}

/** The sides of a row of counts, and their columns. */
const SIDES = {
  one: 'Track, 1',
  many: 'Track, 32',
  honestOne: 'honest floor, 1',
  honestMany: 'honest floor, 32',
  bareOne: 'bare insert, 1',
  bareMany: 'bare insert, 32',
}
export const COUNT_COLUMNS = ['measure', 'unit', ...Object.values(SIDES)]
export const countsOf = ({ name, unit, counts }) => [
  name,
  unit,
  ...Object.keys(SIDES).map((side) => short(counts[side])),
]

/** The columns and rows of the table of other programs: a row for each number of items and action. */
export function peersOf(programs) {
  const [{ times }] = programs
  const actions = [...new Set(programs.flatMap((one) => Object.values(one.times).flatMap(Object.keys)))]
  return [
    ['items', 'action', ...programs.map(({ name, version }) => `${name} (${version})`)],
    Object.keys(times).flatMap((size) =>
      actions.map((action) => [
        Number(size).toLocaleString('en'),
        action,
        ...programs.map((one) => short(one.times[size][action]) || '–'),
      ]),
    ),
  ]
}

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../scripts/prepare.mjs'
import { growthPlot, targetsPlot } from './plot.mjs'
import { cellsOf, COLUMNS } from './report.mjs'

const PATH = 'docs/performance.md'
const MANUAL_PART = '<!-- From here on by hand. -->'

/** docs/performance.md and its images, by path. The manual part below the table is kept. */
export function createPerformancePage(results) {
  const { machine, form, rows } = results
  const grown = rows.filter(({ points }) => points)
  const columns = COLUMNS.slice(0, -1)
  const table = [columns, columns.map(() => '---'), ...rows.map((row) => cellsOf(row, null).slice(0, -1))].map(
    (cells) => `| ${cells.join(' | ')} |`,
  )
  const words = [
    '<!-- Made by `npm run bench`. -->',
    '# Performance',
    '',
    `Measured by \`npm run bench${form === 'full' ? ' -- --full' : ''}\` on ${machine.cores} cores of ` +
      `${machine.cpu}, ${machine.memory}, ${machine.system}, Node ${machine.node}. ` +
      `The server has one core${machine.pinned ? '' : ' where the system can pin it, which this one could not'}, ` +
      'the load another. Each measure runs in short turns with a floor program that does the same work with nothing ' +
      'around it (bench/floor/), on a copy of the same data: machines are noisy, ratios hold. ' +
      "A ratio is the median of the rounds', the spread the middle half of them.",
    '',
    'Requests carry a real key; the server checks it, validates, counts, logs and commits with `synchronous=FULL`. ' +
      'One user has 10,000 open items, each with a due date, beside 200 users with 500 each.',
    '',
    ...table,
    '',
    '![How far each measure is from its target](images/performance-targets.svg)',
    ...(grown.length ? ['', '![Time over the number of items](images/performance-growth.svg)'] : []),
    '',
    `${MANUAL_PART}${manualPart()}`,
  ]
  return {
    [PATH]: words.join('\n'),
    'docs/images/performance-targets.svg': targetsPlot(rows),
    ...(grown.length && { 'docs/images/performance-growth.svg': growthPlot(grown) }),
  }
}

function manualPart() {
  try {
    return readFileSync(join(root, PATH), 'utf8').split(MANUAL_PART)[1] ?? '\n'
  } catch {
    return '\n'
  }
}

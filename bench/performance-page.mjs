import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../scripts/prepare.mjs'
import { growthPlot, targetsPlot } from './plot.mjs'
import { cellsOf, COLUMNS, countsOf, COUNT_COLUMNS, peersOf } from './report.mjs'

const PATH = 'docs/performance.md'
const MANUAL_PART = '<!-- From here on by hand. -->'

export const describeMachine = ({ cores, cpu, memory, system, node }) =>
  `${cores} cores of ${cpu}, ${memory}, ${system}, Node ${node}`

/** docs/performance.md and its images, by path. The manual part below the table is kept. */
export function createPerformancePage(results) {
  const { machine, form, rows, peers } = results
  const grown = rows.filter(({ points }) => points)
  const counted = rows.filter((row) => row.counts)
  const measured = rows.filter((row) => row.target || !row.counts)
  const words = [
    '<!-- Made by `npm run bench`. -->',
    '# Performance',
    '',
    `Measured by \`npm run bench${form === 'full' ? ' -- --full' : ''}\` on ${describeMachine(machine)}. ` +
      `The server has one core${machine.pinned ? '' : ' where the system can pin it, which this one could not'}, ` +
      'the load another. Each measure runs in short turns with a floor program that does the same work with nothing ' +
      'around it (bench/floor/), on a copy of the same data: machines are noisy, ratios hold. ' +
      "A ratio is the median of the rounds', the spread the middle half of them.",
    '',
    'Requests carry a real key; the server checks it, validates, counts, logs and commits with `synchronous=FULL`. ' +
      'One user has 10,000 open items, each with a due date, beside 200 users with 500 each. ' +
      'Rows without a target show what lies between a row and its floor. Disk per item is the size of a new database ' +
      'after 10,000 adds through the API, each changed once, with all indexes, words and history.',
    '',
    ...tableOf(
      COLUMNS.slice(0, -1),
      measured.map((row) => cellsOf(row, null).slice(0, -1)),
    ),
    '',
    ...(counted.length ? [...countsSection(counted), ''] : []),
    '![How far each measure is from its target](images/performance-targets.svg)',
    ...(grown.length ? ['', '![Time over the number of items](images/performance-growth.svg)'] : []),
    ...(peers ? ['', ...peersSection(peers)] : []),
    '',
    `${MANUAL_PART}${manualPart()}`,
  ]
  return {
    [PATH]: words.join('\n'),
    'docs/images/performance-targets.svg': targetsPlot(rows.filter(({ target }) => target)),
    ...(grown.length && { 'docs/images/performance-growth.svg': growthPlot(grown) }),
  }
}

const tableOf = (columns, rows) =>
  [columns, columns.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`)

const countsSection = (rows) => [
  '## What an add takes',
  '',
  'One at a time, and 32 at once. The honest floor is bare node:http and, with prepared statements, all that Track ' +
    'records of an add: its row, the words of its search, the user’s revision, the journal; the bare one inserts the ' +
    'row. With 32 at once both commit together what arrives together. Frames of the WAL are 24 bytes and a page of ' +
    '4,096; frames and commits are counted from the wal-index, system calls by strace, statements and promises ' +
    'inside the process, each in a run that is not timed. Memory is written to files in whole pages.',
  '',
  ...tableOf(COUNT_COLUMNS, rows.map(countsOf)),
]

const peersSection = ({ machine, programs }) => [
  '## Beside Taskwarrior and Radicale',
  '',
  `Measured by \`npm run bench -- --peers\` on ${machine}. Milliseconds, the median of some turns after one to warm ` +
    'up, but for the import, which is the first and only one into an empty account. A command is a whole process; ' +
    'Track’s needs a running server, Taskwarrior’s reads and writes its files itself. Radicale is asked over CalDAV, ' +
    'Track over HTTP with a key. Today is what is overdue or due today. All of them ' +
    'sync a write to the disk before they answer.',
  '',
  ...tableOf(...peersOf(programs)),
]

function manualPart() {
  try {
    return readFileSync(join(root, PATH), 'utf8').split(MANUAL_PART)[1] ?? '\n'
  } catch {
    return '\n'
  }
}

import type { Report } from '#contract/report.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import type { Cli } from './cli.ts'
import { dayHeading } from './date-format.ts'
import type { TableRow } from './table.ts'

const MAX_BAR_COLUMNS = 40
const EIGHTHS = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']

/** Prints a report: for people a bar for each day and sums below, for programs a name and numbers a line. */
export async function printReport(cli: Cli, report: Report): Promise<void> {
  const { out } = cli
  const { today, day } = cli.dates()
  if (!out.isTerminal) return out.table([{}, {}, {}], pipedRows(report))
  out.line({ text: `${day(report.from)} to ${day(report.to)}`, style: 'bold' }, ` · ${report.done} done`)
  out.line('')
  const rows = barsOf(report).map(({ from, to, done, bar }): TableRow => {
    const label = from === to ? dayHeading(from, today).replace(/^.* · /, '') : `${day(from)} to ${day(to)}`
    return [{ text: label, style: from <= today && to >= today ? 'bold' : undefined }, done ? String(done) : '', bar]
  })
  await out.table([{}, { right: true }, {}], rows)
  out.line('')
  await out.table([{}, { share: 1 }], sumRows(report))
}

const counts = (all: { name: string; done: number }[]) => all.map(({ name, done }) => `${name} ${done}`).join(' · ')

function sumRows({ kinds, members, chores, due, estimate }: Report): TableRow[] {
  const late = chores.overdue ? ` · ${chores.overdue} overdue now` : ''
  const rows: [string, string][] = [
    ['by kind', counts(kinds.map(({ kind, done }) => ({ name: kind, done })))],
    ['by member', members.length > 1 ? counts(members) : ''],
    ['chores kept up', chores.done || chores.overdue ? `${chores.in_time} of ${chores.done} in time${late}` : ''],
    ['due dates met', due.done ? `${due.in_time} of ${due.done}` : ''],
    ['estimated work', estimate ? estimatePhrase(estimate) : ''],
  ]
  return rows.filter(([, text]) => text).map(([name, text]) => [{ text: name, style: 'dim' as const }, text])
}

interface Bar {
  from: string
  to: string
  done: number
  bar: string
}

const MAX_BARS = 31

/** A bar for each day; for a year, for each month. */
function barsOf({ days }: Report): Bar[] {
  const lengthOfGroup = days.length > MAX_BARS ? 'YYYY-MM'.length : undefined
  const names = [...new Set(days.map(({ date }) => date.slice(0, lengthOfGroup)))]
  const groups = names.map((name) => days.filter(({ date }) => date.startsWith(name)))
  const bars = groups.map((group) => ({
    from: group[0]!.date,
    to: group.at(-1)!.date,
    done: group.reduce((sum, { done }) => sum + done, 0),
  }))
  const most = Math.max(1, ...bars.map(({ done }) => done))
  const width = Math.min(MAX_BAR_COLUMNS, most * 2)
  return bars.map((one) => ({ ...one, bar: barOf((one.done / most) * width) }))
}

/** A bar of so many columns, to an eighth. */
function barOf(columns: number): string {
  const eighths = Math.round(columns * 8)
  return '█'.repeat(Math.floor(eighths / 8)) + EIGHTHS[eighths % 8]
}

function pipedRows({ days, kinds, members, chores, due, estimate }: Report): string[][] {
  return [
    ...days.map(({ date, done }) => ['day', date, String(done)]),
    ...kinds.map(({ kind, done }) => ['kind', kind, String(done)]),
    ...members.map(({ name, done }) => ['member', name, String(done)]),
    ['chores', 'in time', String(chores.in_time)],
    ['chores', 'late', String(chores.done - chores.in_time)],
    ['chores', 'overdue', String(chores.overdue)],
    ['due', 'in time', String(due.in_time)],
    ['due', 'late', String(due.done - due.in_time)],
    ['estimate', 'minutes', String(estimate)],
  ]
}

import type { Period } from '#contract/report.ts'
import { command } from '../command.ts'
import { UsageError } from '../options.ts'

export const report = command<Period>({
  options: [
    { flags: '--week', description: 'this week, from Monday on; without a flag, too' },
    { flags: '--month', description: 'this month' },
    { flags: '--year', description: 'this year' },
  ],
  data: true,
  paged: true,
  about:
    'What was done by day, kind and member, which chores were kept up, which due dates were met, and how much work ' +
    'was estimated for it. A chore counts on the day that it was done on; what was undone does not count.',
  examples: ['track report', 'track report --month', 'track report --month --json'],
  read({ flags }) {
    const given = (['week', 'month', 'year'] as const).filter((period) => flags[period])
    if (given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other`)
    return given[0] ?? 'week'
  },
  async run(cli, period) {
    const { reportOf, startOf, readJournal, printReport } = await import('../reports.ts')
    const track = await cli.track()
    const dates = cli.dates()
    const { today, dayOf } = dates
    const { changes } = await readJournal(track, { since: startOf(period, today) }, dates)
    const { items } = await track.items.list({ kind: 'chore', due_before: 'yesterday', limit: 1000 })
    const found = reportOf(changes, items.length, { period, today, dayOf })
    return cli.json ? cli.out.json(found) : printReport(cli, found)
  },
})

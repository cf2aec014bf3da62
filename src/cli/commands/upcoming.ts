import type { Day } from '#domain/dates.ts'
import type { UpcomingDay } from '#domain/views.ts'
import { command } from '../command.ts'
import { dayHeading } from '../date-format.ts'
import { LIST_OPTIONS, type ListLine, listStyle, type ListStyle, printItems } from '../item-list.ts'
import { integerOption } from '../options.ts'

export const upcoming = command<{ input: { days?: number }; style: ListStyle }>({
  options: [{ flags: '--days <n>', description: 'so many days from today on; 14 without it' }, ...LIST_OPTIONS],
  data: true,
  acrossSpaces: true,
  paged: true,
  about: 'What recurs stands also on its coming days, marked "again".',
  examples: ['track upcoming', 'track upcoming --days 30'],
  read: ({ flags }) => ({ input: { days: integerOption(flags, 'days', 1, 366) }, style: listStyle(flags) }),
  async run(cli, { input, style }) {
    const view = await (await cli.track()).views.upcoming(input)
    if (cli.json) return cli.out.json(view)
    const dates = cli.dates(view.days[0]?.date)
    const lines = view.days.filter((day) => day.items.length).flatMap((day, i) => dayLines(day, dates.today, i > 0))
    if (!lines.length) return cli.out.message(`Nothing is due in the next ${view.days.length} days.`)
    await printItems(cli, lines, style, view.days[0]?.date)
  },
})

function dayLines({ date, items }: UpcomingDay, today: Day, spaced: boolean): ListLine[] {
  return [
    ...(spaced ? [{ heading: [] }] : []),
    { heading: [{ text: dayHeading(date, today), style: 'bold' }] },
    ...items.map((item) => ({ item, day: date })),
  ]
}

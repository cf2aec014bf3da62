import type { UpcomingDay } from '#domain/views.ts'
import { command } from '../command.ts'
import { dayHeading, type LocalCalendar } from '../date-format.ts'
import { ITEM_COLUMNS, itemRow, timePiece } from '../items.ts'
import type { Piece } from '../style.ts'
import type { TableRow } from '../table.ts'
import { integerOption } from '../options.ts'

export const upcoming = command<{ days?: number }>({
  options: [{ flags: '--days <n>', description: 'so many days from today on; 14 without it' }],
  data: true,
  about: 'What recurs stands also on its coming days, marked "again".',
  examples: ['track upcoming', 'track upcoming --days 30'],
  read: ({ flags }) => ({ days: integerOption(flags, 'days', 1, 366) }),
  async run(cli, input) {
    const view = await (await cli.track()).views.upcoming(input)
    if (cli.json) return cli.out.json(view)
    const here = { ...cli.localCalendar(), today: view.days[0]?.date ?? cli.today() }
    const rows = view.days.filter((day) => day.items.length).flatMap((day, i) => dayRows(day, here, i > 0))
    if (!rows.length) return cli.out.message(`Nothing is due in the next ${view.days.length} days.`)
    await cli.out.table(ITEM_COLUMNS, rows)
  },
})

function dayRows({ date, items }: UpcomingDay, here: LocalCalendar, spaced: boolean): TableRow[] {
  const heading: TableRow[] = [{ heading: [{ text: dayHeading(date, here.today), style: 'bold' }] }]
  return [
    ...(spaced ? [{ heading: [] }] : []),
    ...heading,
    ...items.map((item) => withTime(itemRow(item, here), timePiece(item, here))),
  ]
}

/** A row with the time in place of the date, which is in the heading. */
function withTime([id, level, title, , more]: Piece[], time: Piece): Piece[] {
  return [id!, level!, title!, time, more!]
}

import type { UpcomingDay } from '#domain/views.ts'
import { command } from '../command.ts'
import { dayHeading, type Here } from '../days.ts'
import { ITEM_COLUMNS, itemRow } from '../items.ts'
import type { Piece } from '../style.ts'
import type { Row } from '../table.ts'
import { whole } from '../usage.ts'

export const upcoming = command<{ days?: number }>({
  options: [{ flags: '--days <n>', says: 'so many days from today on; 14 without it' }],
  data: true,
  about: 'What recurs stands also on its coming days, marked "again".',
  examples: ['track upcoming', 'track upcoming --days 30'],
  read: ({ flags }) => ({ days: whole(flags, 'days', 1, 366) }),
  async run(cli, input) {
    const view = await (await cli.track()).views.upcoming(input)
    if (cli.json) return cli.out.json(view)
    const here = { ...cli.here(), today: view.days[0]?.date ?? cli.today() }
    const rows = view.days.filter((day) => day.items.length).flatMap((day, i) => dayRows(day, here, i > 0))
    if (!rows.length) return cli.out.say(`Nothing is due in the next ${view.days.length} days.`)
    await cli.out.table(ITEM_COLUMNS, rows)
  },
})

function dayRows({ date, items }: UpcomingDay, here: Here, apart: boolean): Row[] {
  const heading: Row[] = [{ heading: [{ text: dayHeading(date, here.today), style: 'bold' }] }]
  return [
    ...(apart ? [{ heading: [] }] : []),
    ...heading,
    ...items.map((item) => underHeading(itemRow(item, here), item.occurrence)),
  ]
}

/** The heading tells the day already. */
function underHeading([id, level, title, , more]: Piece[], again: true | undefined): Piece[] {
  return [id!, level!, title!, again ? { text: 'again', style: 'dim' } : '', more!]
}

import { estimatePhrase } from '#domain/estimates.ts'
import type { Today } from '#domain/views.ts'
import { command } from '../command.ts'
import { type LocalCalendar, formatDay } from '../date-format.ts'
import { ITEM_COLUMNS, itemRow } from '../items.ts'
import type { TableRow } from '../table.ts'

const SECTIONS = [
  ['overdue', 'Overdue'],
  ['today', 'Today'],
  ['doing', 'In progress'],
  ['priority', 'Priority'],
] as const

export const today = command<null>({
  data: true,
  examples: ['track', 'track today --json'],
  read: () => null,
  async run(cli) {
    const view = await (await cli.track()).views.today()
    if (cli.json) return cli.out.json(view)
    if (!view.count)
      return cli.out.message('Nothing is left for today. To add something: track add Call the dentist tomorrow')
    await cli.out.table(ITEM_COLUMNS, rowsOf(view, { ...cli.localCalendar(), today: view.date }))
  },
})

function rowsOf(view: Today, here: LocalCalendar): TableRow[] {
  const rows: TableRow[] = []
  for (const [section, name] of SECTIONS) {
    const items = view[section]
    if (!items.length) continue
    if (rows.length) rows.push({ heading: [] })
    rows.push({
      heading: [
        { text: name, style: 'bold' },
        { text: ` · ${items.length}`, style: 'dim' },
      ],
    })
    rows.push(...items.map((item) => itemRow(item, here)))
  }
  const left = view.estimate ? ` · ${estimatePhrase(view.estimate)}` : ''
  const sum = `${formatDay(view.date, view.date)} · ${view.count} ${view.count === 1 ? 'item' : 'items'}${left}`
  return [...rows, { heading: [] }, { heading: [{ text: sum, style: 'dim' }] }]
}

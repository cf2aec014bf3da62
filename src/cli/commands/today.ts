import { estimatePhrase } from '#domain/estimates.ts'
import type { Today } from '#domain/views.ts'
import { command } from '../command.ts'
import type { DateFormat } from '../date-format.ts'
import { LIST_OPTIONS, type ListLine, listStyle, type ListStyle, printItems } from '../item-list.ts'

const SECTIONS = [
  ['overdue', 'Overdue'],
  ['today', 'Today'],
  ['doing', 'In progress'],
  ['priority', 'Priority'],
] as const

export const today = command<ListStyle>({
  options: LIST_OPTIONS,
  data: true,
  paged: true,
  examples: ['track', 'track today --json'],
  read: ({ flags }) => listStyle(flags),
  async run(cli, style) {
    const view = await (await cli.track()).views.today()
    if (cli.json) return cli.out.json(view)
    if (!view.count)
      return cli.out.message('Nothing is left for today. To add something: track add Call the dentist tomorrow')
    const dates = cli.dates(view.date)
    await printItems(cli, linesOf(view, dates), style, view.date)
  },
})

function linesOf(view: Today, dates: DateFormat): ListLine[] {
  const lines: ListLine[] = []
  for (const [section, name] of SECTIONS) {
    const items = view[section]
    if (!items.length) continue
    if (lines.length) lines.push({ heading: [] })
    lines.push({
      heading: [
        { text: name, style: 'bold' },
        { text: ` · ${items.length}`, style: 'dim' },
      ],
    })
    lines.push(...items.map((item) => ({ item })))
  }
  const left = view.estimate ? ` · ${estimatePhrase(view.estimate)}` : ''
  const sum = `${dates.day(view.date)} · ${view.count} ${view.count === 1 ? 'item' : 'items'}${left}`
  return [...lines, { heading: [] }, { heading: [{ text: sum, style: 'dim' }] }]
}

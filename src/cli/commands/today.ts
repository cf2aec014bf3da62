import { estimatePhrase } from '#domain/estimates.ts'
import type { Today } from '#domain/views.ts'
import type { Cli } from '../cli.ts'
import { command } from '../command.ts'
import type { DateFormat } from '../date-format.ts'
import { LIST_OPTIONS, type ListLine, listStyle, type ListStyle, printItems } from '../item-list.ts'
import { UsageError } from '../options.ts'

const SECTIONS = [
  ['overdue', 'Overdue'],
  ['today', 'Today'],
  ['doing', 'In progress'],
  ['priority', 'Priority'],
] as const

export const today = command<ListStyle & { watch: boolean; everyone: boolean }>({
  options: [
    ...LIST_OPTIONS,
    { flags: '--everyone', description: 'what is assigned to other members, too' },
    { flags: '--watch', description: 'keep it on the screen, up to date, until q' },
  ],
  data: true,
  acrossSpaces: true,
  examples: ['track', 'track today --json', 'track today --watch'],
  read({ flags }) {
    const given = ['watch', 'json', 'quiet'].filter((name) => flags[name])
    if (flags.watch && given.length > 1) throw new UsageError(`--${given.join(' and --')} exclude each other`)
    return { ...listStyle(flags), watch: flags.watch === true, everyone: flags.everyone === true }
  },
  async run(cli, { watch: isWatched, everyone, ...style }) {
    if (!isWatched) {
      cli.out.hold()
      return print(cli, everyone, style)
    }
    const { watch } = await import('../watch.ts')
    return watch(cli, (onScreen) => print(onScreen, everyone, style))
  },
})

async function print(cli: Cli, everyone: boolean, style: ListStyle): Promise<void> {
  const view = await (await cli.track()).views.today(everyone ? { everyone } : {})
  if (cli.json) return cli.out.json(view)
  if (!view.count)
    return cli.out.message('Nothing is left for today. To add something: track add Call the dentist tomorrow')
  await printItems(cli, linesOf(view, cli.dates(view.date)), style, view.date)
}

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

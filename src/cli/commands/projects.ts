import type { ProjectSummary } from '#contract/types.ts'
import { command } from '../command.ts'
import { listStyle, QUIET_OPTION } from '../item-list.ts'
import { timeLeft, doneOfTotal } from '../print-project.ts'
import type { Piece } from '../style.ts'
import type { TableColumn } from '../table.ts'

const PROJECT_COLUMNS: TableColumn[] = [
  {},
  { share: 2, minWidth: 16 },
  { right: true, dropOrder: 2 },
  { share: 1, dropOrder: 1 },
]

export const projects = command<{ quiet: boolean }>({
  options: [QUIET_OPTION],
  data: true,
  paged: true,
  examples: ['track projects', 'track projects --json'],
  read: ({ flags }) => listStyle(flags),
  async run(cli, { quiet }) {
    const found = await (await cli.track()).projects.list()
    if (cli.json) return cli.out.json(found)
    if (!found.projects.length) return cli.notify('No project yet. To begin one: track project add Kitchen reno')
    const inOrder = found.projects.toSorted((a, b) => Number(a.status !== 'active') - Number(b.status !== 'active'))
    if (quiet) for (const { slug } of inOrder) cli.out.line(slug)
    else await cli.out.table(PROJECT_COLUMNS, inOrder.map(projectRow))
  },
})

function projectRow({ slug, title, status, type, progress }: ProjectSummary): Piece[] {
  const inactive = status !== 'active'
  const more = [inactive && status, type === 'engineering' && type, timeLeft(progress)].filter(Boolean).join(' · ')
  const style = inactive ? 'dim' : undefined
  return [
    { text: slug, style },
    { text: title, style },
    { text: doneOfTotal(progress), style },
    { text: more, style: 'dim' },
  ]
}

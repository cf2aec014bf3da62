import type { ProjectView } from '#contract/types.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import type { Progress } from '#domain/projects.ts'
import type { Cli } from './cli.ts'
import type { LocalCalendar } from './date-format.ts'
import { ITEM_COLUMNS, itemRow } from './items.ts'
import type { TableRow } from './table.ts'
import { cleanLines } from './text.ts'

/** Prints a project with its features, their open tasks and its notes. */
export async function printProject(cli: Cli, view: ProjectView): Promise<void> {
  const { slug, title, type, status, notes, progress } = view
  const details = [slug, type, status, `${doneOfTotal(progress)} done`, timeLeft(progress)].filter(Boolean).join(' · ')
  cli.out.line(
    { text: title, style: 'bold' },
    {
      text: `  ${details}`,
      style: 'dim',
    },
  )
  const rows = rowsOf(view, cli.localCalendar())
  if (rows.length) await cli.out.table(ITEM_COLUMNS, rows)
  else cli.notify(`No open task. To add one: track add task TITLE --project ${slug}`)
  if (notes) for (const line of ['', ...cleanLines(notes)]) cli.out.line(line)
}

function rowsOf({ slug, features, tasks }: ProjectView, here: LocalCalendar): TableRow[] {
  const rows: TableRow[] = tasks.map((task) => itemRow(task, here, slug))
  if (rows.length) rows.unshift({ heading: [] })
  for (const { id, title, status, progress, tasks: its } of features) {
    const state = [status !== 'todo' && status, doneOfTotal(progress), timeLeft(progress)].filter(Boolean).join(' · ')
    rows.push(
      { heading: [] },
      {
        heading: [
          { text: `${id}  ${title}`, style: 'bold' },
          { text: `  ${state}`, style: 'dim' },
        ],
      },
    )
    rows.push(...its.map((task) => itemRow({ ...task, feature: null }, here, slug)))
  }
  return rows
}

/** `3/10` */
export function doneOfTotal({ done, total }: Progress): string {
  return `${done}/${total}`
}

/** `1h30m left`; empty where nothing is estimated. */
export function timeLeft({ estimate_left: minutes }: Progress): string {
  return minutes ? `${estimatePhrase(minutes)} left` : ''
}

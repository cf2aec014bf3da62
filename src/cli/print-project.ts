import type { ProjectView } from '#contract/types.ts'
import { estimatePhrase } from '#domain/estimates.ts'
import type { Progress } from '#domain/projects.ts'
import type { Cli } from './cli.ts'
import { type ListLine, printItems } from './item-list.ts'
import type { Piece } from './style.ts'
import { cleanLines } from './text.ts'

/** Prints a project with its features, their open tasks and its notes. */
export async function printProject(cli: Cli, view: ProjectView): Promise<void> {
  const { slug, title, type, status, notes, progress } = view
  if (cli.out.isTerminal) {
    const details = [slug, type, status, `${doneOfTotal(progress)} done`, timeLeft(progress)].filter(Boolean)
    cli.out.line({ text: title, style: 'bold' }, { text: `  ${details.join(' · ')}`, style: 'dim' })
  } else
    await cli.out.table(
      [{}, {}],
      [
        ['slug', slug],
        ['title', title],
        ['type', type],
        ['status', status],
        ['done', doneOfTotal(progress)],
      ],
    )
  const lines = linesOf(view)
  if (lines.length) await printItems(cli, lines, { quiet: false })
  else cli.notify(`No open task. To add one: track add task TITLE --project ${slug}`)
  printNotes(cli, notes)
}

/** Prints a feature with its open tasks and its notes. */
export async function printFeature(
  cli: Cli,
  { id, title, status, notes, progress, tasks }: ProjectView['features'][number],
  { slug }: ProjectView,
): Promise<void> {
  const { out } = cli
  if (out.isTerminal) {
    const details = [slug, status, `${doneOfTotal(progress)} done`, timeLeft(progress)].filter(Boolean).join(' · ')
    out.line(`${id}  `, { text: title, style: 'bold' }, { text: `  ${details}`, style: 'dim' })
  } else
    await out.table(
      [{}, {}],
      [
        ['id', id],
        ['title', title],
        ['project', slug],
        ['status', status],
      ],
    )
  await printItems(
    cli,
    tasks.map((item) => ({ item, project: slug, feature: id })),
    { quiet: false },
  )
  printNotes(cli, notes)
}

function printNotes({ out }: Cli, notes: string | null): void {
  if (notes) for (const line of [out.isTerminal ? '' : '--', ...cleanLines(notes)]) out.line(line)
}

function linesOf({ slug, features, tasks }: ProjectView): ListLine[] {
  const lines: ListLine[] = tasks.map((item) => ({ item, project: slug }))
  if (lines.length) lines.unshift({ heading: [] })
  for (const { id, title, status, progress, tasks: its } of features) {
    const state = [status !== 'todo' && status, doneOfTotal(progress), timeLeft(progress)].filter(Boolean).join(' · ')
    const heading: Piece[] = [
      { text: `${id}  ${title}`, style: 'bold' },
      { text: `  ${state}`, style: 'dim' },
    ]
    lines.push({ heading: [] }, { heading }, ...its.map((item) => ({ item, project: slug, feature: id })))
  }
  return lines
}

/** `3/10` */
export function doneOfTotal({ done, total }: Progress): string {
  return `${done}/${total}`
}

/** `1h30m left`; empty where nothing is estimated. */
export function timeLeft({ estimate_left: minutes }: Progress): string {
  return minutes ? `${estimatePhrase(minutes)} left` : ''
}

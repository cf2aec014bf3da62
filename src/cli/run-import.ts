import { describeImport } from '#contract/imports.ts'
import type { Track } from '#contract/track.ts'
import type { Outcome } from '#formats/document.ts'
import { FORMATS, readFile, type ReadFile } from '#formats/read.ts'
import type { Cli } from './cli.ts'
import { readAllBytes } from './input.ts'
import { oneOf } from './options.ts'
import type { TableRow } from './table.ts'

export interface ImportOptions {
  file: string
  from?: string
  dryRun: boolean
}

/** After this time an import says that it is running. */
const PROGRESS_AFTER_MS = 1000
/** What was not understood is listed up to so many lines; a dry run lists all. */
const MAX_LISTED = 20

/** Executes `track import`. Throws UsageError for an unknown format, `conflict` for a file that is none of any. */
export async function runImport(cli: Cli, { file, from, dryRun }: ImportOptions): Promise<void> {
  const format = from === undefined ? undefined : oneOf('--from', from, ['track' as const, ...FORMATS])
  const track = await cli.track()
  const bytes = file === '-' ? await readAllBytes(cli.environment.stdin) : cli.environment.files.read(file)
  const source = { name: file === '-' ? 'standard input' : baseName(file), bytes }
  const outcome = await readFile(source, track, cli.environment.now(), { from: format, space: cli.space })
  if (dryRun) return showOutcome(cli, outcome)
  await importDocument(cli, track, outcome)
  noteTimezone(cli, outcome)
  const { length } = outcome.findings
  if (!length || cli.json) return
  cli.notify(length === 1 ? 'one thing was not understood:' : `${length} things were not understood:`)
  for (const { place, text, problem } of outcome.findings.slice(0, MAX_LISTED))
    cli.notify(`${place}: ${text}: ${problem}`)
  if (length > MAX_LISTED) cli.notify(`… and ${length - MAX_LISTED} more: track import ${file} --dry-run lists them`)
}

const baseName = (path: string): string => path.split(/[\\/]/).at(-1)!

async function importDocument(cli: Cli, track: Track, { format, document }: ReadFile): Promise<void> {
  const count = document.items.length.toLocaleString('en')
  const timer = setTimeout(() => cli.notify(`importing ${count} items …`), PROGRESS_AFTER_MS)
  const imported = await track.data.import(document).finally(() => clearTimeout(timer))
  if (cli.json) return cli.out.json(imported)
  cli.out.line(describeImport(imported))
  const { length } = imported.renamed
  if (length && format === 'track')
    cli.notify(
      `${length === 1 ? '1 id or slug was' : `${length} ids or slugs were`} ` +
        'taken here and replaced; --json lists them',
    )
  if (imported.revision !== null) cli.notify(`undo with: track undo --revision ${imported.revision}`)
}

/** Says whose days and times were taken where they may be others than the file's. */
function noteTimezone({ environment, notify }: Cli, { timezone }: ReadFile): void {
  const local = environment.timezone()
  if (!timezone || !local || local === timezone) return
  notify(`note: days and times were taken as those of ${timezone}, and this machine is in ${local}`)
  notify(`hint: if they are others: track undo, track me --timezone ${local}, and import again`)
}

/** Prints what would become what, and what is not understood. */
async function showOutcome(cli: Cli, { format, document, became, findings, timezone }: ReadFile): Promise<void> {
  if (cli.json) return cli.out.json({ format, became, findings, document })
  const { items, projects, features } = document
  const own: Outcome['became'] = [
    { from: 'item', to: null, count: items.length },
    { from: 'project', to: 'project', count: projects.length },
    { from: 'feature', to: null, count: features.length },
  ]
  const rows: TableRow[] = [{ heading: [`from ${format}`] }]
  for (const { from, to, count } of format === 'track' ? own : became)
    if (count) rows.push([String(count), from, format === 'track' ? 'stays what it is' : (to ?? 'left out')])
  if (findings.length) rows.push({ heading: [''] }, { heading: ['not understood'] })
  await cli.out.table([{ right: true }, {}, {}], rows)
  await cli.out.table(
    [{}, { share: 1 }, { whole: true }],
    findings.map(({ place, text, problem }) => [place, text, problem]),
  )
  if (timezone) cli.notify(`days and times are those of ${timezone}; for others: track me --timezone ZONE`)
  cli.notify('nothing was changed; without --dry-run it is imported')
}

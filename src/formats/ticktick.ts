import { conflict } from '#domain/errors.ts'
import { type Contents, type Draft, emptyContents, leaveOut, projectOfList, type Source } from './draft.ts'
import { foldHeader, parseCsv, recordsOf } from './csv.ts'
import { type DueTime, instantOf, localTimeOf } from './instants.ts'
import { readRule } from './rrule.ts'
import { numbered } from './todoist-csv.ts'

const PRIORITY: Record<string, number> = { 5: 1, 3: 2, 1: 4 }
const STATUS: Record<string, Draft['status']> = { 0: 'todo', 1: 'done', 2: 'done', '-1': 'canceled' }

type Cell = (name: string) => string

/** Reads a backup of TickTick: CSV below some lines that tell of the file. Throws `conflict` for anything else. */
export function readTickTick(source: Source): Contents {
  const rows = parseCsv(source.text, ',')
  const at = rows.findIndex(({ cells }) => cells.some((cell) => foldHeader(cell) === 'listname'))
  if (at < 0) throw conflict('this is no backup of TickTick', { hint: 'Make one in its settings, under Backup.' })
  const contents = emptyContents()
  const records = recordsOf(rows[at]!, rows.slice(at + 1))
  const titles = new Map(records.map(({ cell }) => [cell('taskid'), cell('title')]))
  for (const { line, cell } of records) {
    if (cell('kind') === 'NOTE') leaveOut(contents, 'note')
    else contents.drafts.push(draftOf(cell, `line ${line}`, source, contents, titles.get(cell('parentid') || '-')))
  }
  return numbered(contents)
}

function draftOf(cell: Cell, place: string, { timezone }: Source, { findings }: Contents, partOf?: string): Draft {
  const report = (problem: string) => findings.push({ place, text: cell('title'), problem })
  const status = STATUS[cell('status')]
  if (!status) report(`has the status ${cell('status')}, which is not understood: it is open here`)
  const date = dueOf(cell, timezone)
  const { every, note } = readRule(cell('repeat'), date?.due, report)
  const list = cell('listname')
  return {
    source: cell('taskid') || JSON.stringify([list, cell('title'), cell('createdtime')]),
    place,
    origin: 'task',
    partOf,
    title: cell('title'),
    status: status ?? 'todo',
    notes: [cell('ischecklist') === 'Y' ? boxesOf(cell('content')) : cell('content'), note],
    tags: [...cell('tags').split(','), cell('columnname').replace(/^Not Sectioned$/, '')],
    priority: PRIORITY[cell('priority')],
    ...date,
    every,
    project: projectOfList(list),
    createdAt: instantOf(cell('createdtime')),
    doneAt: instantOf(cell('completedtime')),
  }
}

/** An all-day date is midnight in the zone of the task. */
function dueOf(cell: Cell, timezone: string): DueTime | undefined {
  const date = instantOf(cell('duedate') || cell('startdate'))
  const zone = cell('isallday') === 'true' ? cell('timezone') || timezone : timezone
  return date ? localTimeOf(date, zone) : undefined
}

/** A checklist as boxes of Markdown. */
const boxesOf = (content: string): string =>
  content
    .replace(/\r?\n?▫ ?/g, '\n- [ ] ')
    .replace(/\r?\n?▪ ?/g, '\n- [x] ')
    .trim()

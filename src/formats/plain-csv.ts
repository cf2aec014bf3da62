import { conflict } from '#domain/errors.ts'
import { readEstimate } from '#domain/estimates.ts'
import { LINE_FIELDS, type LineField } from '#domain/fields.ts'
import { isKind } from '#domain/kinds.ts'
import { readBudget } from '#domain/money.ts'
import type { Status } from '#domain/statuses.ts'
import { readTime } from '#domain/times.ts'
import { webAddressProblem } from '#domain/web-addresses.ts'
import { foldHeader, parseCsv, recordsOf } from './csv.ts'
import { type Contents, type Draft, emptyContents, type Source } from './draft.ts'
import { instantOf } from './instants.ts'
import { readNames } from './members.ts'
import { intervalOfRule } from './rrule.ts'
import { numbered } from './todoist-csv.ts'
import { readRecurrence, readTypedDate, type TypedRecurrence } from './typed-dates.ts'

/** A value for each field of one line of text. */
const ofLineFields = <T>(valueOf: (name: LineField) => T) =>
  Object.fromEntries(LINE_FIELDS.map((name) => [name, valueOf(name)])) as Record<LineField, T>

/** The names by which columns are known, folded. */
const COLUMNS = {
  title: ['title', 'task', 'name', 'subject', 'content', 'summary', 'todo', 'item', 'description'],
  id: ['id', 'uuid', 'uid', 'taskid'],
  kind: ['kind', 'type'],
  status: ['status', 'state', 'done', 'completed', 'iscompleted', 'complete'],
  priority: ['priority', 'prio'],
  at: ['at', 'time', 'duetime'],
  due: ['due', 'duedate', 'date', 'deadline', 'dueon'],
  tags: ['tags', 'labels', 'categories', 'tag', 'label', 'category'],
  notes: ['notes', 'note', 'details', 'body', 'comment', 'description'],
  every: ['every', 'repeat', 'repeats', 'recurrence', 'recur', 'interval'],
  lastDone: ['lastdone'],
  boughtOn: ['boughton'],
  feature: ['feature', 'section'],
  project: ['project', 'list', 'listname', 'projectname', 'folder'],
  estimate: ['estimate', 'estimation', 'duration', 'minutes'],
  ...ofLineFields((name) => [foldHeader(name)]),
  recipient: ['recipient', 'for'],
  budget: ['budget', 'price', 'cost'],
  url: ['url', 'link'],
  assigned: ['assigned', 'assignee', 'assignedto'],
  turns: ['turns'],
  turn_rule: ['turnrule'],
  done_by: ['doneby', 'completedby'],
  createdAt: ['createdat', 'created', 'added', 'createdtime', 'addedat'],
  doneAt: ['doneat', 'completedat', 'finishedat', 'completedtime'],
} as const
type Column = keyof typeof COLUMNS

const STATUS: [RegExp, Status][] = [
  [/^(?:done|completed?|closed|finished|yes|y|true|1|x)$/, 'done'],
  [/^(?:doing|in[ -]?progress|started)$/, 'doing'],
  [/^cancell?ed$/, 'canceled'],
]
const PRIORITY: Record<string, number> = { urgent: 1, high: 1, medium: 3, normal: 3, none: 3, low: 4 }

/** Whether a header has a column for titles. */
export const hasTitles = (names: readonly string[]): boolean =>
  names.some((name) => (COLUMNS.title as readonly string[]).includes(foldHeader(name)))

/**
 * Reads a CSV file whose first row names its columns, in any order; those that are not known are reported. Throws
 * `conflict` where none holds titles.
 */
export function readPlainCsv(source: Source): Contents {
  const [header, ...rows] = parseCsv(source.text)
  if (!header || !hasTitles(header.cells))
    throw conflict('the first row names no column "title"', { hint: `Columns: ${Object.keys(COLUMNS).join(', ')}.` })
  const contents = emptyContents()
  const names = header.cells.map(foldHeader)
  const columns = new Map<Column, string>()
  for (const [column, aliases] of Object.entries(COLUMNS) as [Column, readonly string[]][]) {
    const name = aliases.find((alias) => names.includes(alias) && ![...columns.values()].includes(alias))
    if (name) columns.set(column, name)
  }
  const unknown = header.cells.filter((cell) => cell.trim() && ![...columns.values()].includes(foldHeader(cell)))
  for (const name of unknown)
    contents.findings.push({ place: `line ${header.line}`, text: name, problem: 'is no column that Track knows' })
  for (const { line, raw } of recordsOf(header, rows)) {
    const row = new Row((column) => raw(columns.get(column) ?? '-'), `line ${line}`, source, contents)
    contents.drafts.push(row.draft())
  }
  return numbered(contents)
}

class Row {
  readonly #cell: (column: Column) => string
  readonly #notes: string
  readonly #place: string
  readonly #source: Source
  readonly #contents: Contents
  /** Values that are not understood, for the notes. */
  readonly #kept: string[] = []

  constructor(cell: (column: Column) => string, place: string, source: Source, contents: Contents) {
    this.#cell = (column) => withoutGuard(cell(column).trim())
    this.#notes = withoutGuard(cell('notes'))
    this.#place = place
    this.#source = source
    this.#contents = contents
  }

  /** A value as `read` understands it; what it does not is reported, and kept in the notes. */
  #read<T>(column: Column, read: (text: string) => T | undefined): T | null {
    const text = this.#cell(column)
    const value = text === '' ? null : read(text)
    if (value !== undefined) return value
    const problem = `${column}: ${text} is not understood, and is in the notes`
    this.#contents.findings.push({ place: this.#place, text: this.#cell('title'), problem })
    this.#kept.push(`${column}: ${text}`)
    return null
  }

  draft(): Draft {
    const cell = this.#cell
    const dates = this.#dates()
    const priority = this.#read('priority', priorityOf) ?? undefined
    const estimate = this.#read('estimate', (text) => readEstimate(text).value ?? undefined)
    return {
      source: cell('id') || JSON.stringify([cell('title'), cell('project'), cell('createdAt')]),
      place: this.#place,
      origin: 'row',
      title: cell('title'),
      status: STATUS.find(([pattern]) => pattern.test(cell('status').toLowerCase()))?.[1] ?? 'todo',
      notes: [this.#notes, ...this.#kept],
      tags: [...cell('tags').split(cell('tags').includes(',') ? ',' : /[;|]/), cell('feature')],
      priority,
      ...dates,
      project: cell('project'),
      estimate,
      createdAt: instantOf(cell('createdAt')),
      doneAt: instantOf(cell('doneAt')),
      names: readNames(cell),
      own: this.#own(),
      lines: ofLineFields(cell),
    }
  }

  #dates() {
    const { today, timezone } = this.#source
    const date = this.#read('due', (text) => readTypedDate(text, today, timezone))
    const recurrence = this.#read('every', (text): Partial<TypedRecurrence> | undefined => {
      if (!/^(?:RRULE:)?FREQ=/i.test(text)) return readRecurrence(text, today, timezone)
      const every = intervalOfRule(text, date?.due ?? null)
      return every ? { every } : undefined
    })
    const at = this.#read('at', (text) => readTime(text).value)
    return {
      due: date?.due ?? recurrence?.start,
      at: at ?? date?.at ?? recurrence?.at,
      every: recurrence?.every,
      countsFromCompletion: recurrence?.countsFromCompletion,
    }
  }

  #own(): Draft['own'] {
    const { today, timezone } = this.#source
    const kind = this.#cell('kind').toLowerCase()
    const pastDay = (text: string) => {
      const day = readTypedDate(text, today, timezone)?.due
      return day && day <= today ? day : undefined
    }
    return {
      kind: isKind(kind) ? kind : undefined,
      last_done: this.#read('lastDone', pastDay),
      bought_on: this.#read('boughtOn', pastDay),
      budget: this.#read('budget', (text) => readBudget(text).value ?? undefined),
      url: this.#read('url', (text) => (webAddressProblem(text) ? undefined : text)),
    }
  }
}

function priorityOf(text: string): number | undefined {
  const [, digit] = /^p?([1-5])$/i.exec(text) ?? []
  return digit ? Number(digit) : PRIORITY[text.toLowerCase()]
}

/** Without the quote that keeps a spreadsheet from running a cell as a formula. */
export const withoutGuard = (cell: string): string => cell.replace(/^'(?='*[=+\-@\t\r])/, '')

import { conflict } from '#domain/errors.ts'
import { type Contents, type Draft, emptyContents, projectOfList, type Source } from './draft.ts'
import { type CsvRow, parseCsv, recordsOf } from './csv.ts'
import { datesOf, minutesOf, splitLabels } from './todoist.ts'

export const isTodoistHeader = ({ cells }: CsvRow): boolean => cells[0] === 'TYPE' && cells[1] === 'CONTENT'

/**
 * Reads a project that Todoist exported as CSV: rows of tasks, sections (tags here) and comments, of which those of a
 * task follow it; subtasks are indented. The file is named like its project. Throws `conflict` for anything else.
 */
export function readTodoistCsv(source: Source): Contents {
  const contents = emptyContents()
  const [header, ...rows] = parseCsv(source.text)
  if (!header || !isTodoistHeader(header))
    throw conflict('this is no project that Todoist exported', { hint: 'Its first line begins with TYPE,CONTENT.' })
  const name = source.name
    .replace(/\.csv$/i, '')
    .replace(/ ?\[\d+\]$/, '')
    .trim()
  const parents: string[] = []
  let section: string | null = null
  for (const { line, cell } of recordsOf(header, rows)) {
    const place = `line ${line}`
    const last = contents.drafts.at(-1)
    if (cell('type') === 'section') section = cell('content') || null
    else if (cell('type') === 'note') last?.notes.push(cell('content'))
    else if (cell('type') === 'task') {
      const indent = Math.max(1, Number(cell('indent')) || 1)
      const draft = draftOf(cell, place, source, contents)
      parents.splice(indent - 1)
      const parent = parents.at(-1)
      parents[indent - 1] = draft.title
      contents.drafts.push({
        ...draft,
        source: JSON.stringify([name, parents, draft.title]),
        partOf: parent,
        project: projectOfList(name),
        tags: section === null ? draft.tags : [...draft.tags, section],
      })
    } else if (cell('type') !== 'meta')
      contents.findings.push({ place, text: cell('content'), problem: `is a ${cell('type') || 'row without a type'}` })
  }
  return numbered(contents)
}

function draftOf(cell: (name: string) => string, place: string, source: Source, { findings }: Contents): Draft {
  const { title, labels } = splitLabels(cell('content'))
  const { problem, ...dates } = datesOf(cell('date'), cell('datelang'), source)
  if (problem) findings.push({ place, text: title, problem })
  const priority = Number(cell('priority'))
  return {
    source: '',
    place,
    origin: 'task',
    title,
    status: 'todo',
    notes: [cell('description'), problem ? `Date: ${cell('date')}` : null, deadlineOf(cell('deadline'))],
    tags: labels,
    ...(priority >= 1 && priority <= 4 && { priority }),
    ...dates,
    estimate: minutesOf(cell('duration'), cell('durationunit')),
  }
}

export const deadlineOf = (day: string): string | null => (day ? `Deadline: ${day}` : null)

/** Tells apart entries that are the same in all that names them, by their order. */
export function numbered(contents: Contents): Contents {
  const seen = new Map<string, number>()
  for (const draft of contents.drafts) {
    const count = seen.get(draft.source) ?? 0
    seen.set(draft.source, count + 1)
    if (count) draft.source = `${draft.source} ${count + 1}`
  }
  return contents
}

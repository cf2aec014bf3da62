import { type Contents, type Draft, emptyContents, leaveOut, projectOfList, type Source } from './draft.ts'
import { groupBy } from './group-by.ts'
import { instantOf } from './instants.ts'
import { type Json, objectOf, objectsOf, parseJson, textOf } from './json.ts'
import { datesOf, minutesOf } from './todoist.ts'
import { readTypedDate } from './typed-dates.ts'
import { deadlineOf } from './todoist-csv.ts'

const TRACKER = { name: "Todoist's API", hint: 'A project exported in Todoist itself is a CSV file; it is read, too.' }

/** Reads answers of Todoist's API: a full sync, or a list of tasks. Here priority 4 is the highest. */
export function readTodoistJson(source: Source): Contents {
  const json = parseJson(source.text, TRACKER)
  const { items, tasks, results, ...rest } = objectOf(json)
  const contents = emptyContents()
  const rows = objectsOf(Array.isArray(json) ? json : (items ?? tasks ?? results))
  const surroundings = surroundingsOf(rest, rows)
  for (const { name, is_archived } of surroundings.projects.values())
    if (is_archived === true) contents.projectStatus.set(textOf(name), 'archived')
  for (const [index, row] of rows.entries()) {
    if (row.is_deleted === true) leaveOut(contents, 'deleted task')
    else {
      const draft = draftOf(row, `task ${index + 1}`, source, contents)
      contents.drafts.push({ ...draft, ...placeOf(row, draft, surroundings) })
    }
  }
  return contents
}

/** What the ids in a task refer to. */
interface Surroundings {
  projects: Map<string, Json>
  sections: Map<string, string>
  titles: Map<string, string>
  comments: Map<string, Json[]>
}

function surroundingsOf({ projects, sections, notes }: Json, rows: readonly Json[]): Surroundings {
  return {
    projects: new Map(objectsOf(projects).map((one) => [textOf(one.id), one])),
    sections: new Map(objectsOf(sections).map(({ id, name }) => [textOf(id), textOf(name)])),
    titles: new Map(rows.map(({ id, content }) => [textOf(id), textOf(content)])),
    comments: groupBy(objectsOf(notes), ({ item_id, task_id }) => textOf(item_id ?? task_id)),
  }
}

function placeOf(row: Json, draft: Draft, { projects, sections, titles, comments }: Surroundings): Partial<Draft> {
  const { name, inbox_project, is_inbox_project } = projects.get(textOf(row.project_id)) ?? {}
  const section = sections.get(textOf(row.section_id))
  return {
    project: inbox_project === true || is_inbox_project === true ? null : projectOfList(textOf(name)),
    partOf: titles.get(textOf(row.parent_id)),
    tags: section ? [...draft.tags, section] : draft.tags,
    notes: [...draft.notes, ...(comments.get(textOf(row.id)) ?? []).map(({ content }) => textOf(content))],
  }
}

function draftOf(row: Json, place: string, source: Source, { findings }: Contents): Draft {
  const { words, problem, ...dates } = readDue(objectOf(row.due), source)
  const title = textOf(row.content)
  if (problem) findings.push({ place, text: title, problem })
  const { amount, unit } = objectOf(row.duration)
  return {
    source: textOf(row.id) || title,
    place,
    origin: 'task',
    title,
    status: [row.checked, row.is_completed].some((one) => one === true || one === 1) ? 'done' : 'todo',
    notes: [textOf(row.description), problem && `Date: ${words}`, deadlineOf(textOf(objectOf(row.deadline).date))],
    tags: Array.isArray(row.labels) ? row.labels.map(textOf) : [],
    priority: [undefined, 4, 3, 2, 1][Number(row.priority)],
    ...dates,
    estimate: minutesOf(textOf(amount), textOf(unit)),
    createdAt: instantOf(row.added_at ?? row.created_at),
    doneAt: instantOf(row.completed_at),
  }
}

/** The due date of a task, which has its day besides the words of its recurrence. */
function readDue(due: Json, source: Source) {
  const date = textOf(due.date ?? due.datetime)
  const known = readTypedDate(date, source.today, textOf(due.timezone) || source.timezone)
  const words = due.is_recurring === true ? textOf(due.string) : date
  return { words, ...datesOf(words, textOf(due.lang), source, known) }
}

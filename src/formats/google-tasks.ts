import { isDay } from '#domain/dates.ts'
import { type Contents, type Draft, emptyContents, leaveOut, type Source } from './draft.ts'
import { instantOf } from './instants.ts'
import { type Json, objectOf, objectsOf, parseJson, textOf } from './json.ts'

const TRACKER = { name: 'Google Takeout', hint: 'Choose Tasks in Takeout; the file is Tasks/Tasks.json.' }
const DEFAULT_LIST = /^my tasks$/i

/** Reads the `Tasks.json` of Google Takeout: lists, which become projects, but for the first one that everyone has. */
export function readGoogleTasks({ text }: Source): Contents {
  const contents = emptyContents()
  for (const list of objectsOf(objectOf(parseJson(text, TRACKER)).items)) {
    const tasks = objectsOf(list.items)
    const titles = new Map(tasks.map(({ id, title }) => [textOf(id), textOf(title)]))
    const name = textOf(list.title)
    for (const [index, task] of tasks.entries()) {
      if (task.deleted === true) leaveOut(contents, 'deleted task')
      else if (task.title === '' && !task.notes) leaveOut(contents, 'empty task')
      else {
        const draft = draftOf(task, `${name}, task ${index + 1}`, titles.get(textOf(task.parent)))
        contents.drafts.push({ ...draft, project: DEFAULT_LIST.test(name) ? null : name || null })
      }
    }
  }
  return contents
}

/** Dates are days, written as midnight in UTC. */
function draftOf(task: Json, place: string, partOf: string | undefined): Draft {
  const due = textOf(task.due).slice(0, 10)
  return {
    source: textOf(task.id) || `${place} ${textOf(task.title)}`,
    place,
    origin: 'task',
    partOf,
    title: textOf(task.title) || textOf(task.notes).slice(0, 100),
    status: task.status === 'completed' ? 'done' : 'todo',
    notes: [textOf(task.notes), ...objectsOf(task.links).map(({ link }) => textOf(link))],
    tags: [],
    due: isDay(due) ? due : null,
    createdAt: instantOf(task.created),
    doneAt: instantOf(task.completed),
  }
}

import { readInterval } from '#domain/intervals.ts'
import { type Contents, type Draft, emptyContents, projectOfList, type Source } from './draft.ts'
import { instantOf, localTimeOf } from './instants.ts'
import { type Json, objectsOf, parseJson, textOf } from './json.ts'

const TRACKER = { name: 'Vikunja', hint: 'Ask for it in its settings, under "Export your data".' }
const PRIORITY: Record<number, number> = { 1: 4, 2: 3, 3: 2, 4: 1, 5: 1 }
const DAY_SECONDS = 86_400
const REPEAT_MONTHLY = 1
const REPEAT_FROM_COMPLETION = 2

/** Reads the `data.json` of Vikunja's export: projects with their tasks, in older versions inside of namespaces. */
export function readVikunja(source: Source): Contents {
  const contents = emptyContents()
  for (const project of objectsOf(parseJson(source.text, TRACKER))) readProject(project, source, contents)
  return contents
}

function readProject(project: Json, source: Source, contents: Contents): void {
  const title = textOf(project.title)
  if (project.is_archived === true) contents.projectStatus.set(title, 'archived')
  for (const inner of [...objectsOf(project.lists), ...objectsOf(project.child_projects)])
    readProject(inner, source, contents)
  for (const task of objectsOf(project.tasks)) {
    const draft = draftOf(task, `task ${contents.drafts.length + 1}`, source, contents)
    contents.drafts.push({ ...draft, project: projectOfList(title) })
  }
}

/** An instant, or undefined for none: Vikunja writes the year 1 there. */
const dateOf = (value: unknown) => (textOf(value).startsWith('0001-') ? undefined : instantOf(value))

function draftOf(task: Json, place: string, { timezone }: Source, { findings }: Contents): Draft {
  const title = textOf(task.title)
  const [date] = [task.due_date, task.end_date, task.start_date].flatMap((one) => dateOf(one) ?? [])
  const [seconds, mode] = [Number(task.repeat_after), Number(task.repeat_mode)]
  const every = intervalOf(seconds, mode)
  if (every === undefined) {
    const problem = `repeats after ${seconds} seconds, which are no whole days: it is in the notes`
    findings.push({ place, text: title, problem })
  }
  return {
    source: textOf(task.id) || title,
    place,
    origin: 'task',
    title,
    status: task.done === true ? 'done' : 'todo',
    notes: [
      plainText(textOf(task.description)),
      every === undefined ? `Repeats: every ${seconds} seconds` : null,
      ...objectsOf(task.comments).map(({ comment }) => plainText(textOf(comment))),
    ],
    tags: objectsOf(task.labels).map((label) => textOf(label.title)),
    priority: PRIORITY[Number(task.priority)],
    ...(date && localTimeOf(date, timezone)),
    every,
    countsFromCompletion: mode === REPEAT_FROM_COMPLETION,
    createdAt: dateOf(task.created),
    doneAt: dateOf(task.done_at),
  }
}

/** The interval of a repetition; null for none, undefined for one of no whole days. */
function intervalOf(seconds: number, mode: number): string | null | undefined {
  if (mode === REPEAT_MONTHLY) return 'monthly'
  if (!(seconds > 0)) return null
  const days = seconds / DAY_SECONDS
  if (!Number.isInteger(days)) return undefined
  return readInterval(days % 7 ? `${days} days` : `${days / 7} weeks`).value
}

/** Text with its tags of HTML taken out, where it is HTML. */
export function plainText(text: string): string {
  if (!/^\s*<\w/.test(text)) return text
  return text
    .replace(/<li[^<>]{0,300}data-checked="true"[^<>]{0,300}>/gi, '\n- [x] ')
    .replace(/<li[^<>]{0,300}data-checked="false"[^<>]{0,300}>/gi, '\n- [ ] ')
    .replace(/<li[^<>]*>/gi, '\n- ')
    .replace(/<br\s*\/?>|<\/(?:p|h\d|div|ul|ol)>/gi, '\n')
    .replace(/<[^<>]*>/g, '')
    .replace(/&(lt|gt|quot|#39|nbsp|amp);/g, (_, name: string) => ENTITIES[name]!)
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

const ENTITIES: Record<string, string> = { lt: '<', gt: '>', quot: '"', '#39': "'", nbsp: ' ', amp: '&' }

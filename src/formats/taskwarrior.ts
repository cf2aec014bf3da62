import type { Day } from '#domain/dates.ts'
import { readInterval, withEnd } from '#domain/intervals.ts'
import { occurrenceAfter } from '#domain/occurrences.ts'
import { type Contents, type Draft, emptyContents, leaveOut, type Source } from './draft.ts'
import { groupBy } from './group-by.ts'
import { basicInstant, type DueTime, localTimeOf } from './instants.ts'
import { type Json, objectsOf, parseJson, textOf } from './json.ts'

/** A task of `task export`; what it does not say is empty. */
interface Task {
  uuid: string
  parent: string
  description: string
  status: string
  priority: string
  project: string
  tags: string[]
  recur: string
  annotations: { entry: unknown; description: string }[]
  /** Ids of the tasks that it waits for. */
  depends: string[]
  /** As it is written, with its dates. */
  json: Json
}

const taskOf = (json: Json): Task => ({
  uuid: textOf(json.uuid),
  parent: textOf(json.parent),
  description: textOf(json.description),
  status: textOf(json.status),
  priority: textOf(json.priority),
  project: textOf(json.project),
  tags: textsOf(json.tags),
  recur: textOf(json.recur),
  annotations: objectsOf(json.annotations).map(({ entry, description }) => ({
    entry,
    description: textOf(description),
  })),
  depends: textsOf(json.depends),
  json,
})

/** A list, which older versions wrote as one text. */
const textsOf = (value: unknown): string[] =>
  (Array.isArray(value) ? value.map(textOf) : textOf(value).split(',')).filter(Boolean)

const TRACKER = { name: 'Taskwarrior', hint: 'Make it with: task export > tasks.json' }
const PRIORITY: Record<string, number> = { H: 1, M: 2, L: 4 }
/** Names of durations that quick intervals do not know. */
const RECURRENCE: Record<string, string> = {
  annual: 'yearly',
  biannual: '2 years',
  biyearly: '2 years',
  bimonthly: '2 months',
  semiannual: '6 months',
  sennight: 'weekly',
  fortnight: '2 weeks',
}
const UNIT: [RegExp, string][] = [
  [/^(?:d|days?)$/, 'days'],
  [/^(?:w|wks?|weeks?)$/, 'weeks'],
  [/^(?:m|mo|mths?|mnths?|months?)$/, 'months'],
  [/^(?:y|yrs?|years?)$/, 'years'],
]

/** Reads what `task export` prints: an array, or a task a line. Throws `conflict` for anything else. */
export function readTaskwarrior({ text, timezone, today }: Source): Contents {
  const tasks = parseTasks(text)
  const contents = emptyContents()
  const titles = new Map(tasks.map(({ uuid, description }) => [uuid, description]))
  const children = groupBy(
    tasks.filter(({ parent }) => parent),
    ({ parent }) => parent,
  )
  const newest = new Set<Task | undefined>()
  for (const { uuid, status } of tasks) if (status === 'recurring') newest.add(newestPending(children.get(uuid) ?? []))
  for (const [index, task] of tasks.entries()) {
    const reader = new TaskReader(task, `task ${index + 1}`, contents, timezone)
    if (task.status === 'deleted') leaveOut(contents, 'deleted task')
    else if (task.status === 'recurring')
      contents.drafts.push(reader.series(children.get(task.uuid) ?? [], titles, today))
    else if (!newest.has(task)) contents.drafts.push(reader.draft(titles)) // its series stands for the newest
  }
  return contents
}

/** The occurrence that a series goes on from; instants of one form sort like text. */
const newestPending = (children: readonly Task[]): Task | undefined =>
  children
    .filter(({ status }) => status === 'pending' || status === 'waiting')
    .toSorted((a, b) => textOf(a.json.due).localeCompare(textOf(b.json.due)))
    .at(-1)

/** The tasks, each once. */
function parseTasks(text: string): Task[] {
  const isArray = text.trimStart().startsWith('[')
  const tasks = parseJson(isArray ? text : `[${text.trim().replaceAll(/,?\r?\n(?=\{)/g, ',')}]`, TRACKER)
  const known = new Set<unknown>()
  return objectsOf(tasks)
    .map(taskOf)
    .filter(({ uuid }) => uuid === '' || (!known.has(uuid) && known.add(uuid)))
}

class TaskReader {
  readonly #task: Task
  readonly #place: string
  readonly #contents: Contents
  readonly #timezone: string

  constructor(task: Task, place: string, contents: Contents, timezone: string) {
    this.#task = task
    this.#place = place
    this.#contents = contents
    this.#timezone = timezone
  }

  #report(problem: string): void {
    this.#contents.findings.push({ place: this.#place, text: this.#task.description, problem })
  }

  #date(name: string, task = this.#task): DueTime | undefined {
    const instant = basicInstant(task.json[name])
    return instant ? localTimeOf(instant, this.#timezone) : undefined
  }

  #day(name: string, task = this.#task): Day | undefined {
    return this.#date(name, task)?.due
  }

  draft(titles: ReadonlyMap<string, string>): Draft {
    const task = this.#task
    const completed = task.status === 'completed'
    return {
      source: task.uuid || `${this.#place} ${task.description}`,
      place: this.#place,
      origin: task.parent ? 'occurrence' : 'task',
      title: task.description,
      status: completed ? 'done' : task.json.start ? 'doing' : 'todo',
      notes: this.#notes(titles),
      tags: task.tags,
      priority: PRIORITY[task.priority],
      ...this.#date('due'),
      project: task.project,
      createdAt: basicInstant(task.json.entry),
      doneAt: basicInstant(task.json.end),
    }
  }

  /** The item for a recurring template: its interval, on the date of its newest pending child. */
  series(children: readonly Task[], titles: ReadonlyMap<string, string>, today: Day): Draft {
    const { recur } = this.#task
    const every = recurrenceOf(recur)
    const draft = { ...this.draft(titles), origin: 'recurring task' }
    if (every === undefined) this.#report(`recurs ${recur}, which Track cannot: it is in the notes`)
    const until = this.#day('until')
    const newest = newestPending(children)
    const last = children
      .flatMap((child) => this.#day('due', child) ?? [])
      .toSorted()
      .at(-1)
    const start = draft.due ?? today
    const next = every && last ? occurrenceAfter(every, start, last) : start
    const date = (newest && this.#date('due', newest)) ?? { due: next, at: draft.at }
    return {
      ...draft,
      status: newest?.json.start ? 'doing' : 'todo',
      ...date,
      every: every === undefined ? null : until ? withEnd(every, until) : every,
      notes: [...draft.notes, every === undefined ? `Recurs: ${recur}` : null],
    }
  }

  #notes(titles: ReadonlyMap<string, string>): string[] {
    const { annotations, depends } = this.#task
    const dates = ['wait', 'scheduled'].flatMap((name) => {
      const day = this.#day(name)
      return day ? [`${name === 'wait' ? 'Waits until' : 'Scheduled for'} ${day}`] : []
    })
    const needed = depends.map((uuid) => titles.get(uuid))
    return [
      ...annotations.map(({ entry, description }) => {
        const instant = basicInstant(entry)
        const day = instant && localTimeOf(instant, this.#timezone)?.due
        return day ? `${day}: ${description}` : description
      }),
      ...dates,
      ...(needed.some(Boolean) ? [`Depends on: ${needed.filter(Boolean).join(', ')}`] : []),
    ]
  }
}

/** The interval of a recurrence: a name, a number with a unit, or a duration of ISO 8601. */
function recurrenceOf(recur: string): string | undefined {
  const words = recur.trim().toLowerCase()
  const named = RECURRENCE[words]
  if (named) return readInterval(named).value
  const [, count = '1', unit = ''] = /^p?(\d*) ?([a-z]+)$/.exec(words) ?? []
  if (/^(?:q|qrtrs?|qtrs?|quarters?)$/.test(unit)) return readInterval(`${Number(count || 1) * 3} months`).value
  const known = UNIT.find(([pattern]) => pattern.test(unit))?.[1]
  return readInterval(known ? `${count || 1} ${known}` : words).value
}

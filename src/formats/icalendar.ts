import { isDay } from '#domain/dates.ts'
import { conflict } from '#domain/errors.ts'
import { type Contents, type Draft, emptyContents, leaveOut, type Source } from './draft.ts'
import { basicDay, basicInstant, type DueTime, dueTime, localTimeOf } from './instants.ts'
import { readRule } from './rrule.ts'

interface Property {
  name: string
  value: string
}

/** A component such as a task: its properties, and the number of its first line. */
interface Component {
  type: string
  line: number
  properties: Property[]
}

const STATUS: Record<string, Draft['status']> = {
  'NEEDS-ACTION': 'todo',
  'IN-PROCESS': 'doing',
  COMPLETED: 'done',
  CANCELLED: 'canceled',
}

/** Reads the tasks (VTODO) of an iCalendar file (RFC 5545). Throws `conflict` for anything else. */
export function readICalendar(source: Source): Contents {
  if (!/^BEGIN:VCALENDAR/im.test(source.text)) throw conflict('this is no iCalendar file')
  const contents = emptyContents()
  const components = componentsOf(source.text)
  const calendar = components.find(({ type }) => type === 'VCALENDAR')
  const project = (calendar && valueOf(calendar, 'X-WR-CALNAME')) || null
  const todos = components.filter(({ type }) => type === 'VTODO')
  const titles = new Map(todos.map((todo) => [valueOf(todo, 'UID'), valueOf(todo, 'SUMMARY')]))
  for (const { type } of components) if (type === 'VEVENT' || type === 'VJOURNAL') leaveOut(contents, NOT_READ[type])
  for (const todo of todos) {
    if (find(todo, 'RECURRENCE-ID')) leaveOut(contents, 'changed occurrence of a series')
    else contents.drafts.push({ ...draftOf(todo, source, contents, titles), project })
  }
  return contents
}

const NOT_READ = { VEVENT: 'event', VJOURNAL: 'journal entry' }

function componentsOf(text: string): Component[] {
  const components: Component[] = []
  const open: Component[] = []
  for (const [index, raw] of text.split(/\r?\n/).entries()) {
    const last = open.at(-1)
    if (/^[ \t]/.test(raw)) {
      const property = last?.properties.at(-1)
      if (property) property.value += raw.slice(1)
      continue
    }
    const [, name = '', value = ''] = /^([\w-]+)(?:;[\w-]+=(?:"[^"]*"|[^;:"]*))*:(.*)$/.exec(raw) ?? []
    if (name.toUpperCase() === 'BEGIN') {
      open.push({ type: value.trim().toUpperCase(), line: index + 1, properties: [] })
      components.push(open.at(-1)!)
    } else if (name.toUpperCase() === 'END') open.pop()
    else if (name) last?.properties.push({ name: name.toUpperCase(), value })
  }
  return components
}

const find = ({ properties }: Component, name: string): Property | undefined =>
  properties.find((property) => property.name === name)

const unescaped = (text: string): string =>
  text.replace(/\\([\\;,nN])/g, (_, one: string) => (/n/i.test(one) ? '\n' : one))

const valueOf = (component: Component, name: string): string => unescaped(find(component, name)?.value ?? '').trim()

/** The day and time of a date, a local time, or an instant. */
function dateOf({ value }: Property, timezone: string): DueTime | undefined {
  const instant = basicInstant(value.trim())
  if (instant) return localTimeOf(instant, timezone)
  const [, date = '', hour, minute] = /^(\d{8})(?:T(\d\d)(\d\d)\d\d)?$/.exec(value.trim()) ?? []
  const due = basicDay(date)
  if (!isDay(due)) return undefined
  return hour === undefined ? { due } : dueTime(due, `${hour}:${minute}`)
}

function draftOf(todo: Component, source: Source, { findings }: Contents, titles: Map<string, string>): Draft {
  const place = `line ${todo.line}`
  const title = valueOf(todo, 'SUMMARY')
  const report = (problem: string) => findings.push({ place, text: title, problem })
  const { due, note: dateNote } = readDue(todo, source.timezone, report)
  const { every, note } = readRule(find(todo, 'RRULE')?.value, due?.due, report)
  const [completed, location] = [valueOf(todo, 'COMPLETED'), valueOf(todo, 'LOCATION')]
  return {
    source: valueOf(todo, 'UID') || title,
    place,
    origin: 'task',
    partOf: titles.get(valueOf(todo, 'RELATED-TO')),
    title,
    status: STATUS[valueOf(todo, 'STATUS').toUpperCase()] ?? (completed ? 'done' : 'todo'),
    notes: [valueOf(todo, 'DESCRIPTION'), location && `Location: ${location}`, valueOf(todo, 'URL'), dateNote, note],
    tags: todo.properties
      .filter(({ name }) => name === 'CATEGORIES')
      .flatMap(({ value }) => value.split(/(?<!\\),/).map(unescaped)),
    ...priorityOf(Number(valueOf(todo, 'PRIORITY'))),
    ...due,
    every,
    createdAt: basicInstant(valueOf(todo, 'CREATED')),
    doneAt: basicInstant(completed),
  }
}

/** When a task is due, or begins; a date that is not understood is reported, with a line for the notes. */
function readDue(todo: Component, timezone: string, report: (problem: string) => void) {
  const date = find(todo, 'DUE') ?? find(todo, 'DTSTART')
  const due = date && dateOf(date, timezone)
  if (!date || due) return { due }
  report(`${date.name}:${date.value} is not understood: it is in the notes`)
  return { due: undefined, note: `${date.name}: ${date.value}` }
}

/** 1 is highest and 9 lowest; 0 is none. */
const priorityOf = (priority: number): { priority?: number } =>
  priority >= 1 && priority <= 9 ? { priority: Math.ceil(priority / 2) } : {}

import { type Day, isDay } from '#domain/dates.ts'
import { readEstimate } from '#domain/estimates.ts'
import { readInterval } from '#domain/intervals.ts'
import { isKind } from '#domain/kinds.ts'
import { readTime } from '#domain/times.ts'
import { type Contents, type Draft, emptyContents, type Source } from './draft.ts'
import { noonOf } from './instants.ts'
import { readNames } from './members.ts'
import { numbered } from './todoist-csv.ts'

const LINE = /^(x )?(?:\(([A-Z])\) )?(?:(\d{4}-\d\d-\d\d) )?(?:(\d{4}-\d\d-\d\d) )?(.*)$/
const UNIT: Record<string, string> = { d: 'days', w: 'weeks', m: 'months', y: 'years' }
const KEYS = new Set([
  'due',
  'at',
  't',
  'rec',
  'every',
  'pri',
  'est',
  'kind',
  'status',
  'assigned',
  'turns',
  'turn_rule',
  'done_by',
])

/** Reads a list in the format of todo.txt, with the keys `due:`, `t:`, `rec:` and `pri:` that its programs know. */
export function readTodoTxt({ text }: Source): Contents {
  const contents = emptyContents()
  for (const [index, line] of text.split(/\r?\n/).entries())
    if (line.trim()) contents.drafts.push(draftOf(line.trim(), `line ${index + 1}`, contents))
  return numbered(contents)
}

interface Words {
  title: string
  projects: string[]
  contexts: string[]
  keys: Map<string, string>
}

/** Words with a sign are taken out where they end the line; inside of a sentence they stay, without the sign. */
function splitWords(text: string): Words {
  const words = text.split(/\s+/)
  const keys = new Map<string, string>()
  const [projects, contexts, title]: string[][] = [[], [], []]
  let isEnd = true
  for (const word of words.toReversed()) {
    const [, sign, name] = /^([+@])(.+)$/.exec(word) ?? []
    const [, key = '', value = ''] = /^([a-z_]+):(\S+)$/.exec(word) ?? []
    if (KEYS.has(key)) keys.set(key, value)
    else if (sign === undefined) {
      isEnd = false
      title!.push(word)
    } else {
      ;(sign === '+' ? projects! : contexts!).push(name!)
      if (!isEnd) title!.push(name!)
    }
  }
  return {
    title: title!.toReversed().join(' ') || text,
    projects: projects!.toReversed(),
    contexts: contexts!.toReversed(),
    keys,
  }
}

function draftOf(line: string, place: string, { findings }: Contents): Draft {
  const [, x, letter, first, second, rest = ''] = LINE.exec(line)!
  const { title, projects, contexts, keys } = splitWords(rest)
  const notes: string[] = []
  /** The value of a key as `read` understands it; what it does not goes to the notes. */
  const valueOf = <T>(key: string, read: (value: string) => T | undefined): T | undefined => {
    const value = keys.get(key)
    const found = value === undefined ? undefined : read(value)
    if (value === undefined || found !== undefined) return found
    findings.push({ place, text: title, problem: `${key}:${value} is not understood: it is in the notes` })
    notes.push(`${key}:${value}`)
    return undefined
  }
  const dayOf = (day: string | undefined): Day | undefined => (day !== undefined && isDay(day) ? day : undefined)
  const due = valueOf('due', dayOf)
  const threshold = valueOf('t', dayOf)
  if (threshold) notes.push(`Not before ${threshold}`)
  const [completed, created] = x ? [dayOf(first), dayOf(second)] : [undefined, dayOf(first)]
  const every = valueOf('rec', intervalOf) ?? valueOf('every', (text) => readInterval(text.replaceAll('_', ' ')).value)
  const kind = keys.get('kind') ?? ''
  return {
    source: JSON.stringify([title, projects, created ?? null]),
    place,
    origin: 'line',
    title,
    status: statusOf(keys.get('status'), x !== undefined),
    due,
    at: valueOf('at', (text) => readTime(text).value),
    every,
    countsFromCompletion: /^\d/.test(keys.get('rec') ?? ''),
    estimate: valueOf('est', (text) => readEstimate(text).value ?? undefined),
    priority: priorityOf(letter ?? keys.get('pri') ?? ''),
    tags: [...contexts, ...projects.slice(1)],
    project: projects[0],
    notes,
    createdAt: created && noonOf(created),
    doneAt: completed && noonOf(completed),
    names: readNames((key) => keys.get(key) ?? ''),
    own: { kind: isKind(kind) ? kind : undefined },
  }
}

/** An item in progress, and one that was given up, have a key of Track's own. */
function statusOf(key: string | undefined, isDone: boolean): Draft['status'] {
  if (isDone) return key === 'canceled' ? 'canceled' : 'done'
  return key === 'doing' ? 'doing' : 'todo'
}

/** (A) to (E) are 1 to 5, and so is every letter behind; without one it is 3. */
const priorityOf = (letter: string): number => (/^[A-Z]$/.test(letter) ? Math.min(5, letter.charCodeAt(0) - 64) : 3)

/** `1w`, `+2m`: every week, every two months; `1b` is every business day. */
function intervalOf(rec: string): string | undefined {
  const [, count, unit = ''] = /^\+?(\d{1,3})([dbwmy])$/.exec(rec) ?? []
  if (unit === 'b') return count === '1' ? 'weekdays' : undefined
  return count === undefined ? undefined : readInterval(`${count} ${UNIT[unit]}`).value
}

import { addDays, type Day, weekday } from '#domain/dates.ts'
import type { Item } from '#domain/fields.ts'
import { foldName } from '#domain/text.ts'
import { matchesWords } from '#web/live/find-items.ts'
import { formatLongDay } from '#web/format/days.ts'
import type { IconName } from '#web/ui/icon.tsx'

/** What a place in the line is completed to. */
export type CompletionKind = 'due' | 'priority' | 'tags' | 'project' | 'recipient'

/** The part of the line that a choice replaces, and what was typed of it so far. */
export interface Completion {
  kind: CompletionKind
  start: number
  end: number
  typed: string
}

export interface Choice {
  key: string
  label: string
  /** What is put into the line. */
  text: string
  icon: IconName
  aside?: string
  /** Makes what is chosen first, where it is not there yet; gives the text for the line. */
  make?: () => Promise<string>
}

const MARKERS: Record<string, CompletionKind> = { '@': 'project', '#': 'tags' }
const MARKED = /(?:^|\s)([@#])([^\s@#]*)$/
const FOR = /(?:^|\s)for ([^\s@#]*)$/i

/** What is being typed at the caret that can be completed, if anything. */
export function completionAt(text: string, caret: number, kind: Item['kind']): Completion | null {
  const before = text.slice(0, caret)
  const [, marker, typed] = MARKED.exec(before) ?? []
  if (marker !== undefined && typed !== undefined)
    return { kind: MARKERS[marker]!, start: caret - typed.length - 1, end: caret, typed }
  const [, name] = kind === 'gift' ? (FOR.exec(before) ?? []) : []
  if (name === undefined) return null
  return { kind: 'recipient', start: caret - name.length - 'for '.length, end: caret, typed: name }
}

/** The line with a choice in its place, and where the caret is then. */
export function complete(text: string, { start, end }: Completion, choice: string): { text: string; caret: number } {
  const before = text.slice(0, start)
  const gap = before === '' || /\s$/.test(before) ? '' : ' '
  const head = `${before}${gap}${choice} `
  return { text: head + text.slice(end).replace(/^ /, ''), caret: head.length }
}

interface Known {
  today: Day
  projects: readonly { slug: string; title: string }[]
  tags: readonly string[]
  recipients: readonly string[]
  addProject: (title: string) => Promise<string>
}

const MAX_CHOICES = 7

function dueChoices(today: Day): Choice[] {
  const named: [string, number][] = [
    ['today', 0],
    ['tomorrow', 1],
    ['this weekend', 6 - weekday(today)],
    ['next week', 8 - weekday(today)],
    ['in 2 weeks', 14],
  ]
  return named
    .filter(([, days]) => days >= 0)
    .map(([text, days]) => ({
      key: text,
      label: text,
      text,
      icon: 'calendar',
      aside: formatLongDay(addDays(today, days)),
    }))
}

const PRIORITY_NAMES = ['Highest', 'High', 'Usual', 'Low', 'Lowest']

function projectChoices(typed: string, { projects, addProject }: Known): Choice[] {
  const found = projects
    .filter(({ slug, title }) => matchesWords(`${title} ${slug}`, typed))
    .map(({ slug, title }): Choice => ({ key: slug, label: title, text: `@${slug}`, icon: 'cube' }))
  const name = foldName(typed)
  if (typed && projects.some(({ slug, title }) => slug === typed || foldName(title) === name)) return []
  if (!typed) return found
  const make = async () => `@${await addProject(typed)}`
  return [...found, { key: 'new', label: `New project: ${typed}`, text: '', icon: 'plus', make }]
}

/** What fits a place in the line, best first; nothing where all of a name is there already. */
export function choicesFor({ kind, typed }: Completion, known: Known): Choice[] {
  if (kind === 'due') return dueChoices(known.today)
  if (kind === 'priority')
    return PRIORITY_NAMES.map((label, n) => ({ key: `${n + 1}`, label, text: `p${n + 1}`, icon: 'flag' }))
  if (kind === 'project') return projectChoices(typed, known).slice(-MAX_CHOICES)
  if (kind === 'recipient')
    return known.recipients
      .filter((name) => matchesWords(name, typed) && name !== typed)
      .slice(0, MAX_CHOICES)
      .map((name) => ({ key: name, label: name, text: `for ${name}`, icon: 'gift' }))
  const begun = typed.toLowerCase()
  if (known.tags.includes(begun)) return []
  const tags = known.tags.filter((tag) => !tag.includes(' ') && tag.startsWith(begun))
  return tags.slice(0, MAX_CHOICES).map((tag) => ({ key: tag, label: tag, text: `#${tag}`, icon: 'tag' }))
}

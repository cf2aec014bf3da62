import type { Day } from './dates.ts'
import { firstOccurrence, readInterval } from './intervals.ts'
import type { Kind } from './kinds.ts'
import { dateAt, lastWeekday } from './quick-dates.ts'
import type { Draft, Understood } from './quick-draft.ts'
import { signAt } from './quick-signs.ts'
import { freeWords, keepLiteral, phrase, titleOf, type Word, wordsOf } from './quick-words.ts'

export type { Draft, Understood } from './quick-draft.ts'

export interface QuickAdd {
  fields: Draft
  understood: Understood[]
}

interface Known {
  today: Day
  /** Whether a project with this slug exists. */
  projects?: (slug: string) => boolean
  /** Phrases that mean nothing but themselves, in lower case with single spaces. */
  literal?: ReadonlySet<string>
}

const kindWords = new Map<string, Kind>([
  ['todo', 'todo'],
  ['chore', 'chore'],
  ['task', 'task'],
  ['gift', 'gift'],
  ['buy', 'shopping'],
  ['shopping', 'shopping'],
  ['grocery', 'grocery'],
  ['groceries', 'grocery'],
])
const leadingKind = new RegExp(`^\\s*(${[...kindWords.keys()].join('|')}):`, 'i')
const longestInterval = 15

/**
 * Reads one line of text as an item. The first date, interval, priority, project, estimate, amount and recipient are
 * understood, and all tags; words are bounded by spaces. Everything else stays in the title, and so does the whole text when no title would be left.
 */
export function quickAdd(text: string, known: Known): QuickAdd {
  const found = leadingKind.exec(text)
  const lead = found && known.literal?.has(found[0].trim().toLowerCase()) ? null : found
  const named = kindWords.get(lead?.[1]?.toLowerCase() ?? '')
  const fields: Draft = { kind: named ?? 'todo', title: '' }
  const understood: Understood[] = []
  if (lead !== null && named !== undefined) {
    understood.push({ start: lead[0].search(/\S/), end: lead[0].length, field: 'kind', value: named })
  }
  const words = wordsOf(text, lead?.[0].length ?? 0)
  keepLiteral(words, known.literal ?? [])
  const projects = (slug: string) => (named === undefined || named === 'task') && known.projects?.(slug) === true

  const take = (at: number, length: number, field: Understood['field'], value: string | number) => {
    const some = words.slice(at, at + length)
    for (const word of some) word.taken = true
    understood.push({ start: some[0]?.start ?? 0, end: some.at(-1)?.end ?? 0, field, value })
  }
  const understandSign = (at: number): boolean => {
    const found = signAt(words, at, fields, projects)
    if (found === undefined) return false
    if (found.field === 'tags') fields.tags = [...new Set([...(fields.tags ?? []), String(found.value)])]
    else Object.assign(fields, { [found.field]: found.value })
    if (found.field === 'project') fields.kind = 'task'
    take(at, found.length, found.field, found.value)
    return true
  }

  let past = 0
  for (const [at, word] of words.entries()) {
    if (at < past || word.quoted || word.taken || understandSign(at)) continue
    const interval = fields.every === undefined ? intervalAt(words, at) : undefined
    if (interval !== undefined) {
      fields.every = interval.every
      take(at, interval.length, 'every', interval.every)
      continue
    }
    const date = fields.due === undefined ? dateAt(words, at, known.today) : undefined
    if (date === undefined) continue
    past = at + date.length
    if (date.day === null) continue
    fields.due = date.day
    take(at, date.length, 'due', date.day)
  }

  const last = fields.due === undefined ? lastWeekday(words, known.today) : undefined
  if (last !== undefined) {
    fields.due = last.day
    take(last.at, 1, 'due', last.day)
  }
  if (fields.kind === 'gift') {
    const found = recipientIn(words)
    if (found !== undefined) {
      fields.recipient = found.recipient
      take(found.at, found.length, 'recipient', found.recipient)
    }
  }

  fields.title = titleOf(words)
  if (fields.title === '') return { fields: { kind: 'todo', title: text.trim().replace(/\s+/g, ' ') }, understood: [] }
  return { fields, understood: understood.sort((a, b) => a.start - b.start) }
}

/** The day that a line's todo or task is due first where it only says how often: nobody types `every tuesday` for what never comes. Undefined where a date is given, be it none. */
export function firstDue(
  kind: Kind,
  { every, due }: { every?: string | null; due?: Day | null },
  today: Day,
): Day | undefined {
  return (kind === 'todo' || kind === 'task') && every && due === undefined ? firstOccurrence(every, today) : undefined
}

/** The longest interval that begins with an `every` at this place. */
function intervalAt(words: Word[], at: number): { every: string; length: number } | undefined {
  if (words[at]?.lower !== 'every') return undefined
  const next = freeWords(words, at + 1, longestInterval - 1)
  const again = next.findIndex((word) => word.lower === 'every')
  for (let length = again < 0 ? next.length : again; length > 0; length--) {
    const text = phrase(next.slice(0, length))
    // A lone m may be minutes as well as months.
    const { value } = /\d ?m$/.test(text) ? {} : readInterval(`every ${text}`)
    if (value !== undefined) return { every: value, length: length + 1 }
  }
  return undefined
}

/** The words between a `for` and the next thing that was understood, quoted, or another `for`. */
function recipientIn(words: Word[]): { at: number; length: number; recipient: string } | undefined {
  const free = (word: Word | undefined): word is Word => word !== undefined && !word.taken && !word.quoted
  for (let at = 0; at < words.length; at++) {
    if (!free(words[at]) || words[at]?.lower !== 'for') continue
    const some: string[] = []
    for (let word = words[at + 1]; free(word) && word.lower !== 'for'; word = words[at + 1 + some.length])
      some.push(word.text)
    if (some.length > 0) return { at, length: some.length + 1, recipient: some.join(' ') }
  }
  return undefined
}

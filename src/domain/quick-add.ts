import type { Day } from './dates.ts'
import { firstOccurrence, readInterval } from './intervals.ts'
import type { Kind } from './kinds.ts'
import { matchDateAt, matchFinalWeekday } from './quick-dates.ts'
import type { QuickAddFields, Understood } from './quick-add-fields.ts'
import { matchMarker } from './quick-markers.ts'
import { unusedWords, markLiteral, phraseOf, titleOf, type Word, splitWords } from './quick-words.ts'

export type { QuickAddFields, Understood } from './quick-add-fields.ts'

export interface QuickAdd {
  fields: QuickAddFields
  understood: Understood[]
}

interface QuickAddContext {
  today: Day
  /** Whether a project with this slug exists. */
  projects?: (slug: string) => boolean
  /** Phrases that are part of the title even if they could be understood; lower case, single spaces. */
  literal?: ReadonlySet<string>
}

const KIND_WORDS = new Map<string, Kind>([
  ['todo', 'todo'],
  ['chore', 'chore'],
  ['task', 'task'],
  ['gift', 'gift'],
  ['buy', 'shopping'],
  ['shopping', 'shopping'],
  ['grocery', 'grocery'],
  ['groceries', 'grocery'],
])
const LEADING_KIND = new RegExp(`^\\s*(${[...KIND_WORDS.keys()].join('|')}):`, 'i')
const MAX_INTERVAL_WORDS = 15

/**
 * Reads one line of text as an item. The first date, interval, priority, project, estimate, amount and recipient are
 * understood, and all tags; words are bounded by spaces. All other words are the title. Where none would be left, the
 * whole text is the title and nothing is understood.
 */
export function quickAdd(text: string, context: QuickAddContext): QuickAdd {
  const found = LEADING_KIND.exec(text)
  const lead = found && context.literal?.has(found[0].trim().toLowerCase()) ? null : found
  const named = KIND_WORDS.get(lead?.[1]?.toLowerCase() ?? '')
  const fields: QuickAddFields = { kind: named ?? 'todo', title: '' }
  const understood: Understood[] = []
  if (lead !== null && named !== undefined) {
    understood.push({ start: lead[0].search(/\S/), end: lead[0].length, field: 'kind', value: named })
  }
  const words = splitWords(text, lead?.[0].length ?? 0)
  markLiteral(words, context.literal ?? [])
  const projects = (slug: string) => (named === undefined || named === 'task') && context.projects?.(slug) === true

  const consume = (at: number, length: number, field: Understood['field'], value: string | number) => {
    const some = words.slice(at, at + length)
    for (const word of some) word.consumed = true
    understood.push({ start: some[0]?.start ?? 0, end: some.at(-1)?.end ?? 0, field, value })
  }
  const consumeMarker = (at: number): boolean => {
    const found = matchMarker(words, at, fields, projects)
    if (found === undefined) return false
    if (found.field === 'tags') fields.tags = [...new Set([...(fields.tags ?? []), String(found.value)])]
    else Object.assign(fields, { [found.field]: found.value })
    if (found.field === 'project') fields.kind = 'task'
    consume(at, found.length, found.field, found.value)
    return true
  }

  let end = 0
  for (const [at, word] of words.entries()) {
    if (at < end || word.quoted || word.consumed || consumeMarker(at)) continue
    const interval = fields.every === undefined ? matchIntervalAt(words, at) : undefined
    if (interval !== undefined) {
      fields.every = interval.every
      consume(at, interval.length, 'every', interval.every)
      continue
    }
    const date = fields.due === undefined ? matchDateAt(words, at, context.today) : undefined
    if (date === undefined) continue
    end = at + date.length
    if (date.day === null) continue
    fields.due = date.day
    consume(at, date.length, 'due', date.day)
  }

  const last = fields.due === undefined ? matchFinalWeekday(words, context.today) : undefined
  if (last !== undefined) {
    fields.due = last.day
    consume(last.at, 1, 'due', last.day)
  }
  if (fields.kind === 'gift') {
    const found = matchRecipient(words)
    if (found !== undefined) {
      fields.recipient = found.recipient
      consume(found.at, found.length, 'recipient', found.recipient)
    }
  }

  fields.title = titleOf(words)
  if (fields.title === '') return { fields: { kind: 'todo', title: text.trim().replace(/\s+/g, ' ') }, understood: [] }
  return { fields, understood: understood.sort((a, b) => a.start - b.start) }
}

/**
 * When a new todo or task is first due whose line names an interval and no date: without a due date it would never
 * come up. Undefined for other kinds, and where a date is given, even `none`.
 */
export function firstDue(
  kind: Kind,
  { every, due }: { every?: string | null; due?: Day | null },
  today: Day,
): Day | undefined {
  return (kind === 'todo' || kind === 'task') && every && due === undefined ? firstOccurrence(every, today) : undefined
}

/** The longest interval that begins with an `every` at index `at`. */
function matchIntervalAt(words: Word[], at: number): { every: string; length: number } | undefined {
  if (words[at]?.lower !== 'every') return undefined
  const next = unusedWords(words, at + 1, MAX_INTERVAL_WORDS - 1)
  const again = next.findIndex((word) => word.lower === 'every')
  for (let length = again < 0 ? next.length : again; length > 0; length--) {
    const text = phraseOf(next.slice(0, length))
    // A lone m may be minutes as well as months.
    const { value } = /\d ?m$/.test(text) ? {} : readInterval(`every ${text}`)
    if (value !== undefined) return { every: value, length: length + 1 }
  }
  return undefined
}

/** The words from a `for` up to the next one that is understood, quoted, or another `for`. */
function matchRecipient(words: Word[]): { at: number; length: number; recipient: string } | undefined {
  const isUnused = (word: Word | undefined): word is Word => word !== undefined && !word.consumed && !word.quoted
  for (let at = 0; at < words.length; at++) {
    if (!isUnused(words[at]) || words[at]?.lower !== 'for') continue
    const some: string[] = []
    for (let word = words[at + 1]; isUnused(word) && word.lower !== 'for'; word = words[at + 1 + some.length])
      some.push(word.text)
    if (some.length > 0) return { at, length: some.length + 1, recipient: some.join(' ') }
  }
  return undefined
}

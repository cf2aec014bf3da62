import type { Day } from './dates.ts'
import { readInterval } from './intervals.ts'
import { firstOccurrence } from './occurrences.ts'
import type { Kind } from './kinds.ts'
import { matchDateAt, matchFinalWeekday } from './quick-dates.ts'
import type { FieldMatch, QuickAddFields, Understood } from './quick-add-fields.ts'
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

/** The words of a line, and what of them is understood so far. */
interface Line {
  words: Word[]
  fields: QuickAddFields
  understood: Understood[]
  /** Whether a project with this slug exists and the item may be one of its tasks. */
  isProject(slug: string): boolean
}

/**
 * Reads one line of text as an item. The first date, interval, priority, project, estimate, amount and recipient are
 * understood, and all tags; words are bounded by spaces. All other words are the title. Where none would be left, the
 * whole text is the title and nothing is understood.
 */
export function quickAdd(text: string, context: QuickAddContext): QuickAdd {
  const line = splitLine(text, context)
  const { words, fields, understood } = line
  let at = 0
  while (at < words.length) at += understandAt(line, at, context.today)
  const weekday = fields.due === undefined ? matchFinalWeekday(words, context.today) : undefined
  if (weekday !== undefined) understand(line, weekday.at, weekday)
  const recipient = fields.kind === 'gift' ? matchRecipient(words) : undefined
  if (recipient !== undefined) understand(line, recipient.at, recipient)

  fields.title = titleOf(words)
  if (fields.title === '') return { fields: { kind: 'todo', title: text.trim().replace(/\s+/g, ' ') }, understood: [] }
  return { fields, understood: understood.sort((a, b) => a.start - b.start) }
}

/** The words of a line after its kind word, if it begins with one. */
function splitLine(text: string, { projects, literal = new Set() }: QuickAddContext): Line {
  const lead = matchKind(text, literal)
  const words = splitWords(text, lead?.end ?? 0)
  markLiteral(words, literal)
  return {
    words,
    fields: { kind: lead?.value ?? 'todo', title: '' },
    understood: lead ? [lead] : [],
    isProject: (slug) => (lead === undefined || lead.value === 'task') && projects?.(slug) === true,
  }
}

/** The kind word at the beginning of a line: `buy: milk`. */
function matchKind(text: string, literal: ReadonlySet<string>): (Understood & { value: Kind }) | undefined {
  const [lead, word] = LEADING_KIND.exec(text) ?? []
  const kind = KIND_WORDS.get(word?.toLowerCase() ?? '')
  if (lead === undefined || kind === undefined || literal.has(lead.trim().toLowerCase())) return undefined
  return { start: lead.search(/\S/), end: lead.length, field: 'kind', value: kind }
}

/** Understands the field that the words from index `at` on name, if any; returns how many words are dealt with. */
function understandAt(line: Line, at: number, today: Day): number {
  const { words, fields, isProject } = line
  if (words[at]?.quoted) return 1
  const match =
    matchMarker(words, at, fields, isProject) ??
    (fields.every === undefined ? matchIntervalAt(words, at) : undefined) ??
    (fields.due === undefined ? matchDateAt(words, at, today) : undefined)
  if (match === undefined) return 1
  understand(line, at, match)
  return match.length
}

/** Sets a field to what the words from index `at` on mean. */
function understand({ words, fields, understood }: Line, at: number, { field, value, length }: FieldMatch): void {
  if (value === null) return
  if (field === 'tags') fields.tags = [...new Set([...(fields.tags ?? []), String(value)])]
  else Object.assign(fields, { [field]: value })
  if (field === 'project') fields.kind = 'task'
  const some = words.slice(at, at + length)
  for (const word of some) word.consumed = true
  understood.push({ start: some[0]?.start ?? 0, end: some.at(-1)?.end ?? 0, field, value })
}

/**
 * When a new item is first due that recurs and names no date, as adding it would find today: a line may wait until it
 * is sent. Undefined for chores, which are due anew when they arrive, and where a date is given, even `none`.
 */
export function firstDue(
  kind: Kind,
  { every, due }: { every?: string | null; due?: Day | null },
  today: Day,
): Day | undefined {
  return kind !== 'chore' && every && due === undefined ? firstOccurrence(every, today) : undefined
}

/** The longest interval that begins with an `every` at index `at`. */
function matchIntervalAt(words: readonly Word[], at: number): FieldMatch | undefined {
  if (words[at]?.lower !== 'every') return undefined
  const next = unusedWords(words, at + 1, MAX_INTERVAL_WORDS - 1)
  const again = next.findIndex((word) => word.lower === 'every')
  for (let length = again < 0 ? next.length : again; length > 0; length--) {
    const text = phraseOf(next.slice(0, length))
    // A lone m may be minutes as well as months.
    const { value } = /\d ?m$/.test(text) ? {} : readInterval(`every ${text}`)
    if (value !== undefined) return { field: 'every', value, length: length + 1 }
  }
  return undefined
}

/** The words from a `for` up to the next one that is understood, quoted, or another `for`. */
function matchRecipient(words: readonly Word[]): (FieldMatch & { at: number }) | undefined {
  const isUnused = (word: Word | undefined): word is Word => word !== undefined && !word.consumed && !word.quoted
  for (let at = 0; at < words.length; at++) {
    if (!isUnused(words[at]) || words[at]?.lower !== 'for') continue
    const some: string[] = []
    for (let word = words[at + 1]; isUnused(word) && word.lower !== 'for'; word = words[at + 1 + some.length])
      some.push(word.text)
    if (some.length > 0) return { at, field: 'recipient', value: some.join(' '), length: some.length + 1 }
  }
  return undefined
}

import { DEFAULT_CURRENCY } from './currencies.ts'
import type { Day } from './dates.ts'
import { dayOfTime, type LocalNow } from './due-words.ts'
import { firstOccurrence } from './occurrences.ts'
import type { FindProject } from './project-names.ts'
import type { Kind } from './kinds.ts'
import { matchDateAt, matchFinalWeekday } from './quick-dates.ts'
import type { FieldMatch, Notice, QuickAddFields, Understood } from './quick-add-fields.ts'
import { matchEnd, matchFinalAdverb, matchIntervalAt } from './quick-intervals.ts'
import { matchMarker } from './quick-markers.ts'
import { matchGift } from './quick-gifts.ts'
import { findNotices, isWrongDateAt, noticeOfMatch } from './quick-notices.ts'
import { matchDayBesideTime, matchTimeAt } from './quick-times.ts'
import { markLiteral, titleOf, type Word, splitWords } from './quick-words.ts'

import { composed, isVisible } from './text.ts'
import type { TimeOfDay } from './times.ts'

export type { Notice, QuickAddFields, Understood } from './quick-add-fields.ts'

export interface QuickAdd {
  fields: QuickAddFields
  understood: Understood[]
  /** What stays in the title although it looks like a date or an interval. */
  notices: Notice[]
}

interface QuickAddContext extends LocalNow {
  /** That of the item, whatever the line says; a word for another one stays in the title. */
  kind?: Kind
  /** The day of a time alone, in place of the next one that has it. */
  day?: Day
  findProject?: FindProject
  /** The user's, of amounts. */
  currency?: string
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

/** The words of a line, and what of them is understood so far. */
interface Line {
  words: Word[]
  fields: QuickAddFields
  understood: Understood[]
  notices: Notice[]
  /** Of amounts. */
  currency: string
  /** Finds a project where the item may be one of its tasks. */
  findProject: FindProject
}

/**
 * Reads one line of text as an item. The first date, interval, priority, project, estimate, amount and recipient are
 * understood, and all tags; words are bounded by spaces. All other words are the title. Where none would be left, the
 * whole text is the title and nothing is understood.
 */
export function quickAdd(text: string, context: QuickAddContext): QuickAdd {
  const line = splitLine(text, context)
  const { words, fields, understood, notices } = line
  const { today } = context
  let at = 0
  while (at < words.length) at += understandAt(line, at, today)
  understandLast(line, today)
  if (fields.kind === 'gift') {
    const isEnd = (index: number) => isWrongDateAt(words, index, today)
    for (const found of matchGift(words, isEnd)) understand(line, found.at, found, today)
  }

  if (fields.at !== undefined && fields.due === undefined) addDayOfTime(fields, fields.at, context)

  fields.title = titleOf(words)
  if (!isVisible(fields.title))
    return {
      fields: { kind: context.kind ?? 'todo', title: composed(text.trim().replace(/\s+/g, ' ')) },
      understood: [],
      notices: [],
    }
  const wordsOf = (name: 'due' | 'at') => {
    const found = understood.find(({ field }) => field === name)
    return found && text.slice(found.start, found.end)
  }
  const every = fields.kind === 'chore' ? undefined : fields.every
  notices.push(...findNotices(words, { today, due: wordsOf('due'), every, at: wordsOf('at'), time: context.time }))
  const byPlace = (a: { start: number }, b: { start: number }) => a.start - b.start
  return { fields, understood: understood.sort(byPlace), notices: notices.sort(byPlace) }
}

/** The day of a time alone: the next that has it; of what recurs, only where the first one has passed. */
function addDayOfTime(fields: QuickAddFields, at: TimeOfDay, { today, time, day }: QuickAddContext): void {
  const due = day ?? dayOfTime(at, { today, time })
  if (fields.every === undefined) fields.due = due
  else if (day === undefined && due > today) {
    const first = firstOccurrenceOrNone(fields.every, due)
    if (first) fields.due = first
  }
}

/** The first day of a series from `from` on; undefined where it ends before. */
function firstOccurrenceOrNone(every: string, from: Day): Day | undefined {
  try {
    return firstOccurrence(every, from)
  } catch {
    return undefined
  }
}

/** What only the last words mean, and the end of an interval, which may stand before it. */
function understandLast(line: Line, today: Day): void {
  const { words, fields } = line
  const adverb = fields.every === undefined ? matchFinalAdverb(words, today) : undefined
  if (adverb !== undefined) understand(line, adverb.at, adverb, today)
  const weekday = fields.due === undefined ? matchFinalWeekday(words, today) : undefined
  if (weekday !== undefined) understand(line, weekday.at, weekday, today)
  const end = fields.every === undefined ? undefined : matchEnd(words, fields.every, today)
  if (end === undefined) return
  for (const one of line.understood) if (one.field === 'every') one.value = end.value!
  understand(line, end.at, end, today)
}

/** The words of a line after its kind word, if it begins with one. */
function splitLine(
  text: string,
  { findProject, kind, literal = new Set(), currency = DEFAULT_CURRENCY }: QuickAddContext,
): Line {
  const stated = matchKind(text, literal)
  const lead = kind === undefined || stated?.value === kind ? stated : undefined
  const known = kind ?? lead?.value
  const words = splitWords(text, lead?.end ?? 0)
  markLiteral(words, literal)
  return {
    words,
    fields: { kind: known ?? 'todo', title: '' },
    understood: lead ? [lead] : [],
    notices: [],
    currency,
    findProject: (name) => (known === undefined || known === 'task' ? findProject?.(name) : undefined),
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
  const { words, fields, findProject, currency } = line
  if (words[at]?.quoted) return 1
  const match =
    matchMarker(words, at, { fields, findProject, currency }) ??
    (fields.every === undefined ? matchIntervalAt(words, at, today) : undefined) ??
    (fields.due === undefined ? (matchDateAt(words, at, today) ?? dayBesideTime(line, at, today)) : undefined) ??
    (fields.at === undefined ? matchTimeAt(words, at, today) : undefined)
  if (match === undefined) return 1
  understand(line, at, match, today)
  return match.length
}

function dayBesideTime({ words, fields, understood }: Line, at: number, today: Day): FieldMatch | undefined {
  const last = understood.at(-1)
  const isAfterTime = last?.field === 'at' && last.end === words[at - 1]?.end
  return isAfterTime || fields.at === undefined ? matchDayBesideTime(words, at, today, isAfterTime) : undefined
}

/** Sets a field to what the words from index `at` on mean, or notices that they mean nothing. */
function understand({ words, fields, understood, notices }: Line, at: number, match: FieldMatch, today: Day): void {
  const { field, value, length } = match
  const some = words.slice(at, at + length)
  if (value === null) {
    for (const word of some) word.noticed = true
    return void notices.push(noticeOfMatch(some, match, today))
  }
  if (field === 'tags') fields.tags = [...new Set([...(fields.tags ?? []), String(value)])]
  else Object.assign(fields, { [field]: value })
  if (field === 'project') fields.kind = 'task'
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

import { readDate } from '#domain/date-words.ts'
import { addDays, type Day } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isKind } from '#domain/kinds.ts'
import type { FindProject } from '#domain/project-names.ts'
import { isOpen } from '#domain/statuses.ts'
import { foldTag } from '#domain/text.ts'
import { queryTerms } from '#domain/search-words.ts'
import { spaceOf } from './replica/space-ids.ts'
import { findItems } from './find-items.ts'

/** A part of a search that says more than words. */
interface Filter {
  /** As it was typed. */
  text: string
  matches(item: PlacedItem): boolean
  /** Finds what is finished, too. */
  isClosed?: boolean
}

export interface SearchQuery {
  /** What is left for the search by words. */
  words: string
  filters: readonly Filter[]
}

interface Context {
  today: Day
  /** The user's name. */
  me: string
  findProject: FindProject
}

type Reader = (value: string, context: Context) => Omit<Filter, 'text'> | undefined

const IS: Record<string, (item: PlacedItem, today: Day) => boolean> = {
  overdue: ({ due }, today) => due !== null && due < today,
  today: ({ due }, today) => due === today,
  open: isOpen,
  done: ({ status }) => status === 'done',
  canceled: ({ status }) => status === 'canceled',
  doing: ({ status }) => status === 'doing',
  recurring: ({ every }) => every !== null,
}
const CLOSED = ['done', 'canceled']

const readIs: Reader = (value, { today }) => {
  if (isKind(value)) return { matches: ({ kind }) => kind === value }
  const test = IS[value]
  return test && { matches: (item) => test(item, today), isClosed: CLOSED.includes(value) }
}

const NO: Record<string, (item: PlacedItem) => boolean> = {
  date: ({ due }) => due === null,
  due: ({ due }) => due === null,
  tag: ({ tags }) => tags.length === 0,
  tags: ({ tags }) => tags.length === 0,
  project: ({ project }) => project === null,
  estimate: ({ estimate }) => estimate === null,
}

/** `<7d`, `>2w`, `=today`, `<2026-12-24`. */
const readDue: Reader = (value, { today }) => {
  const [, sign, when] = /^([<>=])(.+)$/.exec(value) ?? []
  if (!when) return undefined
  const [, count, unit] = /^(\d{1,3})([dw])$/.exec(when) ?? []
  const day = count ? addDays(today, Number(count) * (unit === 'w' ? 7 : 1)) : (readDate(when, today).value ?? null)
  if (!day) return undefined
  const compare = { '<': (due: Day) => due < day, '>': (due: Day) => due > day, '=': (due: Day) => due === day }[sign!]
  return compare && { matches: ({ due }) => due !== null && compare(due) }
}

/** `me`, `nobody`, or a member of a shared space. */
function readAssigned(value: string, me: string): Omit<Filter, 'text'> | undefined {
  if (!value) return undefined
  if (value === 'nobody') return { matches: ({ id, assigned }) => spaceOf(id) !== null && assigned === null }
  const name = value === 'me' ? me : value
  return { matches: ({ assigned }) => assigned === name }
}

function readFilter(word: string, context: Context): Omit<Filter, 'text'> | undefined {
  const lower = word.toLowerCase()
  if (lower.startsWith('#') && lower.length > 1) {
    const tag = foldTag(word.slice(1))
    return { matches: ({ tags }) => tags.includes(tag), isClosed: true }
  }
  if (lower.startsWith('@')) {
    const slug = context.findProject(word.slice(1))
    return slug === undefined ? undefined : { matches: ({ project }) => project === slug }
  }
  const [, priority] = /^p([1-5])$/.exec(lower) ?? []
  if (priority) return { matches: (item) => item.priority === Number(priority) }
  if (lower.startsWith('assigned:')) return readAssigned(lower.slice('assigned:'.length), context.me)
  if (lower.startsWith('is:')) return readIs(lower.slice(3), context)
  if (lower.startsWith('no:')) {
    const matches = NO[lower.slice(3)]
    return matches && { matches }
  }
  return lower.startsWith('due') ? readDue(lower.slice(3), context) : undefined
}

/**
 * Reads a search: `#home`, `@reno`, `p1`, `due<7d`, `no:date`, `is:overdue` and `assigned:eve` narrow it, the rest is
 * words.
 */
export function readSearch(text: string, context: Context): SearchQuery {
  const words: string[] = []
  const filters: Filter[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const filter = readFilter(word, context)
    if (filter) filters.push({ ...filter, text: word })
    else words.push(word)
  }
  return { words: words.join(' '), filters }
}

/** Whether an item passes all filters; a finished one only where a filter asks for it, or words find it. */
export function passes(item: PlacedItem, { words, filters }: SearchQuery): boolean {
  return (
    (isOpen(item) || words !== '' || filters.some(({ isClosed }) => isClosed)) &&
    filters.every(({ matches }) => matches(item))
  )
}

/** At most `max` of the items that a search finds in this browser, in their order where it has no words. */
export function searchItems(items: Iterable<PlacedItem>, query: SearchQuery, max: number): PlacedItem[] {
  if (queryTerms(query.words).length) return findItems(items, query.words, max).filter((item) => passes(item, query))
  const found: PlacedItem[] = []
  if (query.filters.length) for (const item of items) if (passes(item, query)) found.push(item)
  return found.toSorted((a, b) => (a.due ?? '~').localeCompare(b.due ?? '~') || a.priority - b.priority).slice(0, max)
}

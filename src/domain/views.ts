import { addDays, type Day } from './dates.ts'
import { TrackError } from './errors.ts'
import { type PlacedItem, withoutPosition } from './items.ts'
import type { ItemInSpace } from './spaces.ts'
import { isOpen } from './statuses.ts'
import type { Item } from './fields.ts'
import { PAUSE, type Step } from './effects/steps.ts'
import { comingDays } from './lifecycle.ts'

export interface Today<T = ItemInSpace> {
  date: Day
  overdue: T[]
  today: T[]
  doing: T[]
  priority: T[]
  count: number
  /** Minutes, of all items in the view. */
  estimate: number
}

export type UpcomingItem = ItemInSpace & { occurrence?: true }
export interface UpcomingDay {
  date: Day
  items: UpcomingItem[]
}

/** What lists are sorted by. */
export const SORTS = ['place', 'due', 'priority', 'created', 'done'] as const
export type Sort = (typeof SORTS)[number]

/** The fields by which pools are ordered. */
export interface ListPosition {
  priority: number
  position: string
  id: string
}

/** Lists are ordered by priority, then by position, then by id. */
export function compareByOrder(a: ListPosition, b: ListPosition): number {
  return a.priority - b.priority || compare(a.position, b.position) || compare(a.id, b.id)
}

/** Later than all times. */
const UNTIMED = '~'

/** What is due on one day, in list order, with what has a time first, by time. */
export function sortByTime<T extends Pick<Item, 'at'>>(items: T[]): T[] {
  return items.some(({ at }) => at) ? items.sort((a, b) => compare(a.at ?? UNTIMED, b.at ?? UNTIMED)) : items
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** The fields that determine the section of Today in which an item is listed, and its order there. */
type TodayCandidate = ListPosition & Pick<Item, 'status' | 'due' | 'at' | 'bought_on' | 'estimate' | 'assigned'>

type Section = 'overdue' | 'today' | 'doing' | 'priority'

/** The first section of Today whose rule an item meets; null where Today leaves it out. */
function sectionOf(item: TodayCandidate, today: Day): Section | null {
  if (!isOpen(item)) return null
  if (item.due && item.due < today) return 'overdue'
  if (item.due === today) return 'today'
  if (item.status === 'doing' && !item.bought_on) return 'doing'
  return item.priority <= 2 && !item.due ? 'priority' : null
}

/**
 * Today, of the items that may belong there: each in its section, in order. For a viewer without what is assigned to
 * others; for everyone where none is named.
 */
export function todayView<T extends TodayCandidate>(items: readonly T[], date: Day, viewer?: string): Today<T> {
  const view: Today<T> = { date, overdue: [], today: [], doing: [], priority: [], count: 0, estimate: 0 }
  const isShown = (item: T) =>
    sectionOf(item, date) !== null && (viewer === undefined || (item.assigned ?? viewer) === viewer)
  for (const item of items.filter(isShown).sort(compareByOrder)) {
    view[sectionOf(item, date)!].push(item)
    view.count++
    view.estimate += item.estimate ?? 0
  }
  sortByTime(view.today)
  return view
}

/** In an agenda, that of several spaces included. */
export const MAX_OCCURRENCES = 20_000

/**
 * The agenda of `days` days from today on: each item on its due day, and one that recurs on its later occurrences too,
 * without its notes, which would make a year of copies long: the same object on each of these. Throws `too_large` past
 * `maxOccurrences`: those that other spaces have left of MAX_OCCURRENCES.
 */
export function* upcomingView(
  items: readonly PlacedItem[],
  today: Day,
  days: number,
  maxOccurrences = MAX_OCCURRENCES,
): Step<UpcomingDay[]> {
  const agenda = Array.from({ length: days }, (_, n): UpcomingDay => ({ date: addDays(today, n), items: [] }))
  const byDate = new Map(agenda.map((day) => [day.date, day.items]))
  const last = agenda.at(-1)!.date
  const occurrences: [Day, UpcomingItem][] = []
  for (const placed of items.toSorted(compareByOrder)) {
    yield PAUSE
    const item = withoutPosition(placed)
    if (item.due) byDate.get(item.due)?.push(item)
    const occurrence: UpcomingItem = { ...item, notes: null, occurrence: true }
    for (const day of comingDays(placed, today, last)) occurrences.push([day, occurrence])
    if (occurrences.length > maxOccurrences)
      throw new TrackError(
        'too_large',
        `the next ${days} days hold more than ${MAX_OCCURRENCES.toLocaleString('en')} occurrences`,
        { hint: 'Ask for fewer days.' },
      )
  }
  for (const [day, occurrence] of occurrences) byDate.get(day)?.push(occurrence)
  for (const day of agenda) sortByTime(day.items)
  return agenda
}

export const countOccurrences = (agenda: readonly UpcomingDay[]): number =>
  agenda.reduce((sum, { items }) => sum + items.filter(({ occurrence }) => occurrence).length, 0)

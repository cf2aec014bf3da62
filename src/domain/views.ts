import { addDays, type Day } from './dates.ts'
import { TrackError } from './errors.ts'
import { type PlacedItem, withoutPosition } from './items.ts'
import { isOpen } from './statuses.ts'
import type { Item } from './fields.ts'
import { comingDays } from './lifecycle.ts'

export interface Today<T = Item> {
  date: Day
  overdue: T[]
  today: T[]
  doing: T[]
  priority: T[]
  count: number
  /** Minutes, of all items in the view. */
  estimate: number
}

export interface UpcomingDay {
  date: Day
  items: (Item & { occurrence?: true })[]
}

/** A place in the order of all lists. */
export interface Place {
  priority: number
  position: string
  id: string
}

/** Lists sort by priority, then by place, equal places by id. */
export function inOrder(a: Place, b: Place): number {
  return a.priority - b.priority || compare(a.position, b.position) || compare(a.id, b.id)
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)

/** What says where an item stands in Today. */
type ForToday = Place & Pick<Item, 'status' | 'due' | 'bought_on' | 'estimate'>

type Section = 'overdue' | 'today' | 'doing' | 'priority'

/** The first section of Today that an item fits; null when it is not for today. */
function sectionOf(item: ForToday, today: Day): Section | null {
  if (!isOpen(item)) return null
  if (item.due && item.due < today) return 'overdue'
  if (item.due === today) return 'today'
  if (item.status === 'doing' && !item.bought_on) return 'doing'
  return item.priority <= 2 && !item.due ? 'priority' : null
}

/** Of items that may be for today, those that are, by section. */
export function todayView<T extends ForToday>(items: readonly T[], date: Day): Today<T> {
  const view: Today<T> = { date, overdue: [], today: [], doing: [], priority: [], count: 0, estimate: 0 }
  for (const item of items.toSorted(inOrder)) {
    const section = sectionOf(item, date)
    if (!section) continue
    view[section].push(item)
    view.count++
    view.estimate += item.estimate ?? 0
  }
  return view
}

const MOST_ENTRIES = 20_000

/** The agenda of `days` days from today on: what is due, and what recurs also at its coming occurrences. One that is longer than anyone reads is refused, not cut. */
export function upcomingView(items: readonly PlacedItem[], today: Day, days: number): { days: UpcomingDay[] } {
  const agenda = Array.from({ length: days }, (_, n): UpcomingDay => ({ date: addDays(today, n), items: [] }))
  const byDate = new Map(agenda.map((day) => [day.date, day.items]))
  const last = agenda.at(-1)!.date
  const ghosts: [Day, Item][] = []
  for (const placed of items.toSorted(inOrder)) {
    const item = withoutPosition(placed)
    if (item.due) byDate.get(item.due)?.push(item)
    for (const day of comingDays(placed, today, last)) ghosts.push([day, item])
    if (ghosts.length > MOST_ENTRIES)
      throw new TrackError(
        'too_large',
        `the next ${days} days hold more than ${MOST_ENTRIES.toLocaleString('en')} occurrences`,
        { hint: 'Ask for fewer days.' },
      )
  }
  for (const [day, item] of ghosts) byDate.get(day)?.push({ ...item, notes: null, occurrence: true }) // the item itself has its notes; a year of copies would be long
  return { days: agenda }
}

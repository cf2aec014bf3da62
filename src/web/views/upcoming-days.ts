import { addDays, type Day, daysBetween, weekday } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { comingDays } from '#domain/lifecycle.ts'
import { compareByOrder, sortByTime } from '#domain/views.ts'
import { activeItems } from '#web/live/account-context.tsx'
import type { State } from '#web/live/replica/state.ts'

export interface DayEntries {
  date: Day
  items: PlacedItem[]
  /** Coming occurrences of what recurs. */
  ghosts: PlacedItem[]
}

/** What has a day: open, and of no project that is finished; in no order, for most of it is not shown. */
export function selectDatedItems(states: readonly State[]): PlacedItem[] {
  return states.flatMap(activeItems).filter((item) => isOpen(item) && (item.due !== null || item.every !== null))
}

/** Open items without a date, which can be planned. */
export function selectUndatedItems(states: readonly State[]): PlacedItem[] {
  return states
    .flatMap(activeItems)
    .filter((item) => isOpen(item) && item.due === null && item.kind !== 'grocery')
    .sort(compareByOrder)
}

/** Each day from `first` to `last` with what is due on it, and what will have come again by then, by time and order. */
export function entriesByDay(items: readonly PlacedItem[], today: Day, first: Day, last: Day): DayEntries[] {
  const days = Array.from({ length: daysBetween(first, last) + 1 }, (_, n): DayEntries => ({
    date: addDays(first, n),
    items: [],
    ghosts: [],
  }))
  const byDate = new Map(days.map((day) => [day.date, day]))
  for (const item of items) {
    if (item.due) byDate.get(item.due)?.items.push(item)
    for (const day of comingDays(item, today, last)) byDate.get(day)?.ghosts.push(item)
  }
  for (const { items, ghosts } of days) for (const entries of [items, ghosts]) sortByTime(entries.sort(compareByOrder))
  return days
}

const WEEKS_SHOWN = 6
const DAYS_SHOWN = 7 * WEEKS_SHOWN

/** The Monday of a day's week. */
const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day))

/** The six weeks in which a day is shown: those that begin with the present one, or six before or after. */
export function weeksAround(day: Day, today: Day): { first: Day; last: Day } {
  const present = mondayOf(today)
  const page = Math.floor(daysBetween(present, day) / DAYS_SHOWN)
  const first = addDays(present, page * DAYS_SHOWN)
  return { first, last: addDays(first, DAYS_SHOWN - 1) }
}

/** By how many days the calendar is turned. */
export const PAGE_DAYS = { month: DAYS_SHOWN, week: 7 }

/** Minutes that are planned for a day. */
export function plannedMinutes({ items, ghosts }: DayEntries): number {
  return [...items, ...ghosts].reduce((sum, { estimate }) => sum + (estimate ?? 0), 0)
}

import { addDays, type Day, daysBetween, daysIn, weekday } from '#domain/dates.ts'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { comingDays } from '#domain/lifecycle.ts'
import { compareByOrder, sortByTime } from '#domain/views.ts'
import type { State } from '#web/live/replica/state.ts'

export interface DayEntries {
  date: Day
  items: PlacedItem[]
  /** Coming occurrences of what recurs. */
  ghosts: PlacedItem[]
}

/** What has a day: open, and of no project that is finished. */
export function selectDatedItems({ items, projects }: State): PlacedItem[] {
  return [...items.values()]
    .filter(
      (item) =>
        isOpen(item) &&
        (item.due !== null || item.every !== null) &&
        (item.project === null || projects.get(item.project)?.status === 'active'),
    )
    .sort(compareByOrder)
}

/** Each day from `first` to `last` with what is due on it, and what will have come again by then; first by time. */
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
  for (const { items, ghosts } of days) for (const entries of [items, ghosts]) sortByTime(entries)
  return days
}

/** `2026-11` */
export const monthOf = (day: Day): string => day.slice(0, 7)

/** The weeks that a month lies in, from a Monday to a Sunday. */
export function weeksOf(month: string): { first: Day; last: Day } {
  const start = `${month}-01`
  const end = `${month}-${daysIn(Number(month.slice(0, 4)), Number(month.slice(5)))}`
  return { first: addDays(start, 1 - weekday(start)), last: addDays(end, 7 - weekday(end)) }
}

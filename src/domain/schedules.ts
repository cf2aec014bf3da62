import type { Day } from './dates.ts'
import { invalid } from './errors.ts'
import type { Fields, Item } from './fields.ts'
import { choreSchedule } from './lifecycle.ts'
import { countsAlike, endOf, firstOccurrence, namedDayAfter, namesDays, occurrenceUpTo } from './occurrences.ts'

/** When an item is due, and the day that its series counts from. */
type Schedule = Pick<Item, 'due' | 'anchor'>
type Scheduled = Schedule & Pick<Item, 'kind' | 'every' | 'last_done'>

/** Whether a series may count from a day: any day, where the interval names none. */
export const isNamedBy = (every: string, day: Day): boolean => !namesDays(every) || firstDay(every, day) === day

/** The first day of a series from `from` on. Throws `invalid` where it ends before. */
function firstDay(every: string, from: Day): Day {
  requireOpenEnd(every, from)
  return firstOccurrence(every, from)
}

/** Throws `invalid` for an interval that ends before the first day of its series. */
function requireOpenEnd(every: string, due: Day): void {
  const end = endOf(every)
  if (end && end < due) throw invalid({ path: 'every', message: `ends on ${end}, before the first due date` })
}

/**
 * The schedule of a new item: what recurs and is given no due date is due on its first day from today on. `due` is
 * what was given, null for none. Throws `invalid` for an interval that ends too early.
 */
export function newSchedule(item: Scheduled, due: Day | null | undefined, today: Day): Schedule {
  const { every, last_done } = item
  if (item.kind === 'chore') {
    if (!item.due) return choreSchedule(every!, last_done, today)
    return { due: item.due, anchor: anchorOfChore(every!, item.due) }
  }
  if (!every) return { due: item.due, anchor: null }
  const first = due === undefined ? firstDay(every, today) : item.due
  if (first) requireOpenEnd(every, first)
  return { due: first, anchor: first }
}

interface Change {
  /** What was given. */
  fields: Partial<Fields>
  series: boolean
  today: Day
  dayAdded: () => Day
}

/** The schedule after an update of an item. Throws `invalid` for an interval that ends too early. */
export function changeSchedule(before: Scheduled, after: Scheduled, change: Change): Schedule {
  return before.kind === 'chore' ? changedChore(before, after, change) : changedSeries(before, after, change)
}

/**
 * A changed interval makes a new series; a changed due date postpones one occurrence, unless the whole series is meant
 * or it is the first one.
 */
function changedSeries(before: Scheduled, after: Scheduled, { fields, series, today }: Change): Schedule {
  const { due, every } = after
  if (!every) return { due, anchor: null }
  if (every !== before.every) {
    const first = due === null && fields.due === undefined ? firstDay(every, today) : due
    if (first) requireOpenEnd(every, first)
    return { due: first, anchor: first }
  }
  if (due === before.due && !series) return { due, anchor: before.anchor }
  return { due, anchor: due && !series ? anchorOfMoved(every, before, due) : due }
}

/**
 * The day that a series counts from once an occurrence was moved: that occurrence, where it was brought forward, since
 * it would else come again on its day; where it is the last day of a shorter month, it cannot stand for the others.
 */
function anchorOfMoved(every: string, before: Schedule, due: Day): Day {
  const anchor = before.anchor ?? before.due ?? due
  const occurrence = before.due && occurrenceUpTo(every, anchor, before.due)
  return occurrence && due < occurrence && countsAlike(every, anchor, occurrence) ? occurrence : anchor
}

/** A chore's due date follows from interval and last day, unless it is given; never done, from the day it was added. */
function changedChore(before: Scheduled, after: Scheduled, change: Change): Schedule {
  const every = after.every!
  const hasNewInterval = every !== before.every
  const hasNewDay = after.last_done !== before.last_done
  if (change.fields.due !== undefined || !(hasNewInterval || hasNewDay)) {
    const isMoved = hasNewInterval || change.series
    if (!isMoved && after.due && before.anchor)
      return { due: after.due, anchor: anchorOfMoved(every, before, after.due) }
    return { due: after.due, anchor: isMoved ? anchorOfChore(every, after.due) : before.anchor }
  }
  if (hasNewInterval) return scheduleOfInterval(every, after, change, hasNewDay)
  if (after.last_done && before.anchor)
    return { due: namedDayAfter(every, before.anchor, after.last_done), anchor: before.anchor }
  return choreSchedule(every, after.last_done, change.dayAdded())
}

/** Chores count from a day only where they name days. */
const anchorOfChore = (every: string, day: Day | null): Day | null => (namesDays(every) ? day : null)

/** A chore that was never done stays due when it was, or on the first of the named days from then on. */
function scheduleOfInterval(every: string, after: Scheduled, { dayAdded }: Change, hasNewDay: boolean): Schedule {
  if (after.last_done || hasNewDay || !after.due) return choreSchedule(every, after.last_done, dayAdded())
  const due = namesDays(every) ? firstOccurrence(every, after.due) : after.due
  return { due, anchor: anchorOfChore(every, due) }
}

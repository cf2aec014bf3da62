import { type Day, daysBetween, type Instant } from './dates.ts'
import { conflict, invalid } from './errors.ts'
import {
  advance,
  endOf,
  firstOccurrence,
  isNamedDay,
  namedDayAfter,
  namedDayBefore,
  namesDays,
  occurrenceAfter,
  occurrencesAfter,
} from './occurrences.ts'
import { emptyBoxes } from './notes.ts'
import type { PlacedItem } from './items.ts'
import { isOpen } from './statuses.ts'
import { KIND } from './kinds.ts'

export interface Now {
  at: Instant
  /** The date in the user's time zone. */
  today: Day
}

/** The two stages of a gift. */
export const STAGES = ['bought', 'given'] as const
export type Stage = (typeof STAGES)[number]

export interface Completion {
  item: PlacedItem
  /** The next item of the series, without its id and instants; null where there is none. */
  copy: Omit<PlacedItem, 'id' | 'created_at' | 'updated_at' | 'revision'> | null
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)
const earlier = (a: Day, b: Day): Day => (a < b ? a : b)

/** Puts an item in progress, whatever its status. */
export function start(item: PlacedItem): PlacedItem {
  return { ...item, status: 'doing', done_at: null, done_by: stillDoneBy(item) }
}

/** Closes an item that was not done, and ends its series. */
export function cancel(item: PlacedItem, now: Now): PlacedItem {
  return item.status === 'canceled'
    ? item
    : { ...item, status: 'canceled', done_at: now.at, done_by: stillDoneBy(item) }
}

/** Opens an item again, whatever its status; a gift is no longer bought. */
export function reopen(item: PlacedItem): PlacedItem {
  return { ...item, status: 'todo', done_at: null, bought_on: null, done_by: stillDoneBy(item) }
}

/** A chore stays done when it is open again. */
const stillDoneBy = ({ kind, done_by }: PlacedItem) => (kind === 'chore' ? done_by : null)

/**
 * Completes an item as its kind is completed, on day `on`. Throws `invalid` for a day after today and for a stage of
 * what is no gift, `conflict` for a canceled item. `by` is who is credited.
 */
export function done(
  item: PlacedItem,
  now: Now,
  input: { on?: Day | null; stage?: Stage; by?: string | null } = {},
): Completion {
  const { by = null } = input
  const on = input.on ?? now.today
  checkCompletion(item, now, on, input.stage)
  if (item.kind === 'chore') return { item: completeChore(item, on, by), copy: null }
  if (item.status === 'done') return { item, copy: null }
  const bought = item.kind === 'gift' ? { bought_on: item.bought_on ?? on } : {}
  if (item.kind === 'gift' && (input.stage ?? nextStage(item)) === 'bought')
    return { item: { ...item, ...bought, status: 'doing' }, copy: null }
  return { item: { ...item, ...bought, status: 'done', done_at: now.at, done_by: by }, copy: copyOf(item, on) }
}

const nextStage = (item: PlacedItem): Stage => (item.bought_on ? 'given' : 'bought')

function checkCompletion(item: PlacedItem, now: Now, on: Day, stage: Stage | undefined): void {
  if (on > now.today) throw invalid({ path: 'on', message: `${on} lies in the future` })
  if (stage && item.kind !== 'gift') throw invalid({ path: 'stage', message: `${KIND[item.kind].one} has no stages` })
  if (item.status === 'canceled')
    throw conflict(`${item.id} is canceled`, { hint: `Reopen it first: track reopen ${item.id}` })
}

/**
 * The day on which a chore is due by its interval, and the day that its series counts from (null for an interval that
 * names no days): one interval after `lastDone`, or the first of the named days after it; never done, on `from`, or the
 * first of the named days from then on.
 */
export function choreSchedule(every: string, lastDone: Day | null, from: Day): { due: Day; anchor: Day | null } {
  const isNamed = namesDays(every)
  const due = lastDone ? occurrenceAfter(every, lastDone, lastDone) : firstOccurrence(every, from)
  return { due, anchor: isNamed ? (lastDone ?? due) : null }
}

/** Done again on the day that is recorded changes nothing but a status, and a due date that has come. */
function completeChore(item: PlacedItem, on: Day, by: string | null): PlacedItem {
  const done_by = isDoneAnew(item, on) ? by : item.done_by
  const done = { ...item, status: 'todo' as const, done_at: null, last_done: on, done_by }
  const due = dueAfter(item, on)
  return { ...done, due, notes: due === item.due ? item.notes : emptyBoxes(item.notes) }
}

/** Whether doing a chore on a day is more than a correction of the day that is recorded. */
export const isDoneAnew = ({ last_done }: Pick<PlacedItem, 'last_done'>, on: Day): boolean =>
  last_done === null || on > last_done

/** When a chore is due next that was done on a day. */
function dueAfter({ every, due, anchor, last_done }: PlacedItem, on: Day): Day {
  if (!namesDays(every!) || !due) return advance(every!, on)
  const start = anchor ?? due
  if (on === last_done && due > on) return due
  const counted = coveredDay(every!, start, last_done && on < last_done ? null : due, on)
  const isMovedUp = due < start && !isNamedDay(every!, start, due) // the first occurrence: done then, it is done
  const next = (isMovedUp && on >= due ? occurrenceAfter : namedDayAfter)(every!, start, counted)
  return last_done && on < last_done ? earlier(next, due) : next
}

/**
 * The day that doing a chore on `on` counts for: its due date, where that is nearer than the named day before it; else
 * `on` itself. Where the due date of then is not known any more, it is taken for the first named day after `on`.
 */
function coveredDay(every: string, anchor: Day, due: Day | null, on: Day): Day {
  const target = due ?? namedDayAfter(every, anchor, on)
  if (on >= target) return on
  const before = namedDayBefore(every, anchor, target)
  const isNear = before !== undefined && 2 * daysBetween(on, target) <= daysBetween(before, target)
  return isNear ? target : on
}

function copyOf(item: PlacedItem, on: Day): Completion['copy'] {
  const occurrence = item.every && !item.next ? nextOccurrence(item, on) : null
  if (!occurrence) return null
  const { id: _id, created_at: _created, updated_at: _updated, revision: _revision, ...kept } = item
  const notes = emptyBoxes(kept.notes)
  return { ...kept, ...occurrence, notes, status: 'todo', bought_on: null, done_by: null, next: null, done_at: null }
}

/** The first day of a series after `day`, and the day it counts from; null past its end, and past the year 9999. */
function nextOccurrence(item: PlacedItem, day: Day): { due: Day; anchor: Day } | null {
  return orNull(() => {
    if (!item.due) {
      const due = advance(item.every!, day)
      return { due, anchor: due }
    }
    const anchor = item.anchor ?? item.due
    return { due: occurrenceAfter(item.every!, anchor, later(item.due, day)), anchor }
  })
}

/** What `compute` returns; null where the series has no further day. */
function orNull<T>(compute: () => T): T | null {
  try {
    return compute()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

function pastEnd({ id, every }: PlacedItem) {
  const end = endOf(every!)
  return conflict(
    end ? `${id} recurs until ${end}, and not after its due date` : `${id} would be due after the year 9999`,
  )
}

/** The day of a chore's series after `day`; one whose interval names no days counts from that day. */
const choreDayAfter = ({ every, anchor, due }: PlacedItem, day: Day): Day =>
  namesDays(every!) ? occurrenceAfter(every!, anchor ?? due ?? day, day) : advance(every!, day)

/**
 * Moves an item to its next occurrence; it does not count as done. Throws `conflict` where it is closed or does not
 * recur.
 */
export function skip(item: PlacedItem, now: Now): PlacedItem {
  if (!isOpen(item))
    throw conflict(`${item.id} is ${item.status}`, { hint: `Reopen it first: track reopen ${item.id}` })
  if (!item.every)
    throw conflict(`${item.id} does not recur`, {
      hint: 'Only what recurs can be skipped; give it a later due date instead.',
    })
  const moved =
    item.kind === 'chore'
      ? orNull(() => ({ due: choreDayAfter(item, later(item.due ?? now.today, now.today)) }))
      : nextOccurrence(item, now.today)
  if (!moved) throw pastEnd(item)
  return { ...item, ...moved }
}

/**
 * The days after today, up to `last`, on which an open item recurs if it is done in time; none where it does not recur.
 */
export function comingDays(item: PlacedItem, today: Day, last: Day): Day[] {
  if (!item.every || !isOpen(item)) return []
  const after = later(item.due ?? today, today)
  const countsFromDue = item.kind === 'chore' && !namesDays(item.every)
  const anchor = countsFromDue ? after : (item.anchor ?? item.due ?? after)
  return occurrencesAfter(item.every, anchor, after, last)
}

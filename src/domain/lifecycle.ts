import type { Day, Instant } from './dates.ts'
import { conflict, invalid } from './errors.ts'
import { advance, occurrenceAfter, occurrencesBetween } from './intervals.ts'
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

/** Puts an item in progress, whatever its status. */
export function start(item: PlacedItem): PlacedItem {
  return { ...item, status: 'doing', done_at: null }
}

/** Closes an item that was not done, and ends its series. */
export function cancel(item: PlacedItem, now: Now): PlacedItem {
  return item.status === 'canceled' ? item : { ...item, status: 'canceled', done_at: now.at }
}

/**
 * Opens an item again, whatever its status; a gift is no longer bought. It keeps `next`, so that completing it once
 * more leaves no second copy.
 */
export function reopen(item: PlacedItem): PlacedItem {
  return { ...item, status: 'todo', done_at: null, bought_on: null }
}

/**
 * Completes an item as its kind is completed, on day `on`. Throws `invalid` for a day after today and for a stage of
 * what is no gift, `conflict` for a canceled item.
 */
export function done(item: PlacedItem, now: Now, input: { on?: Day | null; stage?: Stage } = {}): Completion {
  const on = input.on ?? now.today
  checkCompletion(item, now, on, input.stage)
  if (item.kind === 'chore') return { item: completeChore(item, on), copy: null }
  if (item.status === 'done') return { item, copy: null }
  const bought = item.kind === 'gift' ? { bought_on: item.bought_on ?? on } : {}
  if (item.kind === 'gift' && (input.stage ?? nextStage(item)) === 'bought')
    return { item: { ...item, ...bought, status: 'doing' }, copy: null }
  return { item: { ...item, ...bought, status: 'done', done_at: now.at }, copy: copyOf(item, on) }
}

const nextStage = (item: PlacedItem): Stage => (item.bought_on ? 'given' : 'bought')

function checkCompletion(item: PlacedItem, now: Now, on: Day, stage: Stage | undefined): void {
  if (on > now.today) throw invalid({ path: 'on', message: `${on} lies in the future` })
  if (stage && item.kind !== 'gift') throw invalid({ path: 'stage', message: `${KIND[item.kind].one} has no stages` })
  if (item.status === 'canceled')
    throw conflict(`${item.id} is canceled`, { hint: `Reopen it first: track reopen ${item.id}` })
}

/** When a chore is due that was last done on `lastDone`. */
export function choreDue(every: string, lastDone: Day): Day {
  return advance(every, lastDone)
}

function completeChore(item: PlacedItem, on: Day): PlacedItem {
  return { ...item, status: 'todo', done_at: null, last_done: on, due: choreDue(item.every!, on) }
}

function copyOf(item: PlacedItem, on: Day): Completion['copy'] {
  const occurrence = item.every && !item.next ? nextOccurrence(item, on) : null
  if (!occurrence) return null
  const { id: _id, created_at: _created, updated_at: _updated, revision: _revision, ...kept } = item
  return { ...kept, ...occurrence, status: 'todo', bought_on: null, next: null, done_at: null }
}

/**
 * The first day of a series after `day`, and the day it counts from; null past the end of the calendar, the year 9999.
 */
function nextOccurrence(item: PlacedItem, day: Day): { due: Day; anchor: Day } | null {
  return withinCalendar(() => {
    if (!item.due) {
      const due = advance(item.every!, day)
      return { due, anchor: due }
    }
    const anchor = item.anchor ?? item.due
    return { due: occurrenceAfter(item.every!, anchor, later(item.due, day)), anchor }
  })
}

function withinCalendar<T>(compute: () => T): T | null {
  try {
    return compute()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const pastCalendar = (item: PlacedItem) => conflict(`${item.id} would be due after the year 9999`)

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
  const { every } = item
  const moved =
    item.kind === 'chore'
      ? withinCalendar(() => ({ due: advance(every, later(item.due ?? now.today, now.today)) }))
      : nextOccurrence(item, now.today)
  if (!moved) throw pastCalendar(item)
  return { ...item, ...moved }
}

/**
 * The days after today, up to `last`, on which an open item recurs if it is done in time; none where it does not recur.
 */
export function comingDays(item: PlacedItem, today: Day, last: Day): Day[] {
  if (!item.every || !isOpen(item)) return []
  const after = later(item.due ?? today, today)
  const anchor = item.kind === 'chore' ? after : (item.anchor ?? item.due ?? after)
  return occurrencesBetween(item.every, anchor, after, last).filter((day) => day > after)
}

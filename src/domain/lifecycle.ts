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

export interface Done {
  item: PlacedItem
  /** What the next copy is to hold, its id and instants apart; null when none is due. */
  copy: Omit<PlacedItem, 'id' | 'created_at' | 'updated_at' | 'revision'> | null
}

const later = (a: Day, b: Day): Day => (a > b ? a : b)

export function start(item: PlacedItem): PlacedItem {
  return { ...item, status: 'doing', done_at: null }
}

/** Ends an item without it being done, and with it its series. */
export function cancel(item: PlacedItem, now: Now): PlacedItem {
  return item.status === 'canceled' ? item : { ...item, status: 'canceled', done_at: now.at }
}

export function reopen(item: PlacedItem): PlacedItem {
  return { ...item, status: 'todo', done_at: null, bought_on: null }
}

/** Completes an item in the way of its kind, on day `on`, which may not lie after today. */
export function done(item: PlacedItem, now: Now, input: { on?: Day | null; stage?: Stage } = {}): Done {
  const on = input.on ?? now.today
  if (on > now.today) throw invalid({ path: 'on', message: `${on} lies in the future` })
  if (input.stage && item.kind !== 'gift')
    throw invalid({ path: 'stage', message: `${KIND[item.kind].one} has no stages` })
  if (item.status === 'canceled')
    throw conflict(`${item.id} is canceled`, { hint: `Reopen it first: track reopen ${item.id}` })
  if (item.kind === 'chore') return { item: choreDone(item, on), copy: null }
  if (item.status === 'done') return { item, copy: null }
  if (item.kind === 'gift') {
    const stage = input.stage ?? (item.bought_on ? 'given' : 'bought')
    if (stage === 'bought') return { item: { ...item, status: 'doing', bought_on: item.bought_on ?? on }, copy: null }
  }
  const bought = item.kind === 'gift' ? { bought_on: item.bought_on ?? on } : {}
  return { item: { ...item, ...bought, status: 'done', done_at: now.at }, copy: copyOf(item, on) }
}

/** When a chore is due that was last done on `day`. */
export function choreDue(every: string, lastDone: Day): Day {
  return advance(every, lastDone)
}

function choreDone(item: PlacedItem, on: Day): PlacedItem {
  return { ...item, status: 'todo', done_at: null, last_done: on, due: choreDue(item.every!, on) }
}

function copyOf(item: PlacedItem, on: Day): Done['copy'] {
  const goesOn = item.every && !item.next ? following(item, on) : null
  if (!goesOn) return null
  const { id: _id, created_at: _created, updated_at: _updated, revision: _revision, ...kept } = item
  return { ...kept, ...goesOn, status: 'todo', bought_on: null, next: null, done_at: null }
}

/** The day that a series goes on with after `day`, and what it counts from; null where the calendar ends, in the year 9999. */
function following(item: PlacedItem, day: Day): { due: Day; anchor: Day } | null {
  return withinCalendar(() => {
    if (!item.due) {
      const due = advance(item.every!, day)
      return { due, anchor: due }
    }
    const anchor = item.anchor ?? item.due
    return { due: occurrenceAfter(item.every!, anchor, later(item.due, day)), anchor }
  })
}

function withinCalendar<T>(reckon: () => T): T | null {
  try {
    return reckon()
  } catch (error) {
    if (error instanceof RangeError) return null
    throw error
  }
}

const noLaterDay = (item: PlacedItem) => conflict(`${item.id} would be due after the year 9999`)

/** Moves an item to its next occurrence without it counting as done. */
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
      : following(item, now.today)
  if (!moved) throw noLaterDay(item)
  return { ...item, ...moved }
}

/** The days up to `last` on which an open item comes again, were it done in time; none when it does not recur. */
export function comingDays(item: PlacedItem, today: Day, last: Day): Day[] {
  if (!item.every || !isOpen(item)) return []
  const after = later(item.due ?? today, today)
  const anchor = item.kind === 'chore' ? after : (item.anchor ?? item.due ?? after)
  return occurrencesBetween(item.every, anchor, after, last).filter((day) => day > after)
}

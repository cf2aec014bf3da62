import type { Day } from './dates.ts'
import type { Kind } from './kinds.ts'

export const STATUSES = ['todo', 'doing', 'done', 'canceled'] as const
export type Status = (typeof STATUSES)[number]

/** A UTC instant, RFC 3339 with milliseconds. */
export type Instant = string

/** An item as everyone sees it: every kind has every field, absent values are null. */
export interface Item {
  id: string
  kind: Kind
  title: string
  status: Status
  /** 1 is highest, 5 lowest. */
  priority: number
  due: Day | null
  tags: string[]
  /** Markdown. */
  notes: string | null
  /** Canonical interval. */
  every: string | null
  /** The day a series counts from. */
  anchor: Day | null
  last_done: Day | null
  project: string | null
  feature: string | null
  /** Minutes. */
  estimate: number | null
  recipient: string | null
  occasion: string | null
  /** Currency units with at most two decimals. */
  budget: number | null
  url: string | null
  bought_on: Day | null
  /** The copy that completing this item added. */
  next: string | null
  created_at: Instant
  updated_at: Instant
  done_at: Instant | null
  /** The user's revision that last changed this item. */
  revision: number
}

/** An item with its place inside its priority, which lists follow and answers leave out. */
export interface PlacedItem extends Item {
  position: string
}

/** The fields that an update may set; the rest follows from them or has a verb of its own. */
export interface Fields {
  title: string
  priority: number
  due: Day | null
  tags: string[]
  notes: string | null
  every: string | null
  last_done: Day | null
  project: string | null
  feature: string | null
  estimate: number | null
  recipient: string | null
  occasion: string | null
  budget: number | null
  url: string | null
}

export const DEFAULT_PRIORITY = 3

export function isOpen(item: { status: Status }): boolean {
  return item.status === 'todo' || item.status === 'doing'
}

/** The item without its place: what answers, events and the journal's readers get. */
export function unplaced({ position: _, ...item }: PlacedItem): Item {
  return item
}

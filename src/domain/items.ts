import type { Item } from './fields.ts'

export const STATUSES = ['todo', 'doing', 'done', 'canceled'] as const
export type Status = (typeof STATUSES)[number]

/** A UTC instant, RFC 3339 with milliseconds. */
export type Instant = string

/** An item with its position inside its priority, which lists follow and answers leave out. */
export interface PlacedItem extends Item {
  position: string
}

export function isOpen(item: { status: Status }): boolean {
  return item.status === 'todo' || item.status === 'doing'
}

/** The item without its position: what answers, events and the journal's readers get. */
export function withoutPosition({ position: _, ...item }: PlacedItem): Item {
  return item
}

import type { Item } from './fields.ts'

/** An item with its position within its priority, by which lists are ordered; answers leave it out. */
export interface PlacedItem extends Item {
  position: string
}

/** The item without its position: what answers, events and the journal's readers get. */
export function withoutPosition({ position: _, ...item }: PlacedItem): Item {
  return item
}

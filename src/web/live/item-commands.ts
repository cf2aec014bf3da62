import { signal } from '@preact/signals'
import type { PlacedItem } from '#domain/items.ts'

/** An element, or a place such as that of the pointer. */
export type Anchor = Pick<Element, 'getBoundingClientRect'>

/** What is shown over the view to change items: a picker, or the menu of all that can be done. */
export type ItemCommand = 'due' | 'tags' | 'move' | 'priority' | 'assign' | 'doneBy' | 'menu'

export interface ItemCommandRequest {
  command: ItemCommand
  items: readonly PlacedItem[]
  /** What it stands at. */
  anchor: Anchor
}

/** The last request of a row or a bar, which the shell takes. */
export const requestedCommand = signal<ItemCommandRequest | null>(null)

export function requestCommand(command: ItemCommand, items: readonly PlacedItem[], anchor: Anchor): void {
  requestedCommand.value = { command, items, anchor }
}

import type { PlacedItem } from '#domain/items.ts'
import { formatCount } from '#web/format/amounts.ts'

export interface PickerProps {
  items: readonly PlacedItem[]
  onClose: () => void
}

/** `Due of “File taxes”`, `Due of 3 items`. */
export function pickerTitle(what: string, items: readonly PlacedItem[]): string {
  const [first] = items
  return `${what} of ${items.length === 1 && first ? `“${first.title.length > 60 ? `${first.title.slice(0, 60)}…` : first.title}”` : formatCount(items.length, 'item')}`
}

/** The value that all hold; undefined when they differ. */
export function commonValue<T>(items: readonly PlacedItem[], of: (item: PlacedItem) => T): T | undefined {
  const [first, ...rest] = items.map(of)
  return rest.every((one) => one === first) ? first : undefined
}

import type { PlacedItem } from '#domain/items.ts'
import { formatCount } from '#web/format/amounts.ts'
import type { Anchor } from '#web/live/item-commands.ts'

export interface PickerProps {
  items: readonly PlacedItem[]
  /** What it stands at; without one it is a dialog. */
  anchor?: Anchor
  onClose: () => void
}

const MAX_TITLE_SHOWN = 60

/** `“File taxes”`, `3 items`. */
export function namesOf(items: readonly PlacedItem[]): string {
  const [first] = items
  if (items.length !== 1 || !first) return formatCount(items.length, 'item')
  const isLong = first.title.length > MAX_TITLE_SHOWN
  return `“${isLong ? `${first.title.slice(0, MAX_TITLE_SHOWN)}…` : first.title}”`
}

/** `Due of “File taxes”`, `Due of 3 items`. */
export const pickerTitle = (what: string, items: readonly PlacedItem[]): string => `${what} of ${namesOf(items)}`

/** The value that all hold; undefined when they differ. */
export function commonValue<T>(items: readonly PlacedItem[], of: (item: PlacedItem) => T): T | undefined {
  const [first, ...rest] = items.map(of)
  return rest.every((one) => one === first) ? first : undefined
}

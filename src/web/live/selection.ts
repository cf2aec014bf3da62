import { signal } from '@preact/signals'
import { shownItemIds } from './shown-items.ts'

/** The items selected to be changed together, by id. */
export const selected = signal<ReadonlySet<string>>(new Set())

let anchor: string | null = null

/** Selects an item or takes it out of the selection, or selects the range from the last one to it. */
export function toggleSelected(id: string, how: 'range' | 'one'): void {
  const next = new Set(selected.value)
  const ids = how === 'range' ? shownItemIds() : []
  const from = anchor === null ? -1 : ids.indexOf(anchor)
  const to = ids.indexOf(id)
  if (from >= 0 && to >= 0) for (const one of ids.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(one)
  else if (!next.delete(id)) next.add(id)
  anchor = id
  selected.value = next
}

/** The selection grows from one item to its neighbour, or shrinks where the neighbour is selected already. */
export function extendSelection(from: string, to: string): void {
  const next = new Set(selected.value)
  if (next.has(from) && next.has(to)) next.delete(from)
  else next.add(from).add(to)
  anchor = to
  selected.value = next
}

export function selectAll(): void {
  selected.value = new Set(shownItemIds())
}

export function clearSelection(): void {
  anchor = null
  if (selected.value.size) selected.value = new Set()
}

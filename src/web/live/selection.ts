import { signal } from '@preact/signals'

/** The items chosen to be changed together, by id. */
export const selected = signal<ReadonlySet<string>>(new Set())

let anchor: string | null = null

/** Ids of the rows in the document, from top to bottom. */
function shownRowIds(): string[] {
  return [...document.querySelectorAll<HTMLElement>('#main [data-item]')].map((row) => row.dataset.item!)
}

/** Selects a row or takes it out of the selection, or selects the range from the last one to it. */
export function toggleSelected(id: string, how: 'range' | 'one'): void {
  const next = new Set(selected.value)
  const rows = shownRowIds()
  const from = anchor === null ? -1 : rows.indexOf(anchor)
  const to = rows.indexOf(id)
  if (how === 'range' && from >= 0 && to >= 0)
    for (const row of rows.slice(Math.min(from, to), Math.max(from, to) + 1)) next.add(row)
  else if (!next.delete(id)) next.add(id)
  anchor = id
  selected.value = next
}

export function clearSelection(): void {
  anchor = null
  if (selected.value.size) selected.value = new Set()
}

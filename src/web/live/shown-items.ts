/** A list that renders only the rows near the screen. */
interface WindowedList {
  /** Ids of all its items, in their order. */
  ids(): readonly string[]
  /** Scrolls to where the row of an item is, or is about to be rendered. */
  reveal(id: string): void
}

const lists = new Map<Element, WindowedList>()

/** Makes the rows of a list known that are not rendered; the returned function ends that. */
export function registerList(element: Element, list: WindowedList): () => void {
  lists.set(element, list)
  return () => lists.delete(element)
}

/** Ids of the items in the view, from top to bottom, rendered or not. What is coming again stands elsewhere, too. */
export function shownItemIds(): string[] {
  const ids: string[] = []
  const selector = '#main [data-windowed], #main [data-item]:not([data-ghost])'
  for (const element of document.querySelectorAll<HTMLElement>(selector)) {
    const list = lists.get(element)
    if (list) ids.push(...list.ids())
    else if (element.dataset.item && !lists.has(element.parentElement!)) ids.push(element.dataset.item)
  }
  return ids
}

/** The row of an item, if it is rendered. */
export function shownRow(id: string): HTMLElement | null {
  return document.querySelector<HTMLElement>(`#main [data-item="${CSS.escape(id)}"]:not([data-ghost])`)
}

/** Scrolls to an item whose row is not rendered. */
export function revealItem(id: string): void {
  for (const list of lists.values()) if (list.ids().includes(id)) return list.reveal(id)
}

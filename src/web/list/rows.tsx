import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { allStates, useAccountContext } from '#web/live/account-context.tsx'
import { registerList } from '#web/live/shown-items.ts'
import { offsetsOf, useWindow } from './use-window.ts'

/** With more items than this, lists render only the rows near the screen. */
const MAX_RENDERED = 120

interface Props {
  label: string
  items: readonly PlacedItem[]
  heightOf: (item: PlacedItem) => number
  /** Renders one `li`. */
  row: (item: PlacedItem) => ComponentChildren
  /** Of what is coming again, which stands elsewhere too: keys pass over it. */
  areGhosts?: boolean
}

/** Whether lists are to render only what is seen. */
export function useIsMany(): boolean {
  return allStates(useAccountContext()).reduce((sum, { items }) => sum + items.size, 0) > MAX_RENDERED
}

/** The rows of a list; of long ones only those near the screen are rendered. */
export function Rows({ label, items, heightOf, row, areGhosts }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const isMany = useIsMany()
  const offsets = isMany ? offsetsOf(items.map(heightOf)) : Array.from({ length: items.length + 1 }, () => 0)
  const { from, to } = useWindow(list, offsets, isMany)
  const latest = useRef({ items, offsets })
  latest.current = { items, offsets }

  useLayoutEffect(() => {
    if (!isMany || areGhosts) return
    return registerList(list.current!, {
      ids: () => latest.current.items.map(({ id }) => id),
      reveal(id) {
        const { items, offsets } = latest.current
        const y = offsets[items.findIndex((item) => item.id === id)]!
        const scroller = scrollerOf(list.current!)
        scroller.scrollTop += list.current!.getBoundingClientRect().top + y - innerHeight / 2
      },
    })
  }, [isMany])
  useLayoutEffect(() => markPlaces(list.current!, isMany ? { from, count: items.length } : null))

  return (
    <ul
      ref={list}
      class={areGhosts ? 'list ghosts' : 'list'}
      aria-label={label}
      hidden={items.length === 0}
      data-windowed={(isMany && !areGhosts) || undefined}
      style={isMany ? { paddingTop: offsets[from], paddingBottom: offsets.at(-1)! - offsets[to]! } : undefined}
    >
      {items.slice(from, to).map(row)}
    </ul>
  )
}

/** Says which of all rows the rendered ones are; not by their props, since a row that only moves would render anew. */
function markPlaces(list: Element, part: { from: number; count: number } | null): void {
  for (const [n, row] of [...list.children].entries()) {
    const places = { 'aria-posinset': part && part.from + n + 1, 'aria-setsize': part && part.count }
    for (const [name, value] of Object.entries(places))
      if (value === null) row.removeAttribute(name)
      else if (row.getAttribute(name) !== String(value)) row.setAttribute(name, String(value))
  }
}

/** The column on a desktop, the document on a phone. */
function scrollerOf(element: Element): Element {
  const main = element.closest('#main')
  return main && getComputedStyle(main).overflowY !== 'visible' ? main : document.scrollingElement!
}

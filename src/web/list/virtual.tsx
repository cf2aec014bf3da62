import { useVirtualizer } from '@tanstack/react-virtual'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import type { RowProps } from '#web/ui/row.tsx'
import './virtual.css'

interface Props {
  label: string
  items: readonly PlacedItem[]
  row: (item: PlacedItem, more: Pick<RowProps, 'rowRef' | 'style'>) => ComponentChildren
}

const ROW_PX = 57
const BEYOND = 12

/** A long list in the page's own scrolling: only what is near the screen is there. */
export function Virtual({ label, items, row }: Props) {
  const list = useRef<HTMLUListElement>(null)
  const [offset, setOffset] = useState(0)
  const scroller = () => document.getElementById('main')
  useLayoutEffect(() => {
    const main = scroller()
    if (main && list.current) setOffset(list.current.getBoundingClientRect().top - main.getBoundingClientRect().top + main.scrollTop)
  }, [items.length])
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: scroller,
    estimateSize: () => ROW_PX,
    overscan: BEYOND,
    scrollMargin: offset,
    getItemKey: (index) => items[index]!.id,
  })
  return (
    <ul ref={list} class="list virtual" aria-label={label} style={{ height: virtual.getTotalSize() }}>
      {virtual.getVirtualItems().map(({ index, start }) =>
        row(items[index]!, {
          rowRef: (element: HTMLLIElement | null) => {
            element?.setAttribute('data-index', String(index))
            virtual.measureElement(element)
          },
          style: { transform: `translateY(${start - offset}px)` },
        }),
      )}
    </ul>
  )
}

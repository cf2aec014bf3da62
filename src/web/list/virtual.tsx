import { useVirtualizer, useWindowVirtualizer, type VirtualItem } from '@tanstack/react-virtual'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { isPhone } from '#web/frame/width.ts'
import type { RowProps } from '#web/ui/row.tsx'
import './virtual.css'

interface Props {
  label: string
  items: readonly PlacedItem[]
  row: (item: PlacedItem, more: Pick<RowProps, 'rowRef' | 'style'>) => ComponentChildren
}

const ROW_PX = 57
const BEYOND = 12

const scroller = () => document.getElementById('main')

/** A long list in the page's own scrolling, which is the column's on a desktop and the document's on a phone: only what is near the screen is there. */
export function Virtual(props: Props) {
  return isPhone.value ? <InDocument {...props} /> : <InColumn {...props} />
}

/** How far the list's head lies below the start of what scrolls. */
function useOffset(count: number, start: () => number) {
  const list = useRef<HTMLUListElement>(null)
  const [offset, setOffset] = useState(0)
  useLayoutEffect(() => {
    if (list.current) setOffset(list.current.getBoundingClientRect().top + start())
  }, [count])
  return { list, offset }
}

const common = (items: readonly PlacedItem[], offset: number) => ({
  count: items.length,
  estimateSize: () => ROW_PX,
  overscan: BEYOND,
  scrollMargin: offset,
  getItemKey: (index: number) => items[index]!.id,
})

function InColumn(props: Props) {
  const { list, offset } = useOffset(props.items.length, () => (scroller()?.scrollTop ?? 0) - (scroller()?.getBoundingClientRect().top ?? 0))
  const virtual = useVirtualizer<HTMLElement, HTMLElement>({ ...common(props.items, offset), getScrollElement: scroller })
  return <Window {...props} list={list} offset={offset} height={virtual.getTotalSize()} shown={virtual.getVirtualItems()} measure={virtual.measureElement} />
}

function InDocument(props: Props) {
  const { list, offset } = useOffset(props.items.length, () => scrollY)
  const virtual = useWindowVirtualizer<HTMLElement>(common(props.items, offset))
  return <Window {...props} list={list} offset={offset} height={virtual.getTotalSize()} shown={virtual.getVirtualItems()} measure={virtual.measureElement} />
}

interface WindowProps extends Props {
  list: { current: HTMLUListElement | null }
  offset: number
  height: number
  /** Handed on as values: the virtualizer itself stays the same object while it changes. */
  shown: readonly VirtualItem[]
  measure: (element: HTMLElement | null) => void
}

function Window({ label, items, row, list, offset, height, shown, measure }: WindowProps) {
  return (
    <ul ref={list} class="list virtual" aria-label={label} style={{ height }}>
      {shown.map(({ index, start }) =>
        row(items[index]!, {
          rowRef: (element: HTMLLIElement | null) => {
            element?.setAttribute('data-index', String(index))
            measure(element)
          },
          style: { transform: `translateY(${start - offset}px)` },
        }),
      )}
    </ul>
  )
}

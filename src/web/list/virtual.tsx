import { useVirtualizer, useWindowVirtualizer, type VirtualItem, type Virtualizer } from '@tanstack/react-virtual'
import type { ComponentChildren } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { PlacedItem } from '#domain/items.ts'
import { isPhone } from '#web/ui/screen-width.ts'
import type { ItemRowProps } from '#web/ui/item-row.tsx'
import './virtual.css'

interface Props {
  label: string
  items: readonly PlacedItem[]
  row: (item: PlacedItem, place: Pick<ItemRowProps, 'rowRef' | 'index' | 'count'>) => ComponentChildren
}

const ROW_PX = 57
const OVERSCAN = 12

const scroller = () => document.getElementById('main')

/**
 * A long list of which only the rows near the screen are rendered.
 * It scrolls with the page: with the column on a desktop, with the document on a phone.
 */
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

/** A row's height as the ResizeObserver reports it; measuring it here would lay out the page once per row. */
function measureRow<Scroller extends Element | Window>(
  element: HTMLElement,
  entry: ResizeObserverEntry | undefined,
  { indexFromElement, options, itemSizeCache }: Virtualizer<Scroller, HTMLElement>,
): number {
  const measured = entry?.borderBoxSize[0]?.blockSize
  return measured === undefined
    ? (itemSizeCache.get(options.getItemKey(indexFromElement(element))) ?? ROW_PX)
    : Math.round(measured)
}

const virtualOptions = (items: readonly PlacedItem[], offset: number) => ({
  count: items.length,
  estimateSize: () => ROW_PX,
  overscan: OVERSCAN,
  scrollMargin: offset,
  getItemKey: (index: number) => items[index]!.id,
  measureElement: measureRow,
})

/** What is rendered now. The virtualizer stays the same object while it changes, so its values are passed on. */
function valuesOf<Scroller extends Element | Window>(virtual: Virtualizer<Scroller, HTMLElement>) {
  return { height: virtual.getTotalSize(), shown: virtual.getVirtualItems(), measure: virtual.measureElement }
}

function InColumn(props: Props) {
  const { list, offset } = useOffset(
    props.items.length,
    () => (scroller()?.scrollTop ?? 0) - (scroller()?.getBoundingClientRect().top ?? 0),
  )
  const virtual = useVirtualizer<HTMLElement, HTMLElement>({
    ...virtualOptions(props.items, offset),
    getScrollElement: scroller,
  })
  return <Window {...props} list={list} offset={offset} {...valuesOf(virtual)} />
}

function InDocument(props: Props) {
  const { list, offset } = useOffset(props.items.length, () => scrollY)
  const virtual = useWindowVirtualizer<HTMLElement>(virtualOptions(props.items, offset))
  return <Window {...props} list={list} offset={offset} {...valuesOf(virtual)} />
}

interface WindowProps extends Props {
  list: { current: HTMLUListElement | null }
  offset: number
  height: number
  shown: readonly VirtualItem[]
  measure: (element: HTMLElement | null) => void
}

function Window({ label, items, row, list, offset, height, shown, measure }: WindowProps) {
  const above = (shown[0]?.start ?? offset) - offset
  const below = height - ((shown.at(-1)?.end ?? offset) - offset)
  return (
    <ul
      ref={list}
      class="list virtual-list"
      aria-label={label}
      style={{ paddingTop: above, paddingBottom: Math.max(0, below) }}
    >
      {shown.map(({ index }) => row(items[index]!, { rowRef: measure, index, count: items.length }))}
    </ul>
  )
}

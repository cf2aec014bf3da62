import type { RefObject } from 'preact'
import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import { isPrinting, observeViewport } from './viewport.ts'

interface Range {
  from: number
  /** Not included. */
  to: number
}

/** Rendered above and below the screen. */
const RENDERED_PX = 900
/** What is rendered at least; less than it is rendered anew. */
const NEEDED_PX = 400

/** Where each of the parts of a list begins, in pixels from its top, and at last where it ends. */
export function offsetsOf(heights: Iterable<number>): number[] {
  const offsets = [0]
  for (const height of heights) offsets.push(offsets.at(-1)! + height)
  return offsets
}

/** The last part that begins at or above a height. */
function partAt(offsets: readonly number[], y: number): number {
  let [low, high] = [0, offsets.length - 1]
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (offsets[middle]! <= y) low = middle
    else high = middle - 1
  }
  return low
}

function rangeWithin(offsets: readonly number[], top: number, bottom: number): Range {
  const count = offsets.length - 1
  if (bottom <= 0 || top >= offsets[count]!) return { from: 0, to: 0 }
  return { from: partAt(offsets, top), to: Math.min(count, partAt(offsets, bottom) + 1) }
}

/**
 * Which parts of a list are to be rendered: those near the screen, or all unless there are many. The element is where
 * the parts lie one below the other.
 */
export function useWindow(element: RefObject<HTMLElement>, offsets: readonly number[], isMany: boolean): Range {
  const [range, setRange] = useState<Range>({ from: 0, to: 0 })
  const count = offsets.length - 1
  const latest = useRef({ offsets, range })
  latest.current = { offsets, range }
  /** At first only what is seen, which is painted sooner; the rest follows. */
  const isNew = useRef(true)

  useLayoutEffect(() => {
    if (!isMany) return
    const look = () => {
      const { offsets, range } = latest.current
      if (isPrinting) return () => setRange({ from: 0, to: offsets.length - 1 })
      const { top } = element.current!.getBoundingClientRect()
      const within = (px: number) => rangeWithin(offsets, -top - px, innerHeight - top + px)
      const needed = within(isNew.current ? 0 : NEEDED_PX)
      const isEnough = needed.from === needed.to || (range.from <= needed.from && range.to >= needed.to)
      const isTooMuch = needed.from === needed.to && range.to > range.from
      if (isEnough && !isTooMuch) return null
      const next = isTooMuch || isNew.current ? needed : within(RENDERED_PX)
      return () => setRange(next)
    }
    look()?.()
    isNew.current = false
    return observeViewport({ look })
  }, [isMany, count])

  if (!isMany) return { from: 0, to: count }
  return { from: Math.min(range.from, count), to: Math.min(range.to, count) }
}

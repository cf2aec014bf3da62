import type { RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import { isPhone } from '#web/ui/screen-width.ts'

const STORAGE_KEY = 'track.scrolled'
/** A view that has to be fetched first comes within this many frames, or never. */
const MAX_FRAMES = 300
/** History entries whose position is kept. */
const MAX_ENTRIES = 50

/** How far each entry of the history was scrolled, by the id that its state holds. */
const positions = new Map<string, number>(loadPositions())

function loadPositions(): [string, number][] {
  try {
    return JSON.parse(sessionStorage.getItem(STORAGE_KEY) ?? '[]') as [string, number][]
  } catch {
    return []
  }
}

function storePositions(): void {
  try {
    sessionStorage.setItem(STORAGE_KEY, JSON.stringify([...positions].slice(-MAX_ENTRIES)))
  } catch {
    // storage can be forbidden; a reload then begins at the top
  }
}

const presentEntry = () => (history.state as { entry?: string } | null)?.entry

const scrollerOf = (main: HTMLElement): Element => (isPhone.peek() ? document.scrollingElement! : main)

/** Calls `attempt` now and on each frame until it returns true; the returned function ends that. */
function eachFrame(attempt: () => boolean): () => void {
  let frames = MAX_FRAMES
  let frame = 0
  const run = () => {
    if (!attempt() && --frames) frame = requestAnimationFrame(run)
  }
  run()
  return () => cancelAnimationFrame(frame)
}

/** Scrolls as far as it was, as soon as enough of the view is there; a hand on it goes first. */
function restoreScroll(main: HTMLElement, top: number): () => void {
  const scroller = scrollerOf(main)
  const hand = new AbortController()
  for (const event of ['wheel', 'touchstart', 'keydown'])
    addEventListener(event, () => hand.abort(), { signal: hand.signal, passive: true })
  const stop = eachFrame(() => {
    if (hand.signal.aborted) return true
    scroller.scrollTop = top
    return Math.abs(scroller.scrollTop - top) < 2
  })
  return () => {
    hand.abort()
    stop()
  }
}

/** The heading takes the focus as soon as it is there, unless the view has put it elsewhere. */
function focusHeading(main: HTMLElement): () => void {
  const from = document.activeElement
  return eachFrame(() => {
    const now = document.activeElement
    if (document.querySelector('dialog[open]')) return false
    if (now !== from && now !== document.body && main.contains(now) && now !== main) return true
    const heading = main.querySelector('h1')
    heading?.focus({ preventScroll: true })
    return heading !== null && document.activeElement === heading
  })
}

/**
 * A new view begins at its head, for the eye and for a screen reader. One that was reloaded, or returned to, stands
 * where it was left.
 */
export function useViewEntry(main: RefObject<HTMLElement>): void {
  const [path] = useLocation()
  const isFirst = useRef(true)
  const entry = useRef('')

  useLayoutEffect(() => {
    history.scrollRestoration = 'manual'
    const note = () => main.current && positions.set(entry.current, scrollerOf(main.current).scrollTop)
    const travel = () => (entry.current = presentEntry() ?? '')
    addEventListener('scroll', note, { capture: true, passive: true })
    addEventListener('popstate', travel)
    addEventListener('pagehide', storePositions)
    return () => {
      removeEventListener('scroll', note, { capture: true })
      removeEventListener('popstate', travel)
      removeEventListener('pagehide', storePositions)
    }
  }, [])

  useLayoutEffect(() => {
    const known = presentEntry()
    entry.current = known ?? Math.random().toString(36).slice(2)
    if (!known) history.replaceState({ ...(history.state as object | null), entry: entry.current }, '')
    const top = known === undefined ? 0 : (positions.get(known) ?? 0)
    scrollerOf(main.current!).scrollTop = top
    return top ? restoreScroll(main.current!, top) : undefined
  }, [path])

  useEffect(() => {
    if (!isFirst.current) return focusHeading(main.current!)
    isFirst.current = false
  }, [path])
}

import type { ComponentChildren, JSX, RefObject } from 'preact'
import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import './popover.css'

type Native = Omit<JSX.HTMLAttributes<HTMLDivElement>, 'popover' | 'ref' | 'class'>

interface Props extends Native {
  /** What it hangs from: an element, or a place such as that of the pointer. */
  from: RefObject<Pick<Element, 'getBoundingClientRect'>>
  onClose: () => void
  /** With which of the anchor's edges it is flush. */
  side?: 'start' | 'end'
  children: ComponentChildren
}

const GAP = 5
const EDGE = 8

/** Whether a popover is open, and the props of its button: the press that dismisses it must not open it again. */
export function useHanging() {
  const [shown, show] = useState(false)
  const atPress = useRef(false)
  const pressed = {
    'aria-expanded': shown,
    onPointerDown: () => {
      atPress.current = shown
    },
    onClick: (event: MouseEvent) => show(event.detail > 0 ? !atPress.current : !shown),
  }
  return { shown, show, pressed }
}

/** Shown for as long as it is rendered; Escape and a press outside close it. The focus goes back to where it was. */
export function Popover({ from, onClose, side = 'start', children, ...rest }: Props) {
  const ref = useRef<HTMLDivElement>(null)
  const close = useRef(onClose)
  close.current = onClose

  useLayoutEffect(() => {
    const box = ref.current!
    const before = document.activeElement
    box.showPopover()
    const place = () => {
      if (from.current instanceof Element && !from.current.isConnected) return // it stays where it was
      const anchor = from.current!.getBoundingClientRect()
      const { offsetWidth: width, offsetHeight: height } = box
      const left = side === 'start' ? anchor.left : anchor.right - width
      const below = anchor.bottom + GAP
      const above = anchor.top - GAP - height
      const top = below + height > innerHeight - EDGE && above >= EDGE ? above : below
      box.style.left = `${Math.max(EDGE, Math.min(left, innerWidth - width - EDGE))}px`
      box.style.top = `${Math.max(EDGE, Math.min(top, innerHeight - height - EDGE))}px`
    }
    place()
    const grows = new ResizeObserver(place)
    grows.observe(box)
    addEventListener('resize', place)
    addEventListener('scroll', place, true)
    return () => {
      grows.disconnect()
      removeEventListener('resize', place)
      removeEventListener('scroll', place, true)
      const focused = document.activeElement
      if (focused && focused !== document.body && !box.contains(focused)) return
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true })
    }
  }, [])

  useEffect(() => {
    const box = ref.current!
    const toggled = (event: Event) => (event as ToggleEvent).newState === 'closed' && close.current()
    box.addEventListener('toggle', toggled)
    return () => box.removeEventListener('toggle', toggled)
  }, [])

  return (
    <div ref={ref} popover="auto" class="popover" {...rest}>
      {children}
    </div>
  )
}

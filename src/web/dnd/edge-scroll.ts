import { isPhone } from '#web/ui/screen-width.ts'

/** This close to the upper or lower edge of the view, what is held there scrolls it. */
const EDGE_PX = 40
/** A pass over the edge scrolls nothing; only what rests there does. */
const REST_MS = 300
const MIN_PX_PER_S = 120
const MAX_PX_PER_S = 900

interface View {
  element: Element
  top: number
  bottom: number
}

/** What scrolls, the column or on a phone the document, and where its visible part begins and ends. */
function scrolledView(): View {
  const main = document.getElementById('main')!
  if (!isPhone.peek()) {
    const { top, bottom } = main.getBoundingClientRect()
    return { element: main, top, bottom }
  }
  const bar = document.querySelector('.tabs')?.getBoundingClientRect().top
  return { element: document.scrollingElement!, top: 0, bottom: bar ?? innerHeight }
}

/** How far a point lies inside the edge, 0 to 1 and more; negative at the upper edge, 0 away from both. */
function depthAt(y: number, { top, bottom }: View): number {
  if (y < top + EDGE_PX) return (y - top - EDGE_PX) / EDGE_PX
  return y > bottom - EDGE_PX ? (y - bottom + EDGE_PX) / EDGE_PX : 0
}

/** Scrolls the view while the pointer rests at its upper or lower edge, until the returned function is called. */
export function scrollAtEdges(): () => void {
  let depth = 0
  let restingSince = 0
  let frame = 0
  let last = 0

  function step(now: number) {
    const { element } = scrolledView()
    const speed = MIN_PX_PER_S + (MAX_PX_PER_S - MIN_PX_PER_S) * Math.min(1, Math.abs(depth))
    if (now - restingSince >= REST_MS) element.scrollTop += (Math.sign(depth) * speed * (now - last)) / 1000
    last = now
    frame = requestAnimationFrame(step)
  }
  function rest(y: number) {
    const before = depth
    depth = depthAt(y, scrolledView())
    if (Math.sign(before) === Math.sign(depth)) return
    cancelAnimationFrame(frame)
    if (!depth) return
    restingSince = last = performance.now()
    frame = requestAnimationFrame(step)
  }
  const mouse = (event: MouseEvent) => rest(event.clientY)
  const finger = ({ touches: [touch] }: TouchEvent) => touch && rest(touch.clientY)
  document.addEventListener('mousemove', mouse)
  document.addEventListener('touchmove', finger, { passive: true })
  return () => {
    cancelAnimationFrame(frame)
    document.removeEventListener('mousemove', mouse)
    document.removeEventListener('touchmove', finger)
  }
}

/** Something that is rendered only near the screen: it looks where it stands, then renders what is seen. */
export interface Observer {
  /** Reads the layout, and returns what is to be done about it, if anything. */
  look(): (() => void) | null
}

const observers = new Set<Observer>()
let frame = 0
let stop = () => {}

/** All of them read first and render then, so that the page is laid out once. */
function lookAll(): void {
  frame = 0
  const renderings = [...observers].map((one) => one.look())
  for (const render of renderings) render?.()
}

function lookSoon(): void {
  frame ||= requestAnimationFrame(lookAll)
}

let isPainting = false

/** Once what is new has been painted. */
function lookAfterPaint(): void {
  if (isPainting) return
  isPainting = true
  requestAnimationFrame(() =>
    setTimeout(() => {
      isPainting = false
      lookAll()
    }),
  )
}

/** On paper everything is seen. */
export let isPrinting = false

function print({ type }: Event): void {
  isPrinting = type === 'beforeprint'
  lookAll()
}

function start(): void {
  addEventListener('scroll', lookSoon, { capture: true, passive: true })
  addEventListener('resize', lookSoon)
  addEventListener('beforeprint', print)
  addEventListener('afterprint', print)
  const column = document.querySelector('#main > .column')
  const grows = new ResizeObserver(lookSoon)
  if (column) grows.observe(column)
  stop = () => {
    cancelAnimationFrame(frame)
    frame = 0
    removeEventListener('scroll', lookSoon, { capture: true })
    removeEventListener('resize', lookSoon)
    removeEventListener('beforeprint', print)
    removeEventListener('afterprint', print)
    grows.disconnect()
  }
}

/** Has it look whenever the view is scrolled or its layout changes, until the returned function is called. */
export function observeViewport(observer: Observer): () => void {
  if (!observers.size) start()
  observers.add(observer)
  lookAfterPaint()
  return () => {
    observers.delete(observer)
    if (!observers.size) stop()
  }
}

import type { PlacedItem } from '#domain/items.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { requestCommand } from '#web/live/item-commands.ts'
import { selected, toggleSelected } from '#web/live/selection.ts'
import { isPhone } from '#web/ui/screen-width.ts'

/** A finger that stays this long on a row selects it. */
const LONG_PRESS_MS = 450
/** A finger that moves less rests. */
const SLACK_PX = 10
/** A row that is swiped this far is done, or asks for its due date. */
const SWIPED_PX = 88
/** The click that follows a touch comes within this time. */
const CLICK_FOLLOWS_MS = 400

const rowAt = (target: EventTarget | null): HTMLElement | null =>
  (target as Element | null)?.closest<HTMLElement>('#main [data-item]:not([data-ghost])') ?? null

function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), CLICK_FOLLOWS_MS)
}

/** The selected items, if the one whose row it is belongs to them; else that one. */
function itemsAt(context: AccountContext, row: HTMLElement): PlacedItem[] {
  const id = row.dataset.item!
  const ids = selected.peek().has(id) ? [...selected.peek()] : [id]
  return ids.map(context.item).filter((item) => item !== undefined)
}

/** The menu of a row, by the second button of the mouse or by its key. */
function openMenu(context: AccountContext, event: MouseEvent): void {
  const row = rowAt(event.target)
  if (!row || event.defaultPrevented || (event.target as Element).closest('input, textarea')) return
  event.preventDefault()
  const isTouch = (event as PointerEvent).pointerType === 'touch' || isPhone.peek()
  if (isTouch) return // a long press selects
  const isPointer = event.button === 2
  const place = new DOMRect(event.clientX, event.clientY)
  const anchor = isPointer ? { getBoundingClientRect: () => place } : (row.querySelector('.row-text') ?? row)
  requestCommand('menu', itemsAt(context, row), anchor)
}

interface Touched {
  row: HTMLElement
  x: number
  y: number
  /** Sideways; null until it is known which way the finger goes. */
  isSwipe: boolean | null
  timer: ReturnType<typeof setTimeout>
}

/** Follows a finger on a row: held, it selects; to the right, the item is done; to the left, its due date is asked. */
function listenForTouches(context: AccountContext): () => void {
  let touched: Touched | null = null

  function start({ touches, target }: TouchEvent) {
    end()
    const row = rowAt(target)
    const [touch] = touches
    if (!row || !touch || touches.length > 1 || (target as Element).closest('input, .grip')) return
    const { clientX: x, clientY: y } = touch
    const select = () => {
      if (!touched || touched.isSwipe !== null) return
      toggleSelected(row.dataset.item!, 'one')
      navigator.vibrate?.(8)
      swallowClick()
    }
    touched = { row, x, y, isSwipe: null, timer: setTimeout(select, LONG_PRESS_MS) }
  }
  function move(event: TouchEvent) {
    const [touch] = event.touches
    if (!touched || !touch) return
    const [dx, dy] = [touch.clientX - touched.x, touch.clientY - touched.y]
    if (touched.isSwipe === null && Math.max(Math.abs(dx), Math.abs(dy)) > SLACK_PX) {
      clearTimeout(touched.timer)
      const isLifted = document.querySelector('.lifted') !== null
      touched.isSwipe = !isLifted && touched.row.matches('.row') && Math.abs(dx) > 1.5 * Math.abs(dy)
    }
    if (!touched.isSwipe) return
    if (event.cancelable) event.preventDefault()
    touched.row.style.translate = `${dx}px`
    touched.row.dataset.swipe = dx > 0 ? 'right' : 'left'
    touched.row.toggleAttribute('data-swiped', Math.abs(dx) > SWIPED_PX)
  }
  function end(event?: TouchEvent) {
    if (!touched) return
    clearTimeout(touched.timer)
    const { row, isSwipe, x } = touched
    touched = null
    if (!isSwipe) return
    const dx = (event?.changedTouches[0]?.clientX ?? x) - x
    row.style.translate = ''
    delete row.dataset.swipe
    row.removeAttribute('data-swiped')
    if (event?.type !== 'touchend' || Math.abs(dx) < SWIPED_PX) return
    if (dx > 0) requestAnimationFrame(() => row.querySelector<HTMLElement>('.check')?.click())
    else requestCommand('due', itemsAt(context, row), row)
  }
  document.addEventListener('touchstart', start, { passive: true })
  document.addEventListener('touchmove', move, { passive: false })
  document.addEventListener('touchend', end)
  document.addEventListener('touchcancel', end)
  return () => {
    end()
    document.removeEventListener('touchstart', start)
    document.removeEventListener('touchmove', move)
    document.removeEventListener('touchend', end)
    document.removeEventListener('touchcancel', end)
  }
}

/** Listens for the menu key, the second button and fingers on rows; the returned function ends that. */
export function listenForRowGestures(context: AccountContext): () => void {
  const menu = (event: MouseEvent) => openMenu(context, event)
  document.addEventListener('contextmenu', menu)
  const endTouches = listenForTouches(context)
  return () => {
    document.removeEventListener('contextmenu', menu)
    endTouches()
  }
}

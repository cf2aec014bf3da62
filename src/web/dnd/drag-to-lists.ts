import type { PlacedItem } from '#domain/items.ts'
import type { AccountContext } from '#web/live/account-context.tsx'
import { selected } from '#web/live/selection.ts'
import { dropOnList, listUnderPointer, watchLists } from './list-drop.ts'
import './dnd.css'

/** A mouse that moves less clicks. */
const SLACK_PX = 6
/** How the row hangs from the pointer. */
const OFFSET_PX = 12
/** A click comes within this time after a drag ends. */
const CLICK_FOLLOWS_MS = 80

/** The row as it is, under the pointer. */
function lift(row: HTMLElement, count: number): HTMLElement {
  const lifted = document.createElement('ul')
  lifted.className = 'list lifted lifted-copy'
  lifted.ariaHidden = 'true'
  lifted.style.width = `${Math.min(row.offsetWidth, 340)}px`
  lifted.append(row.cloneNode(true))
  if (count > 1) {
    const badge = document.createElement('li')
    badge.className = 'lifted-count'
    badge.textContent = String(count)
    lifted.append(badge)
  }
  document.body.append(lifted)
  return lifted
}

function swallowClick(): void {
  const swallow = (event: Event) => {
    event.preventDefault()
    event.stopPropagation()
  }
  addEventListener('click', swallow, { capture: true, once: true })
  setTimeout(() => removeEventListener('click', swallow, { capture: true }), CLICK_FOLLOWS_MS)
}

/**
 * Rows of a view that has no places to drop on can still be dragged to the lists of the sidebar, by mouse. Call it when
 * the mouse is pressed.
 */
export function dragToLists(context: AccountContext, press: MouseEvent): void {
  const row = (press.target as Element).closest<HTMLElement>('[data-item]')
  const item = row && context.item(row.dataset.item!)
  if (press.button !== 0 || !item || (press.target as Element).closest('button, input')) return
  const others = selected.peek().has(item.id) ? [...selected.peek()].map(context.item) : []
  const items = [item, ...others.filter((one): one is PlacedItem => one !== undefined && one.id !== item.id)]
  let lifted: HTMLElement | null = null
  let stopWatching = () => {}

  function follow({ clientX: x, clientY: y }: MouseEvent) {
    if (!lifted) {
      if (Math.hypot(x - press.clientX, y - press.clientY) < SLACK_PX) return
      lifted = lift(row!, items.length)
      stopWatching = watchLists(null)
    }
    lifted.style.translate = `${x + OFFSET_PX}px ${y + OFFSET_PX}px`
  }
  function end(event: Event) {
    document.removeEventListener('mousemove', follow)
    document.removeEventListener('mouseup', end)
    document.removeEventListener('keydown', cancel)
    const path = listUnderPointer.peek()
    stopWatching()
    if (!lifted) return
    lifted.remove()
    swallowClick()
    if (event.type === 'mouseup' && path) dropOnList(context, path, items)
  }
  function cancel(event: KeyboardEvent) {
    if (event.key === 'Escape') end(event)
  }
  document.addEventListener('mousemove', follow)
  document.addEventListener('mouseup', end)
  document.addEventListener('keydown', cancel)
}

import { revealItem, shownItemIds, shownRow } from '#web/live/shown-items.ts'

const rowOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>('[data-item]') ?? null

export const focusedRow = (): HTMLElement | null => rowOf(document.activeElement)

/** A row that is scrolled to is rendered a frame or two later; on a busy machine, later. */
const MAX_FRAMES = 60

/** The item whose row had the focus last; it may be rendered no more. */
let lastFocused: string | null = null
/** The item that gets the focus as soon as its row is rendered. */
let awaited: string | null = null
document.addEventListener('focusin', ({ target }) => {
  awaited = null
  lastFocused = rowOf(target as Element)?.dataset.item ?? lastFocused
})

function focusItem(id: string, frames = MAX_FRAMES): void {
  const row = shownRow(id)
  if (row) {
    row.querySelector<HTMLElement>('.row-title')?.focus({ preventScroll: true })
    row.scrollIntoView({ block: 'nearest' })
  } else if (frames) {
    if (frames === MAX_FRAMES) revealItem(id)
    awaited = id
    requestAnimationFrame(() => awaited === id && focusItem(id, frames - 1))
  }
}

/** The item at which the focus is; where its row went out of sight, and the focus with it, the one that it was at. */
function currentItem(): string | null {
  const isLost = document.activeElement === document.body
  return awaited ?? focusedRow()?.dataset.item ?? (isLost ? lastFocused : null)
}

/**
 * Moves the focus to the next or previous item of the view; from nowhere, to the first. Returns the ids that it came
 * from and went to.
 */
export function moveRowFocus(by: 1 | -1): { from: string; to: string } | null {
  const ids = shownItemIds()
  const from = currentItem()
  const at = from === null ? -1 : ids.indexOf(from)
  const to = at < 0 ? ids[0] : ids[at + by]
  if (to === undefined) return null
  focusItem(to)
  return { from: at < 0 ? to : ids[at]!, to }
}

/** Before the focused row goes, moves the focus to the nearest item that stays. */
export function focusRowThatStays(going: readonly { id: string }[]): void {
  const gone = new Set(going.map(({ id }) => id))
  const ids = shownItemIds()
  const at = ids.indexOf(focusedRow()?.dataset.item ?? '')
  const candidates = [...ids.slice(at + 1), ...ids.slice(0, Math.max(at, 0)).toReversed()]
  const next = candidates.find((id) => !gone.has(id))
  if (next !== undefined) focusItem(next)
}

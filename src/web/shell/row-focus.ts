const shownRows = (): HTMLElement[] => [...document.querySelectorAll<HTMLElement>('#main [data-item]')]
const rowOf = (element: Element | null): HTMLElement | null => element?.closest<HTMLElement>('[data-item]') ?? null

export const focusedRow = (): HTMLElement | null => rowOf(document.activeElement)

function focusTitle(row: HTMLElement | undefined): void {
  row?.querySelector<HTMLElement>('.row-title')?.focus({ preventScroll: true })
}

/** Whether its list goes on beyond this row, rendered or not: a long list renders only the rows near the screen. */
function listGoesOn({ ariaPosInSet, ariaSetSize }: HTMLElement, by: 1 | -1): boolean {
  return by === 1 ? Number(ariaPosInSet) < Number(ariaSetSize) : Number(ariaPosInSet) > 1
}

/** Rows are rendered a frame or two after their list was scrolled to them; on a busy machine, later. */
const MAX_FRAMES = 60

/** Moves the focus to the next or previous row; from nowhere, to the first. */
export function moveRowFocus(by: 1 | -1, frames = MAX_FRAMES): void {
  const rows = shownRows()
  const row = focusedRow()
  const next = row ? rows[rows.indexOf(row) + by] : rows[0]
  if (row && frames && listGoesOn(row, by) && next?.parentElement !== row.parentElement) {
    row.scrollIntoView({ block: 'center' })
    requestAnimationFrame(() => moveRowFocus(by, frames - 1))
    return
  }
  focusTitle(next)
  next?.scrollIntoView({ block: 'nearest' })
}

/** Before the focused row goes, moves the focus to the nearest row that stays. */
export function focusRowThatStays(going: readonly { id: string }[]): void {
  const ids = new Set(going.map(({ id }) => id))
  const rows = shownRows()
  const at = rows.indexOf(focusedRow()!)
  const candidates = [...rows.slice(at + 1), ...rows.slice(0, Math.max(at, 0)).toReversed()]
  focusTitle(candidates.find((row) => !ids.has(row.dataset.item!)))
}

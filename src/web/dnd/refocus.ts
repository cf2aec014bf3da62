const TRIES = 6

/** Gives the focus back to an item that stands elsewhere now, unless it went somewhere on purpose. */
export function refocus(id: string): void {
  const held = document.activeElement
  const part = held?.classList.contains('grip') ? '.grip' : '.row-title'
  let tries = 0
  const look = () => {
    const now = document.activeElement
    if (now && now !== document.body && now !== held) return
    const row = document.querySelector<HTMLElement>(`#main [data-item="${CSS.escape(id)}"]:not([data-ghost])`)
    const target = row?.querySelector<HTMLElement>(part)
    if (target && target !== now) target.focus({ preventScroll: false })
    if (++tries < TRIES) requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

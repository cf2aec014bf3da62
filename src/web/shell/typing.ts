/** Keys that follow each other this closely belong to what was being typed when Escape closed its field. */
const BURST_MS = 250
/** When the last key of such a text was pressed; null once a pause came after it. */
let burstAt: number | null = null

/** Whether keys go into an element. */
export function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName)) &&
    !(target instanceof HTMLInputElement && /^(checkbox|radio|button)$/.test(target.type))
  )
}

document.addEventListener(
  'keydown',
  ({ key, target, timeStamp }) => {
    if (key === 'Escape' && isTyping(target) && (target as HTMLInputElement).value !== '') burstAt = timeStamp
  },
  { capture: true },
)

/**
 * Whether a key is text that goes on after Escape has closed the field, the panel or the dialog in which it began: such
 * text is lost, but it does nothing to items.
 */
export function isTypingOn({ key, timeStamp }: KeyboardEvent): boolean {
  if (burstAt === null || timeStamp - burstAt > BURST_MS) {
    burstAt = null
    return false
  }
  if (key.length > 1) return false
  burstAt = timeStamp
  return true
}

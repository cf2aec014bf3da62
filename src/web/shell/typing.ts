/** Keys that follow each other this closely belong to what was being typed when Escape closed its field. */
const BURST_MS = 250
/** They open a field to type in: right after Escape they are meant. */
const OPENING_KEYS = ['q', '/', '?']
/** The last key of such a text, and when it was pressed; null once a pause came after it. */
let last: { key: string; at: number } | null = null

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
    if (key === 'Escape' && isTyping(target) && (target as HTMLInputElement).value !== '') last = { key, at: timeStamp }
  },
  { capture: true },
)

/**
 * Whether a key is text that goes on after Escape has closed the field, the panel or the dialog in which it began: such
 * text is lost, but it does nothing to items.
 */
export function isTypingOn({ key, timeStamp }: KeyboardEvent): boolean {
  const isMeant = last?.key === 'Escape' && OPENING_KEYS.includes(key)
  if (last === null || timeStamp - last.at > BURST_MS || isMeant) {
    last = null
    return false
  }
  if (key.length > 1) return false
  last = { key, at: timeStamp }
  return true
}

import { isTyping } from './typing.ts'

/** What was asked for is fetched within this time, or never. */
const MAX_WAIT_MS = 10_000

type Field = HTMLInputElement | HTMLTextAreaElement

/** The keys that wait for a field, in order; null while none is awaited. */
let waiting: { keys: string[]; until: number; cancel: () => void; field?: Field } | null = null

/**
 * Keeps the keys that follow one that opens a field, until the field takes the focus and is given them: its code may
 * still be on its way. Escape calls `cancel` instead.
 */
export function keepKeys(cancel: () => void): void {
  waiting = { keys: [], until: performance.now() + MAX_WAIT_MS, cancel }
}

const isWithModifier = (event: KeyboardEvent): boolean =>
  (event.ctrlKey || event.metaKey || event.altKey) && !event.getModifierState('AltGraph')

function keep(event: KeyboardEvent): void {
  if (!waiting || !event.isTrusted || event.isComposing || isWithModifier(event)) return
  if (performance.now() > waiting.until) {
    waiting = null
    return
  }
  const { keys, cancel, field } = waiting
  if (isTyping(event.target) && event.target !== field) return
  if (event.key === 'Escape') {
    waiting = null
    cancel()
  } else if (event.key === 'Backspace') keys.pop()
  else if (event.key === 'Enter' || [...event.key].length === 1) keys.push(event.key)
  else return
  event.preventDefault()
  event.stopImmediatePropagation()
}

function typeInto(field: Field, text: string): void {
  field.setRangeText(text, field.selectionStart ?? 0, field.selectionEnd ?? field.value.length, 'end')
  field.dispatchEvent(new InputEvent('input', { bubbles: true, data: text }))
}

const pressEnter = (field: Field) =>
  field.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))

/** Gives a field the keys; those that are pressed meanwhile come last. */
async function give(field: Field): Promise<void> {
  const { keys } = waiting!
  waiting!.field = field
  while (keys.length && field.isConnected) {
    const enter = keys.indexOf('Enter')
    if (enter === 0) pressEnter(field)
    else typeInto(field, keys.slice(0, enter < 0 ? keys.length : enter).join(''))
    keys.splice(0, enter < 0 ? keys.length : enter || 1)
    await new Promise((rendered) => setTimeout(rendered))
  }
  waiting = null
}

function handleFocus({ target }: FocusEvent): void {
  if (!waiting || !(target instanceof Element)) return
  if (isTyping(target) && 'setRangeText' in target) void give(target as Field)
  else if (target.closest('dialog, .popover')) waiting = null // it has no field
}

addEventListener('keydown', keep, { capture: true })
addEventListener('focusin', handleFocus)

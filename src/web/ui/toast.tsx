import { signal } from '@preact/signals'
import { render } from 'preact'
import { errorMessage } from '#web/format/error-message.ts'
import { Icon } from './icon.tsx'
import { toastHost } from './toast-host.ts'
import './toast.css'

interface Toast {
  text: string
  /** `Undo`, most often. `of`: what it concerns; once that is settled elsewhere, the offer goes. */
  action?: { label: string; run: () => void; of?: unknown }
  isError?: boolean
  /** Milliseconds; 8 seconds when not given. */
  durationMs?: number
}
interface ShownToast extends Toast {
  id: number
  /** What was said rest meanwhile, and can be taken back one by one, the newest first. */
  before: Toast['action'][]
  remainingMs: number
  timer?: ReturnType<typeof setTimeout>
  from: number
}

const DURATION_MS = 8000
const MAX_TOASTS = 3
const shownToasts = signal<ShownToast[]>([])
let last = 0

function dismiss(id: number): void {
  for (const toast of shownToasts.value) if (toast.id === id) clearTimeout(toast.timer)
  shownToasts.value = shownToasts.value.filter((toast) => toast.id !== id)
}

function startTimer(toast: ShownToast): void {
  clearTimeout(toast.timer)
  toast.from = Date.now()
  toast.timer = setTimeout(() => dismiss(toast.id), toast.remainingMs)
}

function pauseAll(): void {
  for (const toast of shownToasts.value) {
    clearTimeout(toast.timer)
    toast.remainingMs = Math.max(1500, toast.remainingMs - (Date.now() - toast.from))
  }
}
const resumeAll = () => shownToasts.value.forEach(startTimer)

/**
 * Shows a message at the foot of the page for 8 seconds, not counting time under the pointer or the focus.
 * A message that is already shown is counted instead. The returned function removes it.
 */
export function toast(options: Toast): () => void {
  const same = shownToasts.value.find(({ text, isError }) => text === options.text && isError === options.isError)
  if (same) dismiss(same.id)
  const before = same ? [...same.before, same.action] : []
  const shown: ShownToast = {
    ...options,
    id: ++last,
    before,
    remainingMs: options.durationMs ?? DURATION_MS,
    from: Date.now(),
  }
  const gone = shownToasts.value.slice(0, Math.max(0, shownToasts.value.length - MAX_TOASTS + 1))
  for (const old of gone) dismiss(old.id)
  shownToasts.value = [...shownToasts.value, shown]
  startTimer(shown)
  return () => dismiss(shown.id)
}

/** Shows what went wrong, most often what the server refused. */
export function showError(error: unknown): void {
  toast({ text: errorMessage(error), isError: true })
}

/** Takes an offer away; what was said before it stays to be taken back, too. */
function withdraw(toast: ShownToast, gone: Toast['action']): void {
  const { action, before, id, ...options } = toast
  const offers = [...before, action].filter((one) => one !== gone)
  dismiss(id)
  if (!offers.length) return
  const rest: ShownToast = {
    ...options,
    action: offers.at(-1),
    before: offers.slice(0, -1),
    id: ++last,
    remainingMs: DURATION_MS,
    from: Date.now(),
  }
  shownToasts.value = [...shownToasts.value, rest]
  startTimer(rest)
}

/** Takes away what toasts offer to do about this. */
export function withdrawToasts(of: unknown): void {
  for (const toast of shownToasts.value) {
    const gone = [...toast.before, toast.action].find((one) => one?.of === of)
    if (gone) withdraw(toast, gone)
  }
}

/** Does what the toast offers. */
function takeOffer(toast: ShownToast): void {
  withdraw(toast, toast.action)
  toast.action?.run()
}

function Toasts() {
  return (
    <div
      class="toasts"
      role="status"
      aria-live="polite"
      onPointerEnter={pauseAll}
      onPointerLeave={resumeAll}
      onFocusCapture={pauseAll}
      onBlurCapture={resumeAll}
    >
      {shownToasts.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.isError ? 'wrong' : ''}`}>
          <span dir="auto">
            {toast.text}
            {toast.before.length > 0 && <b class="toast-times"> ×{toast.before.length + 1}</b>}
          </span>
          {toast.action && (
            <button type="button" onClick={() => takeOffer(toast)}>
              {toast.action.label}
            </button>
          )}
          <button type="button" class="toast-off" aria-label="Dismiss" onClick={() => dismiss(toast.id)}>
            <Icon name="cross" />
          </button>
        </div>
      ))}
    </div>
  )
}

render(<Toasts />, toastHost)

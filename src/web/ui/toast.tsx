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
  wrong?: boolean
  /** Milliseconds; 8 seconds when not given. */
  stays?: number
}
interface Standing extends Toast {
  id: number
  /** What was said again meanwhile, and can be taken back one by one, the newest first. */
  before: Toast['action'][]
  left: number
  timer?: ReturnType<typeof setTimeout>
  from: number
}

const STAYS = 8000
const MOST = 3
const standing = signal<Standing[]>([])
let last = 0

function dismiss(id: number): void {
  for (const toast of standing.value) if (toast.id === id) clearTimeout(toast.timer)
  standing.value = standing.value.filter((toast) => toast.id !== id)
}

function run(toast: Standing): void {
  clearTimeout(toast.timer)
  toast.from = Date.now()
  toast.timer = setTimeout(() => dismiss(toast.id), toast.left)
}

function pauseAll(): void {
  for (const toast of standing.value) {
    clearTimeout(toast.timer)
    toast.left = Math.max(1500, toast.left - (Date.now() - toast.from))
  }
}
const resumeAll = () => standing.value.forEach(run)

/** Says something at the foot of the page for 8 seconds; time stands still under the pointer and the focus. What is said already is counted instead of said twice. Gives back what takes it away. */
export function toast(said: Toast): () => void {
  const same = standing.value.find(({ text, wrong }) => text === said.text && wrong === said.wrong)
  if (same) dismiss(same.id)
  const before = same ? [...same.before, same.action] : []
  const shown: Standing = { ...said, id: ++last, before, left: said.stays ?? STAYS, from: Date.now() }
  const gone = standing.value.slice(0, Math.max(0, standing.value.length - MOST + 1))
  for (const old of gone) dismiss(old.id)
  standing.value = [...standing.value, shown]
  run(shown)
  return () => dismiss(shown.id)
}

/** Shows what went wrong, most often what the server refused. */
export function showError(error: unknown): void {
  toast({ text: errorMessage(error), wrong: true })
}

/** Takes an offer away; what was said before it stays to be taken back, too. */
function withdraw(toast: Standing, gone: Toast['action']): void {
  const { action, before, id, ...said } = toast
  const left = [...before, action].filter((one) => one !== gone)
  dismiss(id)
  if (!left.length) return
  const again: Standing = {
    ...said,
    action: left.at(-1),
    before: left.slice(0, -1),
    id: ++last,
    left: STAYS,
    from: Date.now(),
  }
  standing.value = [...standing.value, again]
  run(again)
}

/** Takes away what toasts offer to do about this. */
export function settled(of: unknown): void {
  for (const toast of standing.value) {
    const gone = [...toast.before, toast.action].find((one) => one?.of === of)
    if (gone) withdraw(toast, gone)
  }
}

/** Does what the toast offers. */
function act(toast: Standing): void {
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
      {standing.value.map((toast) => (
        <div key={toast.id} class={`toast ${toast.wrong ? 'wrong' : ''}`}>
          <span dir="auto">
            {toast.text}
            {toast.before.length > 0 && <b class="toast-times"> ×{toast.before.length + 1}</b>}
          </span>
          {toast.action && (
            <button type="button" onClick={() => act(toast)}>
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

import type { ComponentChildren } from 'preact'
import { useId, useLayoutEffect, useRef } from 'preact/hooks'
import { IconButton } from './button.tsx'
import { toastsInto } from './toast-host.ts'
import './dialog.css'

interface Props {
  title: string
  onClose: () => void
  children: ComponentChildren
  /** The title is only said to screen readers. */
  hideTitle?: boolean
  /** `drawer` stands at the right; `top` leaves room for a list to grow. On a phone all are sheets. */
  shape?: 'middle' | 'wide' | 'top' | 'drawer'
  tools?: ComponentChildren
}

const CLOSE_AFTER_PX = 90

/**
 * Shown for as long as it is rendered. Escape, the backdrop, and on a phone a pull downwards close it.
 * The focus goes to what has `autofocus` inside, else to the dialog.
 */
export function Dialog({ title, onClose, children, hideTitle, shape = 'middle', tools }: Props) {
  const ref = useRef<HTMLDialogElement>(null)
  const id = useId()

  useLayoutEffect(() => {
    const dialog = ref.current!
    const from = document.activeElement
    dialog.showModal()
    if (!dialog.querySelector('[autofocus]')) dialog.focus()
    const release = toastsInto(dialog)
    return () => {
      release()
      dialog.close()
      if (from instanceof HTMLElement && from.isConnected) from.focus()
    }
  }, [])

  /**
   * Press and release must both be outside: a selection that ends there does not close it,
   * and the click does not reach what lies below.
   */
  const pressed = useRef(false)
  const onVeil = (event: MouseEvent) => event.target === ref.current && outside(ref.current!, event)

  function pull(event: PointerEvent) {
    const dialog = ref.current!
    const from = event.clientY
    const grab = event.currentTarget as HTMLElement
    grab.setPointerCapture(event.pointerId)
    const moved = (to: PointerEvent) => (dialog.style.translate = `0 ${Math.max(0, to.clientY - from)}px`)
    const left = (to: PointerEvent) => {
      grab.removeEventListener('pointermove', moved)
      dialog.style.translate = ''
      if (to.clientY - from > CLOSE_AFTER_PX) onClose()
    }
    grab.addEventListener('pointermove', moved)
    grab.addEventListener('pointerup', left, { once: true })
    grab.addEventListener('pointercancel', left, { once: true })
  }

  return (
    <dialog
      ref={ref}
      tabIndex={-1}
      class={`dialog ${shape}`}
      aria-labelledby={id}
      onCancel={(event) => {
        if (event.target !== ref.current) return
        event.preventDefault()
        onClose()
      }}
      onPointerDown={(event) => void (pressed.current = onVeil(event))}
      onClick={(event) => pressed.current && onVeil(event) && onClose()}
    >
      <div class="grab" onPointerDown={pull} />
      <div class={hideTitle ? 'unseen' : 'dialog-head'}>
        <h2 id={id}>{title}</h2>
        {tools}
        {!hideTitle && <IconButton icon="cross" label="Close" keys="Esc" onClick={onClose} />}
      </div>
      <div class="dialog-body">{children}</div>
    </dialog>
  )
}

function outside(dialog: HTMLElement, { clientX: x, clientY: y }: MouseEvent): boolean {
  const edge = dialog.getBoundingClientRect()
  return x < edge.left || x > edge.right || y < edge.top || y > edge.bottom
}

/** The buttons at a dialog's foot, the one that goes on last. */
export function DialogFoot({ children }: { children: ComponentChildren }) {
  return <div class="dialog-foot">{children}</div>
}

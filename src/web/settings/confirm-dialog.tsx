import type { ComponentChildren } from 'preact'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { useBusy } from '#web/live/use-request.ts'
import './settings.css'

interface Props {
  title: string
  children: ComponentChildren
  /** What the button does: `Replace`. */
  action: string
  danger?: boolean
  /** Not yet: something must be typed first. */
  disabled?: boolean
  act: () => Promise<void>
  onClose: () => void
}

/** Asks before what cannot be taken back; stays open and says why when it fails. */
export function ConfirmDialog({ title, children, action, danger, disabled, act, onClose }: Props) {
  const { busy, problem, run } = useBusy()
  return (
    <Dialog title={title} onClose={onClose}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (!disabled) run(act)
        }}
      >
        <div class="talk">{children}</div>
        {problem && (
          <p class="wrong-line" role="alert">
            {problem}
          </p>
        )}
        <DialogFoot>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" look="strong" danger={danger} busy={busy} disabled={disabled}>
            {action}
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

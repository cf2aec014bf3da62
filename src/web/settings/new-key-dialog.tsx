import { signal } from '@preact/signals'
import type { NewKey } from '#contract/types.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Copy } from './copy-button.tsx'
import './settings.css'

/** A key that was made a moment ago. It outlives a change of account, since replacing one's own key is one. */
export const freshKey = signal<NewKey | null>(null)

export function FreshKey() {
  const made = freshKey.value
  if (!made) return null
  const close = () => void (freshKey.value = null)
  return (
    <Dialog title={`The key of ${made.name}`} onClose={close}>
      <div class="talk">
        <p>This is the only time that it is shown. Give it to {made.name}; nobody can read it again.</p>
        <div class="secret">
          <code translate={false}>{made.api_key}</code>
          <Copy text={made.api_key} label="Copy" name="the key" />
        </div>
      </div>
      <DialogFoot>
        <Button look="strong" onClick={close}>
          I have kept it
        </Button>
      </DialogFoot>
    </Dialog>
  )
}

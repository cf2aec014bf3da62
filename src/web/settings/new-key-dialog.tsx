import { signal } from '@preact/signals'
import type { NewKey } from '#contract/types.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { CopyButton } from './copy-button.tsx'
import './settings.css'

/** A key that was made a moment ago. It outlives a change of account, since replacing one's own key is one. */
export const newKey = signal<NewKey | null>(null)

export function NewKeyDialog() {
  const made = newKey.value
  if (!made) return null
  const close = () => void (newKey.value = null)
  return (
    <Dialog title={`The key of ${made.name}`} onClose={close}>
      <div class="talk">
        <p>This is the only time that it is shown. Give it to {made.name}; nobody can read it again.</p>
        <div class="secret">
          <code translate={false}>{made.api_key}</code>
          <CopyButton text={made.api_key} label="Copy" name="the key" />
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

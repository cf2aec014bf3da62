import { useState } from 'preact/hooks'
import type { UserSummary } from '#contract/types.ts'
import { type Role, USER_NAME } from '#domain/users.ts'
import { Button } from '#web/ui/button.tsx'
import { Dialog, DialogFoot } from '#web/ui/dialog.tsx'
import { Input, Select } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.tsx'
import { clearAccount, signIn } from '#web/live/accounts.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useBusy } from '#web/live/use-request.ts'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { NameField } from './name-field.tsx'
import { newKey } from './new-key-dialog.tsx'

type Close = (changed?: boolean) => void

export const ROLE_OPTIONS: readonly { value: Role; label: string }[] = [
  { value: 'member', label: 'Member' },
  { value: 'admin', label: 'Administrator' },
]

export function AddUser({ onClose }: { onClose: Close }) {
  const { replica } = useAccountContext()
  const { busy, problem, run } = useBusy()
  const [name, setName] = useState('')
  const [role, setRole] = useState<Role>('member')
  const [tried, setTried] = useState(false)
  const fits = USER_NAME.test(name.trim())

  async function add() {
    const made = await replica.track.users.add({ name: name.trim(), role })
    onClose(true)
    newKey.value = made
  }

  return (
    <Dialog title="Add a user" onClose={() => onClose()}>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setTried(true)
          if (fits) run(add)
        }}
      >
        <div class="fields">
          <NameField value={name} problem={problem} isMisspelt={tried && !fits} onChange={setName} />
          <Select
            label="Role"
            value={role}
            options={ROLE_OPTIONS}
            hint="Administrators manage users. Nobody sees another’s items."
            onChange={(event) => setRole(event.currentTarget.value as Role)}
          />
        </div>
        <DialogFoot>
          <Button onClick={() => onClose()}>Cancel</Button>
          <Button type="submit" look="strong" busy={busy}>
            Add
          </Button>
        </DialogFoot>
      </form>
    </Dialog>
  )
}

interface UserProps {
  user: UserSummary
  onClose: Close
}

export function RotateKey({ user, onClose }: UserProps) {
  const { replica, account } = useAccountContext()
  const own = user.id === account.me.id
  async function rotate() {
    const made = await replica.track.users.rotate({ name: user.name })
    onClose(true)
    newKey.value = made
    // one's own old key has just stopped: go on with the new one
    if (own) await signIn(made.api_key)
  }
  return (
    <ConfirmDialog
      title={`Replace the key of ${user.name}?`}
      action="Replace"
      danger
      act={rotate}
      onClose={() => onClose()}
    >
      <p>
        The old key and the calendar address stop at once, on every device. The new key is shown once
        {own ? ', and this page goes on with it.' : '.'}
      </p>
    </ConfirmDialog>
  )
}

export function RemoveUser({ user, onClose }: UserProps) {
  const { replica, account } = useAccountContext()
  const [typed, setTyped] = useState('')
  async function remove() {
    await replica.track.users.remove({ name: user.name })
    toast({ text: `${user.name} was removed` })
    if (user.id === account.me.id) await clearAccount(account)
    onClose(true)
  }
  return (
    <ConfirmDialog
      title={`Remove ${user.name}?`}
      action="Remove for good"
      danger
      disabled={typed.trim() !== user.name}
      act={remove}
      onClose={() => onClose()}
    >
      <p>All items, projects and the history of {user.name} are wiped from the server. This cannot be taken back.</p>
      <Input
        label={`Type ${user.name} to remove it`}
        value={typed}
        autofocus
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        onInput={(event) => setTyped(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

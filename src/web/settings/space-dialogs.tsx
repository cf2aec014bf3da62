import { useState } from 'preact/hooks'
import { useLocation } from 'wouter-preact'
import type { Space } from '#contract/types.ts'
import { USER_NAME } from '#domain/users.ts'
import { formatCount } from '#web/format/amounts.ts'
import { capitalise } from '#web/format/text.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { Input } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { NameField } from './name-field.tsx'

/** How much is counted before "or more" is said. */
const MAX_COUNTED = 1000

export function AddSpace({ onClose }: { onClose: () => void }) {
  const { replica } = useAccountContext()
  const [, go] = useLocation()
  const [name, setName] = useState('')
  const [tried, setTried] = useState(false)
  const fits = USER_NAME.test(name.trim())

  async function add() {
    setTried(true)
    if (!fits) return
    await replica.track.spaces.add({ name: name.trim() })
    onClose()
    go(`/spaces/${name.trim()}`)
  }
  return (
    <ConfirmDialog title="Make a space" action="Make" act={add} onClose={onClose}>
      <NameField
        value={name}
        placeholder="home"
        hint="It stays for good: nobody else can have the name."
        isMisspelt={tried && !fits}
        onChange={setName}
      />
    </ConfirmDialog>
  )
}

interface Props {
  space: Space
  onClose: () => void
}

export function LeaveSpace({ space: { name, role, members }, onClose }: Props) {
  const { replica } = useAccountContext()
  const [, go] = useLocation()
  const isLastOwner = role === 'owner' && members.filter((one) => one.role === 'owner').length === 1
  async function leave() {
    await replica.track.members.remove({ name, user: replica.me.value.name })
    toast({ text: `You left ${name}` })
    onClose()
    go('/settings')
  }
  return (
    <ConfirmDialog title={`Leave ${name}?`} action="Leave" danger disabled={isLastOwner} act={leave} onClose={onClose}>
      {isLastOwner ? (
        <p>You are its only owner. Make another member an owner first, or remove the space.</p>
      ) : (
        <p>
          You see nothing of it any more. What you wrote there stays; you are taken out of what is assigned to you and
          of turns. To come back you need an invitation.
        </p>
      )}
    </ConfirmDialog>
  )
}

export function RemoveSpace({ space: { name, members }, onClose }: Props) {
  const { replica } = useAccountContext()
  const [, go] = useLocation()
  const [typed, setTyped] = useState('')
  const content = useContent(name)
  const others = members.length - 1
  async function remove() {
    await replica.track.spaces.remove({ name })
    toast({ text: `${name} was removed` })
    onClose()
    go('/settings')
  }
  return (
    <ConfirmDialog
      title={`Remove ${name}?`}
      action="Remove for good"
      danger
      disabled={typed.trim() !== name}
      act={remove}
      onClose={onClose}
    >
      <p>
        {content}
        {others > 0 && `, for you and ${formatCount(others, 'other member')}`}. This cannot be taken back, and nobody
        can have the name again.
      </p>
      <Input
        label={`Type ${name} to remove it`}
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

/** What goes with a space, as the beginning of a sentence. */
function useContent(space: string): string {
  const { track } = useAccountContext().replica
  const { value } = useRequest(async () => {
    const [{ items, next_cursor }, { projects }] = await Promise.all([
      track.items.list({ limit: MAX_COUNTED }, { space }),
      track.projects.list({}, { space }),
    ])
    return { items: items.length, more: next_cursor !== null, projects: projects.length }
  }, [space])
  const parts = value
    ? [
        value.items && formatCount(value.items, 'open item') + (value.more ? ' and more' : ''),
        value.projects && formatCount(value.projects, 'project'),
        'everything that is done',
      ].filter(Boolean)
    : ['all its items', 'its projects']
  return capitalise(`${parts.join(', ')} and the whole history go`)
}

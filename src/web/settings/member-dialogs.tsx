import { useState } from 'preact/hooks'
import type { Member, Space } from '#contract/types.ts'
import { MAX_NAMES } from '#domain/spaces.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Input } from '#web/ui/field.tsx'
import { toast } from '#web/ui/toast.tsx'
import { ConfirmDialog } from './confirm-dialog.tsx'

interface Props {
  space: Space
  /** `changed`: the members are to be asked for again. */
  onClose: (changed?: boolean) => void
}

export function InviteMember({ space: { name }, onClose }: Props) {
  const { replica } = useAccountContext()
  const [user, setUser] = useState('')
  async function invite() {
    const { output, created } = await replica.track.call('members.set', { name, user: user.trim(), role: 'member' })
    const isNew = created !== false && output.role === 'invited'
    toast({ text: isNew ? `${output.name} is invited` : `${output.name} is a member of ${name}` })
    onClose(true)
  }
  return (
    <ConfirmDialog
      title={`Invite to ${name}`}
      action="Invite"
      disabled={!user.trim()}
      act={invite}
      onClose={() => onClose()}
    >
      <Input
        label="Name of the user"
        value={user}
        autofocus
        autocomplete="off"
        autocapitalize="off"
        spellcheck={false}
        maxLength={32}
        placeholder="eve"
        hint={`Someone with a key of this server. They see nothing of ${name} until they join.`}
        onInput={(event) => setUser(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

/** Names as they are typed, apart by commas. */
const readNames = (text: string): string[] => [
  ...new Set(
    text
      .split(',')
      .map((one) => one.trim())
      .filter(Boolean),
  ),
]

/** By what names the others know a member: gifts for them are kept out of the space. */
export function CallMember({ space: { name }, member, onClose }: Props & { member: Member }) {
  const { replica } = useAccountContext()
  const [text, setText] = useState(member.called.join(', '))
  const isOneself = member.name === replica.me.value.name
  const called = readNames(text)
  const seer = isOneself ? 'you' : member.name
  async function call() {
    await replica.track.members.update({ name, user: member.name, called })
    onClose(true)
  }
  return (
    <ConfirmDialog
      title={isOneself ? 'What you are called' : `What ${member.name} is called`}
      action="Save"
      disabled={called.length > MAX_NAMES}
      act={call}
      onClose={() => onClose()}
    >
      <Input
        label="Names, apart by commas"
        value={text}
        autofocus
        dir="auto"
        autocomplete="off"
        placeholder="Mom, Mum"
        hint={`A gift for one of these names is kept out of ${name}, where ${seer} would see it.`}
        problem={called.length > MAX_NAMES ? `At most ${MAX_NAMES} names.` : null}
        onInput={(event) => setText(event.currentTarget.value)}
      />
    </ConfirmDialog>
  )
}

/** Expels a member, or takes an invitation back. */
export function ExpelMember({ space: { name }, member, onClose }: Props & { member: Member }) {
  const { replica } = useAccountContext()
  const isInvited = member.role === 'invited'
  async function expel() {
    await replica.track.members.remove({ name, user: member.name })
    toast({
      text: isInvited ? `${member.name} is no longer invited` : `${member.name} is no longer a member of ${name}`,
    })
    onClose(true)
  }
  return (
    <ConfirmDialog
      title={isInvited ? `Take back the invitation of ${member.name}?` : `Expel ${member.name}?`}
      action={isInvited ? 'Take back' : 'Expel'}
      danger
      act={expel}
      onClose={() => onClose()}
    >
      <p>
        {isInvited
          ? `${member.name} has not joined ${name} yet, and can be invited again.`
          : `${member.name} is out of ${name} at once, on every device. What they wrote stays; they are taken out of ` +
            'what is assigned to them and of turns.'}
      </p>
    </ConfirmDialog>
  )
}

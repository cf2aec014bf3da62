import { useState } from 'preact/hooks'
import type { Member, Space } from '#contract/types.ts'
import type { SharedSpace } from '#domain/spaces.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Button } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Initials } from '#web/ui/initials.tsx'
import { Menu, type MenuEntry } from '#web/ui/menu.tsx'
import { Section } from '#web/ui/section.tsx'
import { showError, toast } from '#web/ui/toast.tsx'
import { CallMember, ExpelMember, InviteMember } from './member-dialogs.tsx'

type MemberDialog = { what: 'invite' } | { what: 'call' | 'expel'; member: Member }
type Role = SharedSpace['role']

const ROLE_NAME = { owner: 'Owner', member: 'Member', invited: 'Has not joined yet' }

interface Props {
  space: Space
  isConnected: boolean
  onChanged: () => void
}

/** Who shares a space: owners invite, change roles and expel. */
export function MembersSection({ space, isConnected, onChanged }: Props) {
  const { replica } = useAccountContext()
  const [dialog, setDialog] = useState<MemberDialog | null>(null)
  const close = (changed = false) => {
    setDialog(null)
    if (changed) onChanged()
  }

  async function changeRole({ name: user }: Member, role: Role) {
    try {
      await replica.track.members.set({ name: space.name, user, role })
      toast({ text: `${user} is now ${role === 'owner' ? 'an owner' : 'a member'} of ${space.name}` })
      onChanged()
    } catch (error) {
      showError(error)
    }
  }

  return (
    <Section title="Members" count={space.members.length}>
      <div class="card">
        {space.members.map((member) => (
          <MemberRow
            key={member.name}
            member={member}
            isOwner={space.role === 'owner'}
            isConnected={isConnected}
            onRole={(role) => void changeRole(member, role)}
            onDialog={setDialog}
          />
        ))}
        {space.role === 'owner' && (
          <div class="card-foot">
            <Button icon="plus" look="quiet" disabled={!isConnected} onClick={() => setDialog({ what: 'invite' })}>
              Invite someone
            </Button>
          </div>
        )}
      </div>
      {dialog?.what === 'invite' && <InviteMember space={space} onClose={close} />}
      {dialog?.what === 'call' && <CallMember space={space} member={dialog.member} onClose={close} />}
      {dialog?.what === 'expel' && <ExpelMember space={space} member={dialog.member} onClose={close} />}
    </Section>
  )
}

interface MemberRowProps {
  member: Member
  /** Whether the user may change others. */
  isOwner: boolean
  isConnected: boolean
  onRole: (role: Role) => void
  onDialog: (dialog: MemberDialog) => void
}

function MemberRow(props: MemberRowProps) {
  const { name, role, called } = props.member
  const isOneself = name === useAccountContext().replica.me.value.name
  const entries = memberEntries(props, isOneself)
  return (
    <div class="setting" role="group" aria-label={name}>
      <Initials name={name} size={30} />
      <div class="setting-text">
        <p class="setting-name">
          {name}
          {isOneself && <em class="here">You</em>}
          {role === 'invited' && <em>Invited</em>}
        </p>
        <p class="setting-description" dir="auto">
          {[ROLE_NAME[role], called.length && `called ${called.join(', ')}`].filter(Boolean).join(', ')}
        </p>
      </div>
      {entries.length > 0 && (
        <Menu
          label={`More for ${name}`}
          side="end"
          entries={entries}
          trigger={(trigger, ref) => (
            <button ref={ref} type="button" class="icon-button" aria-label={`More for ${name}`} {...trigger}>
              <Icon name="more" />
            </button>
          )}
        />
      )}
    </div>
  )
}

function memberEntries(
  { member, isOwner, isConnected, onRole, onDialog }: MemberRowProps,
  isOneself: boolean,
): MenuEntry[] {
  const disabled = !isConnected
  const isInvited = member.role === 'invited'
  const entries: MenuEntry[] = []
  if (isOwner || isOneself)
    entries.push({
      label: isOneself ? 'What you are called…' : 'What they are called…',
      icon: 'gift',
      disabled,
      run: () => onDialog({ what: 'call', member }),
    })
  if (isOwner && !isInvited)
    entries.push({
      label: member.role === 'owner' ? 'Make a plain member' : 'Make an owner',
      icon: 'key',
      disabled,
      run: () => onRole(member.role === 'owner' ? 'member' : 'owner'),
    })
  if (isOwner && !isOneself)
    entries.push({
      label: isInvited ? 'Take back the invitation…' : 'Expel…',
      icon: 'trash',
      danger: true,
      disabled,
      run: () => onDialog({ what: 'expel', member }),
    })
  return entries
}

import { useState } from 'preact/hooks'
import type { UserSummary } from '#contract/types.ts'
import { todayIn } from '#domain/dates.ts'
import type { Role } from '#domain/users.ts'
import { Button } from '#web/ui/button.tsx'
import { Select } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Menu } from '#web/ui/menu.tsx'
import { Section } from '#web/ui/section.tsx'
import { showError, toast } from '#web/ui/toast.tsx'
import { formatAgo } from '#web/format/days.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { useRequest } from '#web/live/use-request.ts'
import { RequestPlaceholder } from './request-placeholder.tsx'
import { AddUser, RemoveUser, ROLE_OPTIONS, RotateKey } from './user-dialogs.tsx'

type UserDialog = { what: 'add' } | { what: 'rotate' | 'remove'; user: UserSummary }

/** For administrators: who may use this server. */
export function UsersSection() {
  const { replica } = useAccountContext()
  const isConnected = replica.connection.value === 'live'
  const request = useRequest(() => replica.track.users.list(), [isConnected])
  const [dialog, setDialog] = useState<UserDialog | null>(null)
  const close = (changed = false) => {
    setDialog(null)
    if (changed) request.retry()
  }

  async function changeRole(user: UserSummary, role: Role) {
    try {
      await replica.track.users.update({ name: user.name, role })
      toast({ text: `${user.name} is now ${role === 'admin' ? 'an administrator' : 'a member'}` })
    } catch (error) {
      showError(error)
    }
    request.retry()
  }

  const users = request.value?.users
  return (
    <Section title="Users" count={users?.length}>
      <div class="card">
        <RequestPlaceholder
          request={request}
          isConnected={isConnected}
          offline="The users show when the connection is back."
          failed="The users did not load"
        />
        {users?.map((user) => (
          <UserRow
            key={user.id}
            user={user}
            roleKey={`${user.role} ${request.isLoading}`}
            isConnected={isConnected}
            onRole={(role) => void changeRole(user, role)}
            onDialog={setDialog}
          />
        ))}
        {users && (
          <div class="card-foot">
            <Button icon="plus" look="quiet" disabled={!isConnected} onClick={() => setDialog({ what: 'add' })}>
              Add a user
            </Button>
          </div>
        )}
      </div>
      {dialog?.what === 'add' && <AddUser onClose={close} />}
      {dialog?.what === 'rotate' && <RotateKey user={dialog.user} onClose={close} />}
      {dialog?.what === 'remove' && <RemoveUser user={dialog.user} onClose={close} />}
    </Section>
  )
}

interface UserRowProps {
  user: UserSummary
  /** Changes when the list was asked for again, so that a refused role shows as it was. */
  roleKey: string
  isConnected: boolean
  onRole: (role: Role) => void
  onDialog: (dialog: UserDialog) => void
}

function UserRow({ user, roleKey, isConnected, onRole, onDialog }: UserRowProps) {
  const { replica, account } = useAccountContext()
  const addedOn = todayIn(replica.me.value.timezone, new Date(user.created_at))
  return (
    <div class="setting">
      <div class="setting-text">
        <p class="setting-name">
          {user.name}
          {user.id === account.me.id && <em class="here">You</em>}
        </p>
        <p class="setting-description">
          {user.timezone.replaceAll('_', ' ')}, added {formatAgo(addedOn, replica.today.value)}
        </p>
      </div>
      <div class="setting-tools">
        <Select
          key={roleKey}
          label={`Role of ${user.name}`}
          hideLabel
          value={user.role}
          options={ROLE_OPTIONS}
          disabled={!isConnected}
          onChange={(event) => onRole(event.currentTarget.value as Role)}
        />
        <Menu
          label={`More for ${user.name}`}
          side="end"
          entries={[
            {
              label: 'Replace the key…',
              icon: 'key',
              disabled: !isConnected,
              run: () => onDialog({ what: 'rotate', user }),
            },
            {
              label: 'Remove…',
              icon: 'trash',
              danger: true,
              disabled: !isConnected,
              run: () => onDialog({ what: 'remove', user }),
            },
          ]}
          trigger={(props, ref) => (
            <button ref={ref} type="button" class="icon-button" aria-label={`More for ${user.name}`} {...props}>
              <Icon name="more" />
            </button>
          )}
        />
      </div>
    </div>
  )
}

import type { ComponentChildren } from 'preact'
import type { PlacedItem } from '#domain/items.ts'
import { isOpen } from '#domain/statuses.ts'
import { useAccountContext } from '#web/live/account-context.tsx'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import { clearSelection } from '#web/live/selection.ts'
import { useMembers } from '#web/live/space-members.ts'
import { MemberList } from './member-list.tsx'
import { commonValue, namesOf, type PickerProps } from './picker-props.ts'
import { PickerSurface } from './picker-surface.tsx'

const ONLY_SHARED = 'Only what is in a space that you share can be assigned to someone.'

/** Those of the items that others see, and who is a member wherever they are. */
function useShared(items: readonly PlacedItem[]) {
  const shared = items.filter(({ id }) => spaceOf(id) !== null)
  const spaces = [...new Set(shared.map(({ id }) => spaceOf(id)!))]
  return { shared, members: useMembers(useAccountContext().session, spaces) }
}

/** Who does one item or several of shared spaces; of a chore that is done in turn, whose turn it is. */
export function AssignPicker({ items, anchor, onClose }: PickerProps) {
  const { actions } = useAccountContext()
  const { shared, members } = useShared(items)
  const current = commonValue(shared, ({ assigned }) => assigned)
  const isInTurn = shared.some(({ turns }) => turns !== null)

  function take(assigned: string | null) {
    if (assigned !== current) actions.update(shared, { assigned })
    onClose()
  }
  return (
    <PickerSurface title={`Who does ${namesOf(items)}?`} anchor={anchor} onClose={onClose}>
      <Members shared={shared} members={members}>
        <MemberList
          label="Assigned"
          members={members}
          current={current}
          nobody={isInTurn ? undefined : 'Anyone'}
          onPick={take}
        />
      </Members>
      {shared.length > 0 && shared.length < items.length && <p class="picker-note">What is your own stays as it is.</p>}
    </PickerSurface>
  )
}

/** Completes items of shared spaces for someone else, who is credited. */
export function DoneByPicker({ items, anchor, onClose }: PickerProps) {
  const { actions, replica } = useAccountContext()
  const { shared, members } = useShared(items.filter(isOpen))

  function take(by: string | null) {
    actions.done(shared, undefined, by ?? undefined)
    clearSelection()
    onClose()
  }
  return (
    <PickerSurface title={`Who did ${namesOf(items)}?`} anchor={anchor} onClose={onClose}>
      <Members shared={shared} members={members}>
        <MemberList label="Done by" members={members} current={replica.me.value.name} onPick={take} />
      </Members>
    </PickerSurface>
  )
}

interface MembersProps {
  shared: readonly PlacedItem[]
  members: readonly string[]
  children: ComponentChildren
}

function Members({ shared, members, children }: MembersProps) {
  const isConnected = useAccountContext().replica.connection.value === 'live'
  if (!shared.length) return <p class="picker-note">{ONLY_SHARED}</p>
  if (members.length) return <>{children}</>
  return (
    <p class="picker-note" role="status">
      {isConnected ? 'Asking who the members are…' : 'Who the members are is asked when the connection is back.'}
    </p>
  )
}

import { useRef, useState } from 'preact/hooks'
import { useAccountContext } from '#web/live/account-context.tsx'
import { spaceOf } from '#web/live/replica/space-ids.ts'
import { useMembers } from '#web/live/space-members.ts'
import { SelectControl } from '#web/ui/field.tsx'
import { Initials } from '#web/ui/initials.tsx'
import { FieldRow } from './field-row.tsx'
import type { FieldsProps } from './other-fields.tsx'
import { TurnsPicker } from './turns-picker.tsx'

/** In a shared space: who does it, and of a chore in whose turns. */
export function AssignedRows(props: FieldsProps) {
  const space = spaceOf(props.item.id)
  return space === null ? null : <RowsInSpace space={space} {...props} />
}

function RowsInSpace({ space, item, set }: FieldsProps & { space: string }) {
  const members = useMembers(useAccountContext().session, [space])
  const { assigned, turns } = item
  const names = assigned === null || members.includes(assigned) ? members : [assigned, ...members]
  const options = names.map((name) => ({ value: name, label: name }))
  return (
    <>
      <FieldRow label={turns ? 'Turn' : 'Assigned'}>
        {(wiring) => (
          <div class="item-line">
            {assigned !== null && <Initials name={assigned} />}
            <SelectControl
              quiet
              {...wiring}
              value={assigned ?? ''}
              options={turns ? options : [{ value: '', label: 'Anyone' }, ...options]}
              onChange={(event) => set({ assigned: event.currentTarget.value || null })}
            />
          </div>
        )}
      </FieldRow>
      {item.kind === 'chore' && <TurnsRow item={item} set={set} members={members} />}
    </>
  )
}

/** `eve, then ryan`, and how the turn passes. */
function TurnsRow({ item, set, members }: FieldsProps & { members: readonly string[] }) {
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const { turns, turn_rule } = item
  return (
    <FieldRow label="Turns" hint={turn_rule === 'fewest' && 'Next is who did it least in 90 days'}>
      {(wiring) => (
        <>
          <button
            ref={button}
            type="button"
            class="input quiet-input turns-button"
            aria-haspopup="dialog"
            {...wiring}
            onClick={() => setOpen(true)}
          >
            {turns ? turns.join(turn_rule === 'fewest' ? ', ' : ', then ') : <span class="faint">Nobody in turn</span>}
          </button>
          {isOpen && (
            <TurnsPicker
              item={item}
              members={members}
              anchor={button.current ?? undefined}
              onTake={(fields) => set(fields)}
              onClose={() => setOpen(false)}
            />
          )}
        </>
      )}
    </FieldRow>
  )
}

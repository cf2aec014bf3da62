import { useLayoutEffect, useRef, useState } from 'preact/hooks'
import type { Fields } from '#domain/fields.ts'
import type { PlacedItem } from '#domain/items.ts'
import type { TurnRule } from '#domain/turns.ts'
import { Button, IconButton } from '#web/ui/button.tsx'
import { DialogFoot } from '#web/ui/dialog.tsx'
import { Segments } from '#web/ui/field.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Initials } from '#web/ui/initials.tsx'
import { type PickerProps, pickerTitle } from './picker-props.ts'
import { PickerSurface } from './picker-surface.tsx'

const RULES: readonly { value: TurnRule; label: string }[] = [
  { value: 'next', label: 'In this order' },
  { value: 'fewest', label: 'Who did least' },
]

interface Props extends Omit<PickerProps, 'items'> {
  item: PlacedItem
  members: readonly string[]
  onTake: (fields: Pick<Fields, 'turns' | 'turn_rule'>) => void
}

/** Which members do a chore in turn, in which order, and how the turn passes. */
export function TurnsPicker({ item, members, anchor, onTake, onClose }: Props) {
  const [turns, setTurns] = useState<readonly string[]>(item.turns ?? [])
  const [rule, setRule] = useState<TurnRule>(item.turn_rule ?? 'next')
  const others = members.filter((name) => !turns.includes(name))

  function end() {
    onTake(turns.length ? { turns: [...turns], turn_rule: rule } : { turns: null, turn_rule: null })
    onClose()
  }
  return (
    <PickerSurface title={pickerTitle('Turns', [item])} anchor={anchor} onClose={onClose}>
      <TurnList turns={turns} others={others} onChange={setTurns} />
      {turns.length > 1 && <Segments label="How the turn passes" value={rule} options={RULES} onChange={setRule} />}
      <p class="picker-note" role="status">
        {turns.length === 1
          ? 'Turns need at least two.'
          : turns.length
            ? ''
            : 'Choose who takes turns, in their order.'}
      </p>
      <DialogFoot>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="strong" disabled={turns.length === 1} onClick={end}>
          Done
        </Button>
      </DialogFoot>
    </PickerSurface>
  )
}

interface TurnListProps {
  turns: readonly string[]
  others: readonly string[]
  onChange: (turns: readonly string[]) => void
}

function TurnList({ turns, others, onChange }: TurnListProps) {
  const list = useRef<HTMLUListElement>(null)
  const moved = useRef<string | null>(null)
  const change = (name: string, next: readonly string[]) => {
    moved.current = name
    onChange(next)
  }
  // a row that moves loses the focus
  useLayoutEffect(() => {
    const row = [...list.current!.children].find((one) => (one as HTMLElement).dataset.name === moved.current)
    if (row && !row.contains(document.activeElement)) row.querySelector('button')?.focus()
    moved.current = null
  }, [turns])
  useLayoutEffect(() => list.current!.querySelector('button')?.focus(), [])

  return (
    <ul ref={list} class="picker-list turns" aria-label="Members">
      {[...turns, ...others].map((name, n) => (
        <li key={name} data-name={name}>
          <button
            type="button"
            class="menu-item"
            role="checkbox"
            aria-checked={n < turns.length}
            onClick={() => change(name, n < turns.length ? turns.filter((one) => one !== name) : [...turns, name])}
          >
            <Initials name={name} />
            <span>{name}</span>
            {n < turns.length && <small>{n + 1}</small>}
            {n < turns.length && <Icon name="tick" />}
          </button>
          {n > 0 && n < turns.length && (
            <IconButton
              icon="up"
              label={`Earlier: ${name}`}
              onClick={() => change(name, [...turns.slice(0, n - 1), name, turns[n - 1]!, ...turns.slice(n + 1)])}
            />
          )}
        </li>
      ))}
    </ul>
  )
}

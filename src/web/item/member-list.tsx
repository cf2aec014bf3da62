import { useEffect, useRef } from 'preact/hooks'
import { useAccountContext } from '#web/live/account-context.tsx'
import { Keys } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { Initials } from '#web/ui/initials.tsx'

const MAX_DIGIT = 9

interface Props {
  label: string
  members: readonly string[]
  /** Who is chosen; undefined: not the same for all. */
  current?: string | null
  /** What choosing nobody is called; without it somebody must be chosen. */
  nobody?: string
  onPick: (name: string | null) => void
}

/** Members to choose one of, by arrows, by digits or by pointer. */
export function MemberList({ label, members, current, nobody, onPick }: Props) {
  const me = useAccountContext().replica.me.value.name
  const list = useRef<HTMLDivElement>(null)
  const names: readonly (string | null)[] = nobody === undefined ? members : [null, ...members]
  const currentAt = current === undefined ? -1 : names.indexOf(current)
  const firstDigit = nobody === undefined ? 1 : 0
  const buttons = () => [...list.current!.children] as HTMLElement[]
  useEffect(() => buttons()[Math.max(0, currentAt)]?.focus(), [names.length])

  function key(event: KeyboardEvent) {
    const all = buttons()
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const digit = /^\d$/.test(event.key) ? names[Number(event.key) - firstDigit] : undefined
    if (step) all.at((all.indexOf(document.activeElement as HTMLElement) + step) % all.length)?.focus()
    else if (digit !== undefined) onPick(digit)
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <div ref={list} class="picker-list" role="radiogroup" aria-label={label} onKeyDown={key}>
      {names.map((name, n) => (
        <button
          key={name ?? ''}
          type="button"
          class="menu-item"
          role="radio"
          aria-checked={n === currentAt}
          tabIndex={n === Math.max(0, currentAt) ? 0 : -1}
          onClick={() => onPick(name)}
        >
          {name === null ? <Icon name="users" /> : <Initials name={name} />}
          <span>{name === null ? nobody : name === me ? `${name} (you)` : name}</span>
          {n === currentAt && <Icon name="tick" />}
          {n + firstDigit <= MAX_DIGIT && <Keys keys={String(n + firstDigit)} />}
        </button>
      ))}
    </div>
  )
}

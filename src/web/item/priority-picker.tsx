import { useEffect, useRef } from 'preact/hooks'
import { Keys } from '#web/ui/button.tsx'
import { Icon } from '#web/ui/icon.tsx'
import { useAccountContext } from '#web/live/account-context.tsx'
import { PickerSurface } from './picker-surface.tsx'
import { pickerTitle, type PickerProps, commonValue } from './picker-props.ts'

const NAMES = ['Highest', 'High', 'Usual', 'Low', 'Lowest']

export function PriorityPicker({ items, anchor, onClose }: PickerProps) {
  const context = useAccountContext()
  const current = commonValue(items, ({ priority }) => priority)
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => (list.current?.children[(current ?? 3) - 1] as HTMLElement | undefined)?.focus(), [])

  function take(priority: number) {
    if (priority !== current) context.actions.update(items, { priority })
    onClose()
  }
  function key(event: KeyboardEvent) {
    const all = [...list.current!.children] as HTMLElement[]
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) all.at((all.indexOf(document.activeElement as HTMLElement) + step) % all.length)?.focus()
    else if (/^[1-5]$/.test(event.key)) take(Number(event.key))
    else return
    event.preventDefault()
    event.stopPropagation()
  }

  return (
    <PickerSurface title={pickerTitle('Priority', items)} anchor={anchor} onClose={onClose}>
      <div ref={list} class="picker-list" role="radiogroup" aria-label="Priority" onKeyDown={key}>
        {NAMES.map((name, n) => (
          <button
            key={name}
            type="button"
            class="menu-item"
            role="radio"
            aria-checked={current === n + 1}
            tabIndex={(current ?? 3) === n + 1 ? 0 : -1}
            onClick={() => take(n + 1)}
          >
            <i class="picker-dot" data-priority={n + 1} />
            <span>{name}</span>
            {current === n + 1 && <Icon name="tick" />}
            <Keys keys={String(n + 1)} />
          </button>
        ))}
      </div>
    </PickerSurface>
  )
}

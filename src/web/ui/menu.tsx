import type { JSX } from 'preact'
import { useEffect, useId, useRef } from 'preact/hooks'
import { Keys } from './button.tsx'
import { Icon, type IconName } from './icon.tsx'
import { Popover, useHanging } from './popover.tsx'

interface Entry {
  label: string
  run: () => void
  icon?: IconName
  keys?: string
  danger?: boolean
  disabled?: boolean
  /** One of several choices: a tick where it holds. */
  checked?: boolean
}
export type MenuEntry = Entry | 'line'

type TriggerProps = Pick<
  JSX.ButtonHTMLAttributes,
  'aria-haspopup' | 'aria-expanded' | 'aria-controls' | 'onPointerDown' | 'onClick' | 'onKeyDown'
>

interface Props {
  label: string
  entries: readonly MenuEntry[]
  /** Gets the properties and the ref that its button needs. */
  trigger: (props: TriggerProps, ref: (button: HTMLElement | null) => void) => JSX.Element
  side?: 'start' | 'end'
}

export function Menu({ label, entries, trigger, side }: Props) {
  const { shown, show, pressed } = useHanging()
  const anchor = useRef<HTMLElement>(null)
  const id = useId()

  const hide = () => show(false)
  const button = trigger(
    {
      ...pressed,
      'aria-haspopup': 'menu',
      'aria-controls': shown ? id : undefined,
      onKeyDown: (event) => {
        if (event.key !== 'ArrowDown') return
        event.preventDefault()
        show(true)
      },
    },
    (element) => {
      anchor.current = element
    },
  )
  return (
    <>
      {button}
      {shown && (
        <Popover from={anchor} onClose={hide} side={side} id={id} role="menu" aria-label={label}>
          <MenuEntries entries={entries} onClose={hide} />
        </Popover>
      )}
    </>
  )
}

/** The entries of a menu, inside its popover. */
export function MenuEntries({ entries, onClose }: { entries: readonly MenuEntry[]; onClose: () => void }) {
  const ref = useRef<HTMLDivElement>(null)
  const pick = (entry: Entry) => {
    onClose()
    entry.run()
  }
  const items = () => [...ref.current!.querySelectorAll<HTMLElement>('.menu-item')]
  useEffect(() => {
    const all = items()
    ;(all.find((item) => item.ariaChecked === 'true') ?? all[0])?.focus()
  }, [])

  function key(event: KeyboardEvent) {
    const all = items()
    const at = all.indexOf(document.activeElement as HTMLElement)
    const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key]
    const typed = event.key.length === 1 && !event.ctrlKey && !event.metaKey ? event.key.toLowerCase() : null
    const next =
      to !== undefined
        ? all.at(to % all.length)
        : typed &&
          [...all.slice(at + 1), ...all.slice(0, at + 1)].find((item) =>
            item.textContent?.trim().toLowerCase().startsWith(typed),
          )
    if (event.key !== 'Escape') event.stopPropagation()
    if (!next) return
    event.preventDefault()
    next.focus()
  }

  return (
    <div ref={ref} role="presentation" onKeyDown={key}>
      {entries.map((entry, n) =>
        entry === 'line' ? (
          <div key={n} class="menu-line" role="separator" />
        ) : (
          <button
            key={n}
            type="button"
            class={`menu-item ${entry.danger ? 'danger' : ''}`}
            role={entry.checked === undefined ? 'menuitem' : 'menuitemradio'}
            aria-checked={entry.checked}
            aria-disabled={entry.disabled || undefined}
            tabIndex={-1}
            onClick={() => entry.disabled || pick(entry)}
          >
            {entry.icon && <Icon name={entry.icon} />}
            <span>{entry.label}</span>
            {entry.checked && <Icon name="tick" />}
            {entry.keys && <Keys keys={entry.keys} />}
          </button>
        ),
      )}
    </div>
  )
}

import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import './combobox.css'

export interface Choice {
  key: string
  label: string
  icon?: IconName
  /** At the end, fainter. */
  aside?: string
  /** In a list where several may hold. */
  checked?: boolean | 'mixed'
  run: () => void
}

interface Props {
  label: string
  placeholder: string
  choices: readonly Choice[]
  /** What else the typed text could be. */
  fresh?: (text: string) => Choice | null
  /** Told what stands in the line. */
  onType?: (text: string) => void
  /** Ctrl+Enter. */
  onEnd?: () => void
}

/** A line to type in and what fits it below; arrows and Enter choose. */
export function Choices({ label, placeholder, choices, fresh, onType, onEnd }: Props) {
  const id = useId()
  const [text, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const wanted = text.trim().toLowerCase()
  const fitting = choices
    .filter((choice) => choice.label.toLowerCase().includes(wanted))
    .toSorted(
      (a, b) => Number(b.label.toLowerCase().startsWith(wanted)) - Number(a.label.toLowerCase().startsWith(wanted)),
    )
  const made = wanted ? fresh?.(text) : null
  const shown = made ? [...fitting, made] : fitting
  const here = Math.min(at, shown.length - 1)

  useEffect(() => list.current?.querySelector('[data-at]')?.scrollIntoView({ block: 'nearest' }), [here])

  function setText(next: string) {
    setTyped(next)
    onType?.(next)
  }
  function pick(choice: Choice | undefined) {
    if (!choice) return
    setText('')
    setAt(0)
    choice.run()
  }
  function key(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step) {
      event.preventDefault()
      setAt((here + step + shown.length) % shown.length)
    } else if (event.key === 'Enter' && !event.isComposing) {
      event.preventDefault()
      if ((event.ctrlKey || event.metaKey) && onEnd) onEnd()
      else pick(shown[here])
    }
  }

  return (
    <div class="choices">
      <input
        class="input"
        role="combobox"
        aria-label={label}
        aria-expanded="true"
        aria-controls={id}
        aria-activedescendant={shown[here] ? `${id}-${here}` : undefined}
        autocomplete="off"
        autocapitalize="off"
        dir="auto"
        autofocus
        placeholder={placeholder}
        value={text}
        onInput={(event) => {
          setText(event.currentTarget.value)
          setAt(0)
        }}
        onKeyDown={key}
      />
      <ul
        ref={list}
        id={id}
        role="listbox"
        aria-label={label}
        aria-multiselectable={choices.some(({ checked }) => checked !== undefined) || undefined}
      >
        {shown.map((choice, n) => (
          <li
            key={choice.key}
            id={`${id}-${n}`}
            role="option"
            aria-selected={choice.checked === undefined ? n === here : choice.checked === true}
            data-at={n === here || undefined}
            onPointerMove={() => n === here || setAt(n)}
            onClick={() => pick(choice)}
          >
            {choice.icon && <Icon name={choice.icon} />}
            <span dir="auto">{choice.label}</span>
            {choice.aside && <small>{choice.aside}</small>}
            {choice.checked === true && <Icon name="tick" label="on all" />}
            {choice.checked === 'mixed' && <small>on some</small>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="choices-none">Nothing fits.</p>}
    </div>
  )
}

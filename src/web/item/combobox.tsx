import { useEffect, useId, useRef, useState } from 'preact/hooks'
import { Icon, type IconName } from '#web/ui/icon.tsx'
import './combobox.css'

export interface ComboboxOption {
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
  options: readonly ComboboxOption[]
  /** What else the typed text could be. */
  fresh?: (text: string) => ComboboxOption | null
  /** Told what stands in the line. */
  onType?: (text: string) => void
  /** Ctrl+Enter. */
  onEnd?: () => void
}

/** A line to type in and what fits it below; arrows and Enter choose. */
export function Combobox({ label, placeholder, options, fresh, onType, onEnd }: Props) {
  const id = useId()
  const [text, setTyped] = useState('')
  const [at, setAt] = useState(0)
  const list = useRef<HTMLUListElement>(null)
  const wanted = text.trim().toLowerCase()
  const fitting = options
    .filter((option) => option.label.toLowerCase().includes(wanted))
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
  function pick(option: ComboboxOption | undefined) {
    if (!option) return
    setText('')
    setAt(0)
    option.run()
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
    <div class="combobox">
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
        aria-multiselectable={options.some(({ checked }) => checked !== undefined) || undefined}
      >
        {shown.map((option, n) => (
          <li
            key={option.key}
            id={`${id}-${n}`}
            role="option"
            aria-selected={option.checked === undefined ? n === here : option.checked === true}
            data-at={n === here || undefined}
            onPointerMove={() => n === here || setAt(n)}
            onClick={() => pick(option)}
          >
            {option.icon && <Icon name={option.icon} />}
            <span dir="auto">{option.label}</span>
            {option.aside && <small>{option.aside}</small>}
            {option.checked === true && <Icon name="tick" label="on all" />}
            {option.checked === 'mixed' && <small>on some</small>}
          </li>
        ))}
      </ul>
      {shown.length === 0 && <p class="combobox-none">Nothing fits.</p>}
    </div>
  )
}
